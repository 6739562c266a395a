#include "adapters/broadworks/ocip/text.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace bwsync::ocip {

namespace {

constexpr std::string_view kSpace = " \t\r\n";

unsigned char byte_at(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]);
}

// Reads one character and moves `at` behind it; nullopt when the bytes are not UTF-8 (RFC 3629).
std::optional<std::uint32_t> next_character(std::string_view text, std::size_t& at)
{
    const unsigned char lead = byte_at(text, at++);
    if (lead < 0x80) return lead;
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4) return std::nullopt;
    std::uint32_t value = lead & (0x3FU >> more);
    for (int i = 0; i < more; ++i) {
        if (at >= text.size() || (byte_at(text, at) & 0xC0) != 0x80) return std::nullopt;
        value = value << 6 | (byte_at(text, at++) & 0x3FU);
    }
    const bool is_overlong = (more == 2 && value < 0x800) || (more == 3 && value < 0x10000);
    const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (is_overlong || is_surrogate || value > 0x10FFFF) return std::nullopt;
    return value;
}

std::string_view entity_of(char c)
{
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&apos;";
        default:
            return {};
    }
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_utf8(std::string_view bytes)
{
    for (std::size_t at = 0; at < bytes.size();) {
        if (!next_character(bytes, at)) return false;
    }
    return true;
}

std::string utf8_from_latin1(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 16);
    for (const char c : bytes) {
        const auto value = static_cast<unsigned char>(c);
        if (value < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0 | value >> 6);
            out += static_cast<char>(0x80 | (value & 0x3F));
        }
    }
    return out;
}

void append_escaped(std::string& out, std::string_view utf8)
{
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint32_t c = next_character(utf8, at).value_or('?');
        if (c < 0x80) {
            const std::string_view entity = entity_of(static_cast<char>(c));
            if (entity.empty()) out += static_cast<char>(c);
            out += entity;
        } else if (c >= 0xA0 && c <= 0xFF) {
            out += static_cast<char>(static_cast<unsigned char>(c));
        } else {
            out += "&#" + std::to_string(c) + ";";
        }
    }
}

bool is_sendable(std::string_view text)
{
    const bool has_control =
        std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    return !has_control && !trim(text).empty() && is_utf8(text);
}

std::string squeeze(std::string_view text)
{
    std::string out;
    bool is_pending = false;
    for (const char c : text) {
        if (kSpace.find(c) != std::string_view::npos) {
            is_pending = !out.empty();
            continue;
        }
        if (is_pending) out += ' ';
        is_pending = false;
        out += c;
    }
    return out;
}

std::string_view trim(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string lower_ascii(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool equal_without_case(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view local_name(std::string_view name)
{
    return name.substr(name.find(':') + 1);  // npos + 1 is 0
}

std::string shorten(std::string_view utf8, std::size_t bytes)
{
    if (utf8.size() <= bytes) return std::string(utf8);
    while (bytes > 0 && (byte_at(utf8, bytes) & 0xC0) == 0x80) --bytes;
    return std::string(utf8.substr(0, bytes)) + "...";
}

}  // namespace bwsync::ocip
