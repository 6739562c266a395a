#include "daemon/admin/http/http_target.hpp"

#include <array>
#include <cstdint>

namespace bwsync {
namespace {

int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_clean(std::string_view text)
{
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') return false;
    }
    return is_valid_utf8(text);
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            result += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            result += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    if (!is_clean(result)) return std::nullopt;
    return result;
}

bool parse_path(std::string_view text, HttpTarget& target)
{
    while (!text.empty()) {
        text.remove_prefix(1);  // the slash
        const std::size_t end = text.find('/');
        std::optional<std::string> segment = decoded(text.substr(0, end), false);
        if (!segment) return false;
        target.path.push_back(std::move(*segment));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end);
    }
    if (target.path.size() == 1 && target.path.front().empty()) target.path.clear();
    return true;
}

bool parse_query(std::string_view text, HttpTarget& target)
{
    while (!text.empty()) {
        const std::size_t end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (pair.empty()) continue;
        const std::size_t equals = pair.find('=');
        const std::string_view value = equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);
        std::optional<std::string> name = decoded(pair.substr(0, equals), true);
        std::optional<std::string> decoded_value = decoded(value, true);
        if (!name || !decoded_value) return false;
        target.query.emplace(std::move(*name), std::move(*decoded_value));
    }
    return true;
}

// Length of the UTF-8 sequence that the byte begins, and the lowest code point that needs that length.
struct Sequence {
    std::size_t length = 0;
    std::uint32_t bits = 0;
    std::uint32_t lowest = 0;
};

Sequence sequence_of(unsigned char first)
{
    if (first < 0x80) return {1, first, 0};
    if (first >= 0xc2 && first < 0xe0) return {2, first & 0x1fU, 0x80};
    if (first >= 0xe0 && first < 0xf0) return {3, first & 0x0fU, 0x800};
    if (first >= 0xf0 && first < 0xf5) return {4, first & 0x07U, 0x10000};
    return {};
}

}  // namespace

bool is_valid_utf8(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size()) {
        const Sequence sequence = sequence_of(static_cast<unsigned char>(text[at]));
        if (sequence.length == 0 || at + sequence.length > text.size()) return false;
        std::uint32_t point = sequence.bits;
        for (std::size_t i = 1; i < sequence.length; ++i) {
            const auto next = static_cast<unsigned char>(text[at + i]);
            if ((next & 0xc0U) != 0x80U) return false;
            point = (point << 6U) | (next & 0x3fU);
        }
        if (point < sequence.lowest || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return false;
        at += sequence.length;
    }
    return true;
}

std::optional<HttpTarget> parse_target(std::string_view text)
{
    if (text.empty() || text.front() != '/') return std::nullopt;
    HttpTarget target;
    const std::size_t question = text.find('?');
    if (!parse_path(text.substr(0, question), target)) return std::nullopt;
    if (question != std::string_view::npos && !parse_query(text.substr(question + 1), target)) return std::nullopt;
    return target;
}

std::string path_segment(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    constexpr std::string_view kUnreserved = "-._~";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (is_word || kUnreserved.find(c) != std::string_view::npos) {
            result += c;
        } else {
            result += '%';
            result += kHex[byte >> 4U];
            result += kHex[byte & 0x0fU];
        }
    }
    return result;
}

}  // namespace bwsync
