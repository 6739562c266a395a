// The certificates a TLS client trusts, loaded once and shared by all its connections (loading the system's bundle
// costs tens of milliseconds and a megabyte each time).
#pragma once

#include <openssl/x509_vfy.h>

#include <memory>
#include <string>

#include "daemon/domain/basics/result.hpp"

namespace bwsync {

using TrustStore = std::shared_ptr<X509_STORE>;

// From a PEM file; an empty name: the system's bundle (SSL_CERT_FILE and SSL_CERT_DIR as they were at the start, else
// OpenSSL's own places). kRejected: nothing could be read.
Result<TrustStore> load_trust(const std::string& ca_file);

}  // namespace bwsync
