#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "tests/contract/webex/raw_server.hpp"

namespace bwsync::test {

namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

Key new_key()
{
    return Key(EVP_EC_gen("P-256"), EVP_PKEY_free);
}

Certificate new_certificate(const std::string& common_name, const Key& key, X509_NAME* issuer, const Key& issuer_key,
                            const std::string& alternative_name)
{
    Certificate out(X509_new(), X509_free);
    X509_set_version(out.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(out.get()), std::rand() + 1);
    X509_gmtime_adj(X509_getm_notBefore(out.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(out.get()), 86'400);
    X509_set_pubkey(out.get(), key.get());
    X509_NAME* name = X509_get_subject_name(out.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common_name.c_str()),
                               -1, -1, 0);
    X509_set_issuer_name(out.get(), issuer == nullptr ? name : issuer);
    const bool is_ca = alternative_name.empty();
    const int nid = is_ca ? NID_basic_constraints : NID_subject_alt_name;
    const std::string value = is_ca ? "critical,CA:TRUE" : alternative_name;
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
    X509_add_ext(out.get(), extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(out.get(), issuer_key.get(), EVP_sha256());
    return out;
}

void save(const std::string& path, const std::function<int(std::FILE*)>& write)
{
    std::FILE* file = std::fopen(path.c_str(), "w");
    if (file == nullptr || write(file) != 1) throw std::runtime_error("cannot write " + path);
    std::fclose(file);
}

}  // namespace

struct TestCertificates::Authority {
    explicit Authority(const std::string& name) : certificate(new_certificate(name, key, nullptr, key, "")) {}
    Key key = new_key();
    Certificate certificate;
};

TestCertificates::TestCertificates() : authority_(std::make_unique<Authority>("bwsync test authority"))
{
    std::string pattern = std::filesystem::temp_directory_path() / "bwsync-certificates-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    const Authority other("another authority");
    save(ca_file(), [&](std::FILE* file) { return PEM_write_X509(file, authority_->certificate.get()); });
    save(other_ca_file(), [&](std::FILE* file) { return PEM_write_X509(file, other.certificate.get()); });
}

TestCertificates::~TestCertificates()
{
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

TlsIdentity TestCertificates::identity(const std::string& name)
{
    const std::string stem = folder_ + "/server" + std::to_string(++count_);
    TlsIdentity identity;
    identity.cert_file = stem + ".pem";
    identity.key_file = stem + ".key";
    const Key key = new_key();
    X509_NAME* issuer = X509_get_subject_name(authority_->certificate.get());
    const Certificate certificate = new_certificate("server", key, issuer, authority_->key, name);
    save(identity.cert_file, [&](std::FILE* file) { return PEM_write_X509(file, certificate.get()); });
    save(identity.key_file,
         [&](std::FILE* file) { return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    return identity;
}

}  // namespace bwsync::test
