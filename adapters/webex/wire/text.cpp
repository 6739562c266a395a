#include "adapters/webex/wire/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace bwsync {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Millis kDefaultPause{5'000};
constexpr Millis kShortestPause{1'000};
constexpr Millis kLongestPause{300'000};
constexpr std::size_t kTextMax = 300;
constexpr std::size_t kOpaqueWord = 32;  // longer ones are ids or tokens

// Reads from the front of a text; everything fails once something did.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    int number(std::size_t digits)
    {
        if (rest_.size() < digits) return fail();
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (std::isdigit(static_cast<unsigned char>(rest_[i])) == 0) return fail();
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }
    void expect(std::string_view any_of)
    {
        if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) {
            fail();
        } else {
            rest_.remove_prefix(1);
        }
    }
    bool accept(char c)
    {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect_text(std::string_view text)
    {
        if (rest_.starts_with(text)) {
            rest_.remove_prefix(text.size());
        } else {
            fail();
        }
    }
    std::string_view letters()
    {
        const auto end = std::find_if(rest_.begin(), rest_.end(), [](unsigned char c) { return std::isalpha(c) == 0; });
        const std::string_view word = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        rest_.remove_prefix(word.size());
        return word;
    }
    int fail()
    {
        is_good_ = false;
        return 0;
    }
    [[nodiscard]] bool is_good() const { return is_good_; }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }
    [[nodiscard]] bool sees_digit() const
    {
        return !rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front())) != 0;
    }

private:
    std::string_view rest_;
    bool is_good_ = true;
};

std::optional<Instant> instant_of(int year, int month, int day, Millis time_of_day)
{
    const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok()) return std::nullopt;
    return Instant(std::chrono::time_point_cast<Millis>(std::chrono::sys_days(date)) + time_of_day);
}

std::optional<Millis> time_of_day(Reader& in)
{
    const int hour = in.number(2);
    in.expect(":");
    const int minute = in.number(2);
    in.expect(":");
    const int second = in.number(2);
    if (!in.is_good() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    return Millis(hours(hour) + minutes(minute) + seconds(second));
}

Millis fraction(Reader& in)
{
    int value = 0;
    int digits = 0;
    for (; in.sees_digit(); ++digits) {
        const int digit = in.number(1);
        if (digits < 3) value = value * 10 + digit;
    }
    if (digits == 0 || digits > 9) in.fail();
    for (; digits < 3; ++digits) value *= 10;
    return Millis(value);
}

// Behind the time: Z, +HH:MM, +HHMM, +HH or nothing.
minutes offset(Reader& in)
{
    if (in.is_at_end() || in.accept('Z') || in.accept('z')) return minutes(0);
    const bool is_minus = in.accept('-');
    if (!is_minus) in.expect("+");
    const int hour = in.number(2);
    in.accept(':');
    const int minute = in.is_at_end() ? 0 : in.number(2);
    if (hour > 23 || minute > 59) in.fail();
    const minutes total = hours(hour) + minutes(minute);
    return is_minus ? -total : total;
}

int month_of(std::string_view name)
{
    constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto* found = std::find(kMonths.begin(), kMonths.end(), name);
    return found == kMonths.end() ? 0 : static_cast<int>(found - kMonths.begin()) + 1;
}

// "Sun Nov  6 08:49:37 1994", behind the weekday.
std::optional<Instant> asctime_date(Reader& in)
{
    in.expect(" ");
    const int month = month_of(in.letters());
    in.expect(" ");
    const int day = in.accept(' ') ? in.number(1) : in.number(2);
    in.expect(" ");
    const auto time = time_of_day(in);
    in.expect(" ");
    const int year = in.number(4);
    if (!time || !in.is_good() || !in.is_at_end() || month == 0) return std::nullopt;
    return instant_of(year, month, day, *time);
}

bool is_opaque(unsigned char c)
{
    return std::isalnum(c) != 0 || std::string_view("-_.~+/=%:").find(static_cast<char>(c)) != std::string_view::npos;
}

bool is_number(std::string_view word)
{
    if (!word.starts_with('+')) return false;
    return std::count_if(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; }) >= 7;
}

// What a word is replaced by; empty: it may stay.
std::string_view replacement(std::string_view word)
{
    if (word.find("://") != std::string_view::npos) return "<address>";
    const auto at = word.find('@');
    if (at != std::string_view::npos && at > 0 && at + 1 < word.size()) return "<e-mail>";
    if (is_number(word)) return "<number>";
    std::size_t run = 0;
    for (const char c : word) {
        run = is_opaque(static_cast<unsigned char>(c)) ? run + 1 : 0;
        if (run > kOpaqueWord) return "<id>";
    }
    return "";
}

}  // namespace

std::optional<Instant> parse_timestamp(std::string_view text)
{
    Reader in(text);
    const int year = in.number(4);
    in.expect("-");
    const int month = in.number(2);
    in.expect("-");
    const int day = in.number(2);
    in.expect("Tt ");
    const auto time = time_of_day(in);
    if (!time) return std::nullopt;
    const Millis part = in.accept('.') || in.accept(',') ? fraction(in) : Millis(0);
    const minutes zone = offset(in);
    if (!in.is_good() || !in.is_at_end()) return std::nullopt;
    return instant_of(year, month, day, *time + part - zone);
}

std::optional<Instant> parse_http_date(std::string_view text)
{
    Reader in(text);
    if (in.letters().empty()) return std::nullopt;
    if (!in.accept(',')) return asctime_date(in);
    in.expect(" ");
    const int day = in.number(2);
    in.expect(" -");
    const int month = month_of(in.letters());
    in.expect(" -");
    int year = in.number(2);
    // RFC 850 has two digits; 70 to 99 belong to the last century.
    if (in.sees_digit()) {
        year = year * 100 + in.number(2);
    } else {
        year += year < 70 ? 2000 : 1900;
    }
    in.expect(" ");
    const auto time = time_of_day(in);
    in.expect_text(" GMT");
    if (!time || !in.is_good() || !in.is_at_end() || month == 0) return std::nullopt;
    return instant_of(year, month, day, *time);
}

Millis retry_after(std::optional<std::string_view> header, Instant now)
{
    if (!header) return kDefaultPause;
    std::string_view text = *header;
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    if (text.empty()) return kDefaultPause;
    if (text.find_first_not_of("0123456789.") == std::string_view::npos) {
        if (text.size() > 9) return kLongestPause;
        double value = 0;
        const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (bad != std::errc() || end != text.data() + text.size()) return kDefaultPause;
        const Millis wait(static_cast<Millis::rep>(std::ceil(std::min(value, 1e6) * 1000)));
        return std::clamp(wait, kShortestPause, kLongestPause);
    }
    const auto date = parse_http_date(text);
    if (!date) return kDefaultPause;
    return std::clamp<Millis>(*date - now, kShortestPause, kLongestPause);
}

std::string clean_text(std::string_view text)
{
    constexpr std::string_view kBreaks = " \t\r\n,;()<>\"'";
    std::string out;
    std::string word;
    bool is_token = false;  // the word before was "Bearer"
    const auto flush = [&] {
        if (word.empty()) return;
        const std::string_view other = is_token ? "<token>" : replacement(word);
        out += other.empty() ? std::string_view(word) : other;
        is_token = word == "Bearer";
        word.clear();
    };
    for (const char c : text.substr(0, 16 * kTextMax)) {
        if (kBreaks.find(c) == std::string_view::npos) {
            if (static_cast<unsigned char>(c) >= ' ' && c != 0x7f) word += c;
            continue;
        }
        flush();
        const bool is_space = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (!is_space) out += c;
        if (is_space && !out.empty() && out.back() != ' ') out += ' ';
    }
    flush();
    if (out.size() <= kTextMax) return out;
    std::size_t end = kTextMax;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;  // not inside a UTF-8 sequence
    return out.substr(0, end) + "...";
}

std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char raw : text) {
        const auto c = static_cast<unsigned char>(raw);
        const bool is_plain = c < 0x80 && (std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~');
        if (is_plain) {
            out += raw;
        } else {
            out += '%';
            out += kHex[c >> 4];
            out += kHex[c & 15];
        }
    }
    return out;
}

}  // namespace bwsync
