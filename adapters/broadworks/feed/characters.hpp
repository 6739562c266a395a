// Bytes of XML markup, for the framer and the scanner: their classes, and the search for one. Bytes above 0x7F count as
// letters: whether they are letters of the declared encoding is no concern of markup.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

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

inline std::string_view between(const char* from, const char* to)
{
    return {from, static_cast<std::size_t>(to - from)};
}

inline bool starts_with(const char* at, const char* end, std::string_view word)
{
    return static_cast<std::size_t>(end - at) >= word.size() && std::memcmp(at, word.data(), word.size()) == 0;
}

// The first `wanted`, or nullptr. For what is expected to be far away.
inline const char* find_far(const char* from, const char* end, char wanted)
{
    return static_cast<const char*>(std::memchr(from, wanted, static_cast<std::size_t>(end - from)));
}

static_assert(std::endian::native == std::endian::little, "below, the first byte must be the lowest");
inline constexpr std::uint64_t kOnes = 0x0101010101010101;
inline constexpr std::uint64_t kHighBits = kOnes << 7;

inline std::uint64_t load_eight(const char* from)
{
    std::uint64_t chunk = 0;
    std::memcpy(&chunk, from, 8);
    return chunk;
}

// The high bit of each byte that is `wanted`; exact up to and including the first one.
inline std::uint64_t mark_equal(std::uint64_t chunk, char wanted)
{
    chunk ^= kOnes * static_cast<std::uint8_t>(wanted);
    return (chunk - kOnes) & ~chunk & kHighBits;
}

// The high bit of each byte that is no ASCII letter.
inline std::uint64_t mark_no_letter(std::uint64_t chunk)
{
    const std::uint64_t lower = (chunk | kOnes * 0x20) & ~kHighBits;
    const std::uint64_t from_a = lower + kOnes * (0x80 - 'a');
    const std::uint64_t beyond_z = lower + kOnes * (0x7F - 'z');
    return (~from_a | beyond_z | chunk) & kHighBits;
}

// The first of either, or nullptr, for what is near: eight bytes at a time, in line. A call of memchr costs more than
// most element texts are long.
inline const char* find_near(const char* from, const char* end, char wanted, char other)
{
    for (; end - from >= 8; from += 8) {
        const std::uint64_t chunk = load_eight(from);
        const std::uint64_t hit = mark_equal(chunk, wanted) | mark_equal(chunk, other);
        if (hit != 0) return from + std::countr_zero(hit) / 8;
    }
    while (from != end && *from != wanted && *from != other) ++from;
    return from == end ? nullptr : from;
}
inline const char* find_near(const char* from, const char* end, char wanted)
{
    return find_near(from, end, wanted, wanted);
}

// Past the characters of a name; `colon` becomes its first colon, or stays.
inline const char* skip_name(const char* at, const char* end, const char*& colon)
{
    while (true) {
        for (; end - at >= 8; at += 8) {
            const std::uint64_t stop = mark_no_letter(load_eight(at));
            if (stop == 0) continue;
            at += std::countr_zero(stop) / 8;
            break;
        }
        if (at == end || !is_name_part(*at)) return at;
        if (*at == ':' && colon == nullptr) colon = at;
        ++at;
    }
}

inline const char* skip_space(const char* at, const char* end)
{
    while (at != end && is_space(*at)) ++at;
    return at;
}

// XML white space off both ends.
inline std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace bwsync::feed
