#include "storage/engine/cipher.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace bwsync {

namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kIdBytes = 6;

using Context = std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)>;

const unsigned char* bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

void require(bool holds)
{
    if (!holds) throw std::runtime_error("OpenSSL refused an operation of AES-256-GCM");
}

// A digest with a word of its own in front: the id can be published.
std::string id_of(const std::string& key)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    const std::string text = "bwsync grant key id\n" + key;
    require(EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) == 1);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string id;
    for (std::size_t i = 0; i < kIdBytes; ++i) {
        id += kDigits[digest[i] >> 4U];
        id += kDigits[digest[i] & 0x0FU];
    }
    return id;
}

}  // namespace

Cipher::Cipher(std::vector<std::string> keys)
{
    if (keys.empty()) throw std::invalid_argument("the store needs an encryption key");
    for (std::string& key : keys) {
        if (key.size() != kKeyBytes) throw std::invalid_argument("an encryption key of the store is not 32 bytes long");
        std::string id = id_of(key);
        keys_.emplace_back(std::move(id), std::move(key));
    }
}

Cipher::Sealed Cipher::seal(std::string_view clear, std::string_view place) const
{
    const Key& key = keys_.front();
    std::string sealed(kNonceBytes + clear.size() + kTagBytes, '\0');
    require(RAND_bytes(bytes(sealed), kNonceBytes) == 1);
    const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    require(context != nullptr);
    int length = 0;
    require(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key.bytes), bytes(sealed)) == 1);
    require(EVP_EncryptUpdate(context.get(), nullptr, &length, bytes(place), static_cast<int>(place.size())) == 1);
    unsigned char* text = bytes(sealed) + kNonceBytes;
    require(EVP_EncryptUpdate(context.get(), text, &length, bytes(clear), static_cast<int>(clear.size())) == 1);
    require(EVP_EncryptFinal_ex(context.get(), text + clear.size(), &length) == 1);
    require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, text + clear.size()) == 1);
    return Sealed(key.id, std::move(sealed));
}

std::optional<std::string> Cipher::open(const Sealed& sealed, std::string_view place) const
{
    if (sealed.bytes.size() < kNonceBytes + kTagBytes) return std::nullopt;
    for (const Key& key : keys_) {
        if (key.id != sealed.key_id) continue;
        const std::size_t size = sealed.bytes.size() - kNonceBytes - kTagBytes;
        std::string clear(size, '\0');
        std::string tag = sealed.bytes.substr(kNonceBytes + size);
        const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
        require(context != nullptr);
        int length = 0;
        const unsigned char* text = bytes(sealed.bytes) + kNonceBytes;
        require(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key.bytes), bytes(sealed.bytes)) ==
                1);
        require(EVP_DecryptUpdate(context.get(), nullptr, &length, bytes(place), static_cast<int>(place.size())) == 1);
        require(EVP_DecryptUpdate(context.get(), bytes(clear), &length, text, static_cast<int>(size)) == 1);
        require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1);
        if (EVP_DecryptFinal_ex(context.get(), bytes(clear) + size, &length) == 1) return clear;
    }
    return std::nullopt;
}

}  // namespace bwsync
