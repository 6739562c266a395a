#include "adapters/broadworks/feed/charset.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace bwsync::feed {

namespace {

bool equal_ignoring_case(std::string_view left, std::string_view right)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
}

struct Label {
    std::string_view name;
    Encoding encoding;
};
constexpr std::array<Label, 14> kLabels = {{{"utf-8", Encoding::kUtf8},
                                            {"utf8", Encoding::kUtf8},
                                            {"us-ascii", Encoding::kUtf8},
                                            {"ascii", Encoding::kUtf8},
                                            {"iso-8859-1", Encoding::kLatin1},
                                            {"iso8859-1", Encoding::kLatin1},
                                            {"iso8859_1", Encoding::kLatin1},
                                            {"iso_8859-1", Encoding::kLatin1},
                                            {"latin1", Encoding::kLatin1},
                                            {"latin-1", Encoding::kLatin1},
                                            {"l1", Encoding::kLatin1},
                                            {"windows-1252", Encoding::kWindows1252},
                                            {"cp1252", Encoding::kWindows1252},
                                            {"cp-1252", Encoding::kWindows1252}}};

// Code points of the bytes 0x80 to 0x9F in windows-1252; the five undefined ones stay control characters.
constexpr std::array<std::uint16_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

bool is_xml_character(std::uint32_t c)
{
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
    return c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

bool append_character(std::string& out, std::uint32_t c)
{
    if (!is_xml_character(c)) return false;
    const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | c >> 6);
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3F));
        put(0x80 | (c >> 6 & 0x3F));
        put(0x80 | (c & 0x3F));
    }
    return true;
}

// Appends one sequence of `raw` from `at`; returns its length, 0 when it is malformed, overlong or out of range.
std::size_t append_sequence(std::string& out, std::string_view raw, std::size_t at)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(raw[i]); };
    const std::uint8_t lead = byte(at);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0 || at + length > raw.size()) return 0;
    std::uint32_t c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return 0;
        c = c << 6 | (byte(at + i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
    return c >= kLeast[length] && append_character(out, c) ? length : 0;
}

bool append_reference(std::string& out, std::string_view name)
{
    if (name == "amp") return append_character(out, '&');
    if (name == "lt") return append_character(out, '<');
    if (name == "gt") return append_character(out, '>');
    if (name == "quot") return append_character(out, '"');
    if (name == "apos") return append_character(out, '\'');
    if (name.size() < 2 || name[0] != '#') return false;
    const bool is_hex = name[1] == 'x';
    const std::string_view digits = name.substr(is_hex ? 2 : 1);
    std::uint32_t c = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), c, is_hex ? 16 : 10);
    return error == std::errc() && end == digits.data() + digits.size() && append_character(out, c);
}

}  // namespace

Encoding encoding_named(std::string_view label)
{
    const auto found = std::find_if(kLabels.begin(), kLabels.end(),
                                    [&](const Label& known) { return equal_ignoring_case(known.name, label); });
    return found == kLabels.end() ? Encoding::kUnknown : found->encoding;
}

bool append_utf8(std::string& out, std::string_view raw, Encoding encoding)
{
    if (encoding == Encoding::kUnknown) return false;
    for (std::size_t at = 0; at < raw.size();) {
        const auto byte = static_cast<std::uint8_t>(raw[at]);
        if (byte >= 0x20 && byte < 0x80) {
            const std::size_t from = at;
            while (at < raw.size() && static_cast<std::uint8_t>(raw[at] - 0x20) < 0x60) ++at;
            out.append(raw, from, at - from);
        } else if (encoding == Encoding::kUtf8) {
            const std::size_t length = append_sequence(out, raw, at);
            if (length == 0) return false;
            at += length;
        } else {
            const bool is_remapped = encoding == Encoding::kWindows1252 && byte >= 0x80 && byte < 0xA0;
            if (!append_character(out, is_remapped ? kWindows1252[byte - 0x80U] : byte)) return false;
            ++at;
        }
    }
    return true;
}

bool append_content(std::string& out, std::string_view raw, Encoding encoding)
{
    // No reference is longer: "&#x10FFFF;", with room for leading zeros.
    constexpr std::size_t kReferenceMax = 16;
    while (true) {
        const auto ampersand = raw.find('&');
        if (!append_utf8(out, raw.substr(0, ampersand), encoding)) return false;
        if (ampersand == std::string_view::npos) return true;
        raw.remove_prefix(ampersand + 1);
        const auto end = raw.substr(0, kReferenceMax).find(';');
        if (end == std::string_view::npos || !append_reference(out, raw.substr(0, end))) return false;
        raw.remove_prefix(end + 1);
    }
}

}  // namespace bwsync::feed
