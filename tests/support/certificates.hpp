// Certificates made for one test run, in a directory of their own.
#pragma once

#include <filesystem>
#include <string>

namespace bwsync::ocip::testing {

// A self-signed certificate, which is its own authority, for `name` (a DNS name) and 127.0.0.1.
struct Certificate {
    std::string cert_file;
    std::string key_file;
};

class CertificateFolder final {
public:
    CertificateFolder();
    ~CertificateFolder();
    CertificateFolder(const CertificateFolder&) = delete;
    CertificateFolder& operator=(const CertificateFolder&) = delete;

    [[nodiscard]] Certificate make(const std::string& name) const;

private:
    std::filesystem::path folder_;
};

}  // namespace bwsync::ocip::testing
