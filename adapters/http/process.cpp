#include "adapters/http/process.hpp"

#include <pplx/threadpool.h>

#include <cstdlib>
#include <exception>

namespace bwsync {

namespace {

void hide(const char* name, const char* original, const char* replacement)
{
    const char* value = std::getenv(name);
    if (value != nullptr) setenv(original, value, 1);
    setenv(name, replacement, 1);
}

}  // namespace

void prepare_http(int threads)
{
    hide("SSL_CERT_FILE", kOriginalCertFile, "/dev/null");
    hide("SSL_CERT_DIR", kOriginalCertDir, "/nonexistent");
    try {
        crossplat::threadpool::initialize_with_threads(static_cast<size_t>(threads));
    } catch (const std::exception&) {
        // The pool exists already, with its 40 threads: it works, only slower.
    }
}

}  // namespace bwsync
