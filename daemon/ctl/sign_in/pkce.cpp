#include "daemon/ctl/sign_in/pkce.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace bwsync::ctl {

namespace {

constexpr std::size_t kBytes = 32;
using Bytes = std::array<unsigned char, kBytes>;

std::string base64url(const Bytes& bytes)
{
    std::vector<unsigned char> text(4 * (kBytes / 3 + 1) + 1);
    const int size = EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(bytes.size()));
    std::string out(text.begin(), text.begin() + size);
    while (out.back() == '=') out.pop_back();
    for (char& c : out) {
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return out;
}

}  // namespace

std::string random_word()
{
    Bytes bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error("the system gives no random bytes");
    return base64url(bytes);
}

std::string code_challenge(const std::string& verifier)
{
    Bytes digest{};
    if (EVP_Digest(verifier.data(), verifier.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    return base64url(digest);
}

}  // namespace bwsync::ctl
