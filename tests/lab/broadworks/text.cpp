#include "tests/lab/broadworks/text.hpp"

#include <algorithm>
#include <cstdint>

namespace bwsync::lab {
namespace {

constexpr std::uint32_t kBad = 0xFFFFFFFF;

// The code point at position, which it moves behind it; kBad for bytes that are not UTF-8 (one byte is consumed).
std::uint32_t next_code_point(std::string_view text, std::size_t& position)
{
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(position);
    ++position;
    if (lead < 0x80) return lead;
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : -1;
    if (more < 0 || lead > 0xF4 || position + static_cast<std::size_t>(more) > text.size()) return kBad;
    std::uint32_t code = lead & (0x3FU >> more);
    for (int i = 0; i < more; ++i) {
        const unsigned char next = byte(position + static_cast<std::size_t>(i));
        if ((next & 0xC0) != 0x80) return kBad;
        code = (code << 6) | (next & 0x3FU);
    }
    position += static_cast<std::size_t>(more);
    return code;
}

bool is_xml_character(std::uint32_t code)
{
    if (code < 0x20) return code == 0x9 || code == 0xA || code == 0xD;
    return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE && code != 0xFFFF;
}

void append_code_point(std::string& out, std::uint32_t code, std::string_view original, WireEncoding encoding)
{
    if (code == kBad || !is_xml_character(code)) {
        out += '?';
    } else if (encoding == WireEncoding::kUtf8 || code < 0x80) {
        out += original;
    } else if (code >= 0xA0 && code <= 0xFF) {
        out += static_cast<char>(code);
    } else {
        out += "&#" + std::to_string(code) + ";";
    }
}

}  // namespace

void append_escaped(std::string& out, std::string_view utf8, WireEncoding encoding)
{
    for (std::size_t position = 0; position < utf8.size();) {
        const std::size_t start = position;
        const char c = utf8[position];
        if (c == '<' || c == '>' || c == '&' || c == '"' || c == '\r') {
            out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : "&#13;";
            ++position;
        } else if (static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80) {
            out += c;
            ++position;
        } else {
            const std::uint32_t code = next_code_point(utf8, position);
            append_code_point(out, code, utf8.substr(start, position - start), encoding);
        }
    }
}

std::string encode_markup(std::string_view utf8, WireEncoding encoding)
{
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t position = 0; position < utf8.size();) {
        const std::size_t start = position;
        const std::uint32_t code = next_code_point(utf8, position);
        append_code_point(out, code, utf8.substr(start, position - start), encoding);
    }
    return out;
}

std::string_view encoding_name(WireEncoding encoding)
{
    return encoding == WireEncoding::kUtf8 ? "UTF-8" : "ISO-8859-1";
}

std::string latin1_to_utf8(std::string_view latin1)
{
    std::string out;
    out.reserve(latin1.size());
    for (const char c : latin1) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0 | (byte >> 6));
            out += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return out;
}

std::string utf8_to_latin1(std::string_view utf8)
{
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t position = 0; position < utf8.size();) {
        const std::uint32_t code = next_code_point(utf8, position);
        out += code <= 0xFF ? static_cast<char>(code) : '?';
    }
    return out;
}

std::string trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

std::size_t characters(std::string_view utf8)
{
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix)
{
    return text.size() >= prefix.size() && lower(text.substr(0, prefix.size())) == lower(prefix);
}

}  // namespace bwsync::lab
