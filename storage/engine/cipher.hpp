// Encryption of grants at rest: AES-256-GCM (NIST SP 800-38D), a random 96-bit nonce for each sealing, several keys for
// rotation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bwsync {

class Cipher {
public:
    static constexpr std::size_t kKeyBytes = 32;

    // The first key seals, all open. Keys of another length than kKeyBytes throw std::invalid_argument, as no key at
    // all does.
    explicit Cipher(std::vector<std::string> keys);

    struct Sealed {
        Sealed(std::string id, std::string b) : key_id(std::move(id)), bytes(std::move(b)) {}
        std::string key_id;
        std::string bytes;  // nonce, ciphertext, tag
    };

    // `place` is authenticated and not stored: what was sealed for one place does not open in another.
    [[nodiscard]] Sealed seal(std::string_view clear, std::string_view place) const;
    // nullopt: no key of ours has that id, or the bytes or the place are not what was sealed.
    [[nodiscard]] std::optional<std::string> open(const Sealed& sealed, std::string_view place) const;

    // Names the first key; tells nothing about it.
    [[nodiscard]] const std::string& current_key_id() const { return keys_.front().id; }

private:
    struct Key {
        Key(std::string i, std::string b) : id(std::move(i)), bytes(std::move(b)) {}
        std::string id;
        std::string bytes;
    };
    std::vector<Key> keys_;
};

}  // namespace bwsync
