#include "tests/lab/webex/model/format.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace bwsync::lab::webex {
namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The number at text[at, at+size) when all of it is digits; -1 otherwise.
int digits_at(std::string_view text, std::size_t at, std::size_t size)
{
    if (at + size > text.size() || !all_digits(text.substr(at, size))) return -1;
    int value = 0;
    for (const char c : text.substr(at, size)) value = value * 10 + (c - '0');
    return value;
}

// What follows the seconds: fraction and offset. nullopt when damaged; else milliseconds to add.
std::optional<std::int64_t> parse_time_tail(std::string_view tail)
{
    std::int64_t ms = 0;
    if (!tail.empty() && tail.front() == '.') {
        const auto end = std::min(tail.find_first_not_of("0123456789", 1), tail.size());
        if (end < 2 || end > 10) return std::nullopt;
        std::string thousandths(tail.substr(1, std::min<std::size_t>(end - 1, 3)));
        thousandths.resize(3, '0');
        ms = std::stoi(thousandths);
        tail = tail.substr(end);
    }
    if (tail == "Z") return ms;
    if (tail.size() != 6 && tail.size() != 5) return std::nullopt;
    const bool colon = tail.size() == 6;
    if ((tail[0] != '+' && tail[0] != '-') || (colon && tail[3] != ':')) return std::nullopt;
    const int hours = digits_at(tail, 1, 2);
    const int minutes = digits_at(tail, colon ? 4 : 3, 2);
    if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return std::nullopt;
    const std::int64_t offset_ms = (hours * 60 + minutes) * 60'000LL;
    return tail[0] == '+' ? ms - offset_ms : ms + offset_ms;
}

}  // namespace

std::string Dice::uuid()
{
    char text[37];
    const std::uint64_t high = engine_();
    const std::uint64_t low = engine_();
    std::snprintf(text, sizeof text, "%08x-%04x-4%03x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                  static_cast<unsigned>(high >> 16) & 0xffffU, static_cast<unsigned>(high) & 0xfffU,
                  (static_cast<unsigned>(low >> 48) & 0x3fffU) | 0x8000U,
                  static_cast<unsigned long long>(low & 0xffffffffffffULL));
    return text;
}

std::string Dice::token_text(std::size_t size)
{
    std::string text(size, ' ');
    for (char& c : text) c = kStandard[engine_() % 62];
    return text;
}

std::string base64_encode(std::string_view bytes, bool url_safe_without_padding)
{
    const std::string_view alphabet = url_safe_without_padding ? kUrlSafe : kStandard;
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t block = 0;
        const std::size_t taken = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k) {
            block = block << 8 | (k < taken ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k <= taken; ++k) out += alphabet[block >> (18 - 6 * k) & 63];
        if (!url_safe_without_padding) out.append(3 - taken, '=');
    }
    return out;
}

std::optional<std::string> base64_decode(std::string_view text)
{
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto value = kStandard.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out += static_cast<char>(bits >> count & 0xff);
    }
    return out;
}

std::string public_id(std::string_view type, std::string_view uuid)
{
    return base64_encode("ciscospark://us/" + std::string(type) + "/" + std::string(uuid), true);
}

std::string format_time(std::int64_t epoch_ms, int digits, bool offset)
{
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds(epoch_ms)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss<milliseconds> clock(time - day);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    std::string out = text;
    if (digits > 0) {
        char fraction[16];
        std::snprintf(fraction, sizeof fraction, "%03d000000", static_cast<int>(clock.subseconds().count()));
        out += "." + std::string(fraction, static_cast<std::size_t>(digits));
    }
    return out + (offset ? "+00:00" : "Z");
}

std::optional<std::int64_t> parse_time(std::string_view text)
{
    if (all_digits(text)) return parse_count(text);
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
        return std::nullopt;
    }
    const int year = digits_at(text, 0, 4);
    const int month = digits_at(text, 5, 2);
    const int day = digits_at(text, 8, 2);
    const int hour = digits_at(text, 11, 2);
    const int minute = digits_at(text, 14, 2);
    const int second = digits_at(text, 17, 2);
    if (year < 0 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 60) {
        return std::nullopt;
    }
    using namespace std::chrono;
    const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    const auto tail = parse_time_tail(text.substr(19));
    if (!tail) return std::nullopt;
    const auto since = sys_days(date).time_since_epoch() + hours(hour) + minutes(minute) + seconds(second);
    return duration_cast<milliseconds>(since).count() + *tail;
}

std::optional<std::int64_t> parse_count(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

std::string lower_ascii(std::string_view text)
{
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return out;
}

bool is_email(std::string_view text)
{
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos &&
           text.find_first_of(" \t\r\n,;") == std::string_view::npos;
}

bool is_phone_number(std::string_view text)
{
    return text.find_first_not_of("0123456789+-(). ") == std::string_view::npos &&
           text.find_first_of("0123456789") != std::string_view::npos && text.find('+', 1) == std::string_view::npos;
}

bool is_extension(std::string_view text)
{
    return text.size() <= 20 && all_digits(text);
}

bool is_time_zone(std::string_view text)
{
    const bool named = text == "UTC" || text == "GMT" || text.find('/') != std::string_view::npos;
    const auto allowed = [](char c) {
        return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
    };
    return named && is_letter(text.front()) && text.back() != '/' && std::all_of(text.begin(), text.end(), allowed);
}

bool is_language(std::string_view text)
{
    const auto between = [](char c, char low, char high) { return c >= low && c <= high; };
    if (text.size() != 2 && text.size() != 5) return false;
    if (!between(text[0], 'a', 'z') || !between(text[1], 'a', 'z')) return false;
    return text.size() == 2 || (text[2] == '_' && between(text[3], 'A', 'Z') && between(text[4], 'A', 'Z'));
}

bool is_package(std::string_view text)
{
    return text == "softphone" || text == "basic" || text == "standard" || text == "premium";
}

}  // namespace bwsync::lab::webex
