#include "storage/engine/parameters.hpp"

#include <cstddef>

namespace bwsync {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Length of the well-formed UTF-8 sequence at `at` (RFC 3629, section 4), 0 when there is none.
std::size_t sequence_length(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t offset) -> unsigned {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
    };
    const auto continues = [&](std::size_t offset) { return (byte(offset) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    const unsigned second = byte(1);
    if (first < 0x80) return first == 0 ? 0 : 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool is_overlong = first == 0xE0 && second < 0xA0;
        const bool is_surrogate = first == 0xED && second > 0x9F;
        return continues(1) && continues(2) && !is_overlong && !is_surrogate ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool is_overlong = first == 0xF0 && second < 0x90;
        const bool is_beyond = first == 0xF4 && second > 0x8F;
        return continues(1) && continues(2) && continues(3) && !is_overlong && !is_beyond ? 4 : 0;
    }
    return 0;
}

bool is_plain(std::string_view text)
{
    for (const char c : text) {
        if (c <= 0) return false;
    }
    return true;
}

}  // namespace

std::string storable_text(std::string_view text)
{
    if (is_plain(text)) return std::string(text);
    std::string result;
    result.reserve(text.size() + 8);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence_length(text, at);
        result += length > 0 ? text.substr(at, length) : kReplacement;
        at += length > 0 ? length : 1;
    }
    return result;
}

void Array::separate()
{
    if (literal_.size() > 1) literal_ += ',';
}

Array& Array::text(std::string_view value)
{
    separate();
    literal_ += '"';
    const bool needs_cleaning = !is_plain(value);
    const std::string cleaned = needs_cleaning ? storable_text(value) : std::string();
    for (const char c : needs_cleaning ? std::string_view(cleaned) : value) {
        if (c == '"' || c == '\\') literal_ += '\\';
        literal_ += c;
    }
    literal_ += '"';
    return *this;
}

Array& Array::number_text(std::string_view value)
{
    separate();
    literal_ += value;
    return *this;
}

Array& Array::number(std::int64_t value)
{
    return number_text(std::to_string(value));
}

Array& Array::instant(std::optional<Instant> value)
{
    return value ? number(value->time_since_epoch().count()) : null();
}

Parameters& Parameters::text(std::string_view value)
{
    values_.emplace_back(storable_text(value));
    return *this;
}

Parameters& Parameters::number(std::int64_t value)
{
    values_.emplace_back(std::to_string(value));
    return *this;
}

Parameters& Parameters::flag(bool value)
{
    values_.emplace_back(value ? "t" : "f");
    return *this;
}

Parameters& Parameters::fraction(double value)
{
    values_.emplace_back(std::to_string(value));
    return *this;
}

Parameters& Parameters::instant(std::optional<Instant> value)
{
    return value ? number(value->time_since_epoch().count()) : null();
}

Parameters& Parameters::array(const Array& value)
{
    values_.emplace_back(value.finished());
    return *this;
}

Parameters& Parameters::array(const std::vector<std::string>& values)
{
    Array literal;
    for (const std::string& value : values) literal.text(value);
    return array(literal);
}

Parameters& Parameters::array(const std::vector<std::int64_t>& values)
{
    Array literal;
    for (const std::int64_t value : values) literal.number(value);
    return array(literal);
}

Parameters& Parameters::bytes(std::string_view value)
{
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex = "\\x";
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        hex += kDigits[byte >> 4U];
        hex += kDigits[byte & 0x0FU];
    }
    values_.emplace_back(std::move(hex));
    return *this;
}

Parameters& Parameters::null()
{
    values_.emplace_back(std::nullopt);
    return *this;
}

}  // namespace bwsync
