#include "tests/lab/broadworks/ocip/digest.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace bwsync::lab {
namespace {

std::string hex_digest(const EVP_MD* algorithm, const std::string& text)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), digest, &size, algorithm, nullptr) != 1) {
        throw std::runtime_error("OpenSSL has no such digest");
    }
    constexpr char kDigits[] = "0123456789abcdef";
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) {
        hex += kDigits[digest[i] >> 4];
        hex += kDigits[digest[i] & 15];
    }
    return hex;
}

}  // namespace

std::string signed_password(std::string_view nonce, std::string_view password)
{
    const std::string hashed = hex_digest(EVP_sha1(), std::string(password));
    return hex_digest(EVP_md5(), std::string(nonce) + ":" + hashed);
}

}  // namespace bwsync::lab
