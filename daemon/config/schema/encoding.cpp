#include "daemon/config/schema/encoding.hpp"

#include <algorithm>

namespace bwsync::config {

namespace {

unsigned byte_at(std::string_view text, std::size_t at)
{
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool is_continuation(unsigned byte)
{
    return (byte & 0xC0U) == 0x80U;
}

// Length of the well-formed UTF-8 character at `at` (RFC 3629, section 4), or 0.
std::size_t character_length(std::string_view text, std::size_t at)
{
    const unsigned first = byte_at(text, at);
    const unsigned second = byte_at(text, at + 1);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4 || !is_continuation(second)) return 0;
    if (first < 0xE0) return 2;
    if (!is_continuation(byte_at(text, at + 2))) return 0;
    if (first < 0xF0) {
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second >= 0xA0;
        return overlong || surrogate ? 0 : 3;
    }
    const bool overlong = first == 0xF0 && second < 0x90;
    const bool too_large = first == 0xF4 && second >= 0x90;
    return overlong || too_large || !is_continuation(byte_at(text, at + 3)) ? 0 : 4;
}

bool is_forbidden_control(unsigned byte)
{
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
}

Place place_of(std::string_view text, std::size_t at)
{
    const std::string_view before = text.substr(0, at);
    const auto line = std::count(before.begin(), before.end(), '\n');
    const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return Lines(text).place(static_cast<int>(line), static_cast<int>(at - start));
}

}  // namespace

std::string_view without_bom(std::string_view text)
{
    constexpr std::string_view kBom = "\xEF\xBB\xBF";
    return text.substr(0, kBom.size()) == kBom ? text.substr(kBom.size()) : text;
}

bool is_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

bool check_encoding(std::string_view text, Report& report)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text, at);
        if (length == 0) {
            report.fault(place_of(text, at), "", {"a byte that is not UTF-8", "UTF-8 text", "save the file as UTF-8"});
            return false;
        }
        if (is_forbidden_control(byte_at(text, at))) {
            report.fault(place_of(text, at), "",
                         {"a control character", "UTF-8 text", "save the file as plain UTF-8 text and remove it"});
            return false;
        }
        at += length;
    }
    return true;
}

bool check_tabs(std::string_view text, Report& report)
{
    bool clean = true;
    int line = 1;
    for (std::size_t start = 0; start < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const std::string_view row = text.substr(start, end - start);
        const std::size_t content = std::min(row.find_first_not_of(" \t\r"), row.size());
        const std::size_t tab = row.find('\t');
        if (content < row.size() && row[content] != '#' && tab < content) {
            report.fault({line, static_cast<int>(tab) + 1}, "",
                         {"a tab in the indentation", "spaces", "YAML is indented with spaces only"});
            clean = false;
        }
        start = end + 1;
    }
    return clean;
}

Lines::Lines(std::string_view text) : text_(text), starts_{0}
{
    for (std::size_t at = 0; at < text.size(); ++at)
        if (text[at] == '\n') starts_.push_back(at + 1);
}

Place Lines::place(int line, int byte_column) const
{
    const std::size_t row = std::min(static_cast<std::size_t>(std::max(line, 0)), starts_.size() - 1);
    const std::size_t bytes = static_cast<std::size_t>(std::max(byte_column, 0));
    const std::string_view before = text_.substr(starts_[row], bytes);
    const auto continued = std::count_if(before.begin(), before.end(),
                                         [](char c) { return is_continuation(static_cast<unsigned char>(c)); });
    return {static_cast<int>(row) + 1, static_cast<int>(bytes) - static_cast<int>(continued) + 1};
}

}  // namespace bwsync::config
