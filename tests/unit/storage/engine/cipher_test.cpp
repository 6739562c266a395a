#include "storage/engine/cipher.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace bwsync {
namespace {

std::string key(char byte)
{
    return std::string(Cipher::kKeyBytes, byte);
}

TEST(GrantCipher, OpensWhatItSealed)
{
    const Cipher cipher({key('a')});
    for (const std::string& clear :
         {std::string(), std::string("token"), std::string(5000, 'x'), std::string("a\0b", 3)}) {
        EXPECT_EQ(cipher.open(cipher.seal(clear, "place"), "place"), clear);
    }
}

TEST(GrantCipher, SealsTheSameTextDifferentlyEachTime)
{
    const Cipher cipher({key('a')});
    EXPECT_NE(cipher.seal("token", "place").bytes, cipher.seal("token", "place").bytes);
    EXPECT_EQ(cipher.seal("token", "place").bytes.find("token"), std::string::npos);
}

TEST(GrantCipher, ASealedTextOpensNowhereElse)
{
    const Cipher cipher({key('a')});
    EXPECT_FALSE(cipher.open(cipher.seal("token", "acme\nprimary"), "acme\nstandby"));
}

TEST(GrantCipher, EveryChangedBitIsNoticed)
{
    const Cipher cipher({key('a')});
    const Cipher::Sealed sealed = cipher.seal("token", "place");
    for (std::size_t i = 0; i < sealed.bytes.size(); ++i) {
        Cipher::Sealed changed = sealed;
        changed.bytes[i] = static_cast<char>(changed.bytes[i] ^ 1);
        EXPECT_FALSE(cipher.open(changed, "place")) << i;
    }
    for (std::size_t size = 0; size < sealed.bytes.size(); ++size) {
        EXPECT_FALSE(cipher.open(Cipher::Sealed(sealed.key_id, sealed.bytes.substr(0, size)), "place")) << size;
    }
}

TEST(GrantCipher, TheFirstKeySealsAndAllOpen)
{
    const Cipher before({key('a')});
    const Cipher::Sealed sealed = before.seal("token", "place");
    const Cipher rotated({key('b'), key('a')});
    EXPECT_EQ(rotated.open(sealed, "place"), "token");
    EXPECT_FALSE(before.open(rotated.seal("token", "place"), "place"));
    EXPECT_NE(rotated.current_key_id(), before.current_key_id());
    EXPECT_FALSE(Cipher({key('b')}).open(sealed, "place"));
}

TEST(GrantCipher, RefusesKeysOfAnotherLength)
{
    EXPECT_THROW(Cipher({std::string(31, 'a')}), std::invalid_argument);
    EXPECT_THROW(Cipher(std::vector<std::string>()), std::invalid_argument);
}

// Rows outlive programs: nonce, text and tag keep their places and sizes.
TEST(GrantCipher, IsNonceTextAndTag)
{
    const Cipher cipher({key('a')});
    const Cipher::Sealed sealed = cipher.seal("12345", "place");
    EXPECT_EQ(sealed.bytes.size(), 12U + 5U + 16U);
}

}  // namespace
}  // namespace bwsync
