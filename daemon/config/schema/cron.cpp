#include "daemon/config/schema/cron.hpp"

#include <array>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <optional>
#include <sstream>
#include <string_view>
#include <vector>

#include "daemon/config/reading/report.hpp"
#include "daemon/config/schema/kinds.hpp"

namespace bwsync::config {

namespace {

struct Field {
    std::string_view name;
    int min;
    int max;
    std::string_view words;  // names of three letters for min, min + 1, ...
};

constexpr std::array<Field, 5> kFields{{{"minute", 0, 59, ""},
                                        {"hour", 0, 23, ""},
                                        {"day of month", 1, 31, ""},
                                        {"month", 1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"},
                                        {"day of week", 0, 7, "sunmontuewedthufrisat"}}};

std::optional<int> number(std::string_view text)
{
    int value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || rest != text.data() + text.size() || text.front() == '-') return std::nullopt;
    return value;
}

std::optional<int> one_value(std::string_view text, const Field& field)
{
    if (text.size() == 3 && !field.words.empty()) {
        std::string lower;
        for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        for (std::size_t at = 0; at < field.words.size(); at += 3)
            if (field.words.substr(at, 3) == lower) return field.min + static_cast<int>(at / 3);
    }
    if (text.empty()) return std::nullopt;
    const auto value = number(text);
    if (!value || *value < field.min || *value > field.max) return std::nullopt;
    return value;
}

// One entry of a field's list: *, a, a-b, each of * and a-b with /step.
template <std::size_t N>
bool take_entry(std::string_view entry, const Field& field, std::bitset<N>& out)
{
    const std::size_t slash = entry.find('/');
    const std::string_view range = entry.substr(0, slash);
    const std::size_t dash = range.find('-');
    std::optional<int> first = field.min;
    std::optional<int> last = field.max;
    if (range != "*") {
        first = one_value(range.substr(0, dash), field);
        last = dash == std::string_view::npos ? first : one_value(range.substr(dash + 1), field);
    }
    std::optional<int> step = 1;
    if (slash != std::string_view::npos) {
        if (range != "*" && dash == std::string_view::npos) return false;
        const std::string_view digits = entry.substr(slash + 1);
        step = digits.empty() ? std::nullopt : number(digits);
    }
    if (!first || !last || !step || *step < 1 || *first > *last) return false;
    for (int value = *first; value <= *last; value += *step) {
        const bool is_second_sunday = N == 7 && value == 7;
        out.set(static_cast<std::size_t>(is_second_sunday ? 0 : value));
        if (*step > field.max) break;
    }
    return true;
}

template <std::size_t N>
bool take_field(std::string_view text, const Field& field, std::bitset<N>& out)
{
    while (true) {
        const std::size_t comma = text.find(',');
        if (!take_entry(text.substr(0, comma), field, out)) return false;
        if (comma == std::string_view::npos) return true;
        text.remove_prefix(comma + 1);
    }
}

// 30 February and 31 April never come, whatever the year.
bool can_happen(const CronSchedule& schedule)
{
    constexpr std::array<std::size_t, 13> kLongest{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (schedule.weekdays_restricted || !schedule.days_restricted) return true;
    for (std::size_t month = 1; month <= 12; ++month)
        for (std::size_t day = 1; schedule.months[month] && day <= kLongest.at(month); ++day)
            if (schedule.days[day]) return true;
    return false;
}

}  // namespace

CronOutcome parse_cron(const std::string& text)
{
    std::vector<std::string> words;
    std::istringstream stream(text);
    for (std::string word; stream >> word;) words.push_back(word);
    CronOutcome out;
    if (words.size() != kFields.size()) {
        out.trouble = std::to_string(words.size()) + " fields instead of 5";
        return out;
    }
    CronSchedule& schedule = out.schedule;
    schedule.text = text;
    const std::array<bool, 5> good{
        take_field(words[0], kFields[0], schedule.minutes), take_field(words[1], kFields[1], schedule.hours),
        take_field(words[2], kFields[2], schedule.days), take_field(words[3], kFields[3], schedule.months),
        take_field(words[4], kFields[4], schedule.weekdays)};
    for (std::size_t i = 0; i < good.size(); ++i) {
        if (good.at(i)) continue;
        out.trouble = in_quotes(words[i]) + " as " + std::string(kFields.at(i).name);
        return out;
    }
    schedule.days_restricted = words[2].front() != '*';
    schedule.weekdays_restricted = words[4].front() != '*';
    if (!can_happen(schedule)) out.trouble = "a date that never comes";
    return out;
}

Kind<CronSchedule> cron()
{
    Kind<CronSchedule> kind;
    kind.type = "cron expression of 5 fields";
    kind.take = [](const Text& text, CronSchedule& out) -> std::optional<Problem> {
        CronOutcome outcome = parse_cron(text.value);
        if (!outcome.trouble.empty()) {
            const std::string remedy = "for example \"0 8 * * 1-5\": at 08:00 from Monday to Friday";
            return Problem{text.literal ? outcome.trouble : text.origin, "", remedy};
        }
        out = outcome.schedule;
        return std::nullopt;
    };
    kind.show = [](const CronSchedule& value) { return "\"" + value.text + "\""; };
    return kind;
}

}  // namespace bwsync::config
