#include "adapters/http/trust.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <cstdlib>

#include "adapters/http/process.hpp"

namespace bwsync {

namespace {

std::string from_environment(const char* name, const char* otherwise)
{
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : otherwise;
}

// OpenSSL's error queue belongs to the thread: what is left there confuses the next TLS call on it.
bool loaded(int result)
{
    ERR_clear_error();
    return result == 1;
}

}  // namespace

Result<TrustStore> load_trust(const std::string& ca_file)
{
    TrustStore store(X509_STORE_new(), X509_STORE_free);
    if (!store) return Error(ErrorKind::kRejected, "out of memory");
    if (!ca_file.empty()) {
        if (loaded(X509_STORE_load_file(store.get(), ca_file.c_str()))) return store;
        return Error(ErrorKind::kRejected, "no certificate could be read from " + ca_file);
    }
    const std::string file = from_environment(kOriginalCertFile, X509_get_default_cert_file());
    const std::string folder = from_environment(kOriginalCertDir, X509_get_default_cert_dir());
    const bool has_file = loaded(X509_STORE_load_file(store.get(), file.c_str()));
    const bool has_folder = loaded(X509_STORE_load_path(store.get(), folder.c_str()));
    if (has_file || has_folder) return store;
    return Error(ErrorKind::kRejected, "the system has no certificate bundle (looked at " + file + ")");
}

}  // namespace bwsync
