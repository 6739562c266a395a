// Classes of bytes in XML markup, for the framer and the scanner. Bytes above 0x7F count as letters: whether they are
// letters of the declared encoding is no concern of markup.
#pragma once

#include <array>
#include <cstdint>

namespace bwsync::feed {

enum CharacterClass : std::uint8_t { kOther = 0, kSpace = 1, kNameStart = 2, kNamePart = 4 };

constexpr std::array<std::uint8_t, 256> make_character_classes()
{
    std::array<std::uint8_t, 256> table{};
    for (unsigned c = 0; c < 256; ++c) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || c >= 0x80;
        if (is_letter) table[c] = kNameStart | kNamePart;
        if ((c >= '0' && c <= '9') || c == '-' || c == '.') table[c] = kNamePart;
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') table[c] = kSpace;
    }
    return table;
}
inline constexpr std::array<std::uint8_t, 256> kCharacterClasses = make_character_classes();

constexpr bool is_space(char c)
{
    return kCharacterClasses[static_cast<std::uint8_t>(c)] == kSpace;
}
constexpr bool is_name_start(char c)
{
    return (kCharacterClasses[static_cast<std::uint8_t>(c)] & kNameStart) != 0;
}
constexpr bool is_name_part(char c)
{
    return (kCharacterClasses[static_cast<std::uint8_t>(c)] & kNamePart) != 0;
}

}  // namespace bwsync::feed
