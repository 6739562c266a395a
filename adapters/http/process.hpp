// What the HTTP library needs of the whole process, before anything else runs.
#pragma once

namespace bwsync {

// Call it first thing in main, once, before any thread is started. It
//  - hides the system's certificate bundle from OpenSSL's defaults (the HTTP library would load it for each
//  connection);
//    whoever uses TLS in this process must name its trust, see load_trust(), or sslrootcert for libpq;
//  - makes the HTTP library's own pool `threads` strong instead of 40.
void prepare_http(int threads = 4);

// Where the environment's own SSL_CERT_FILE and SSL_CERT_DIR are found afterwards.
inline constexpr const char* kOriginalCertFile = "BWSYNC_SSL_CERT_FILE";
inline constexpr const char* kOriginalCertDir = "BWSYNC_SSL_CERT_DIR";

}  // namespace bwsync
