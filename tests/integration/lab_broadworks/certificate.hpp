// A key and a certificate of its own for 127.0.0.1, made for one test.
#pragma once

#include <string>

namespace bwsync::lab {

struct CertificateFiles {
    std::string cert_file, key_file;
};

// Writes both as PEM into the directory. Throws std::runtime_error.
CertificateFiles make_certificate(const std::string& directory);

}  // namespace bwsync::lab
