// Durations, sizes, numbers and booleans.
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

#include "daemon/config/schema/kinds.hpp"

namespace bwsync::config {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t factor;
};

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kHour = 3600 * kSecond;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::array<Unit, 5> kTimeUnits{{{"ms", 1}, {"s", kSecond}, {"m", 60 * kSecond}, {"h", kHour}, {"d", kDay}}};
constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;
constexpr std::array<Unit, 4> kSizeUnits{{{"B", 1}, {"KiB", kKiB}, {"MiB", kMiB}, {"GiB", 1024 * kMiB}}};

// Digits and a unit, nothing between; nothing when it is not so or too large to hold.
template <std::size_t N>
std::optional<std::int64_t> with_unit(const std::string& text, const std::array<Unit, N>& units)
{
    std::int64_t count = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc() || count < 0) return std::nullopt;
    const std::string_view name(rest, static_cast<std::size_t>(end - rest));
    for (const Unit& unit : units) {
        if (unit.name != name) continue;
        if (count > std::numeric_limits<std::int64_t>::max() / unit.factor) return std::nullopt;
        return count * unit.factor;
    }
    return std::nullopt;
}

// In the largest unit that leaves no rest; days only from a week on, for 24h and 72h read better than 1d and 3d.
template <std::size_t N>
std::string in_units(std::int64_t value, const std::array<Unit, N>& units)
{
    for (auto unit = units.rbegin(); unit != units.rend(); ++unit) {
        const bool is_few_days = unit->name == "d" && value < 7 * kDay;
        if (value >= unit->factor && value % unit->factor == 0 && !is_few_days)
            return std::to_string(value / unit->factor) + std::string(unit->name);
    }
    return std::to_string(value) + std::string(units.front().name);
}

// A number in quotes is a text in YAML. From a file or the environment everything comes as text.
std::optional<Problem> quotes_problem(const Text& text)
{
    if (!text.literal || !text.quoted) return std::nullopt;
    return Problem{"the text " + in_quotes(text.value), "", "remove the quotes"};
}

template <class T>
std::optional<T> whole(const std::string& text)
{
    T value{};
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || rest != end) return std::nullopt;
    const std::size_t digits = text.find_first_not_of('-');
    const bool leading_zero = std::is_integral_v<T> && text.size() > digits + 1 && text[digits] == '0';
    if (leading_zero) return std::nullopt;  // octal to some, decimal to others
    return value;
}

std::string shortest(double value)
{
    std::array<char, 32> buffer{};
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string();
}

Kind<double> number(std::string type, double min, double max, bool min_is_allowed)
{
    Kind<double> kind;
    kind.type = std::move(type);
    kind.take = [=](const Text& text, double& out) -> std::optional<Problem> {
        if (auto problem = quotes_problem(text)) return problem;
        const auto value = whole<double>(text.value);
        if (!value || !std::isfinite(*value) || *value > max) return Problem{};
        if (*value < min || (*value == min && !min_is_allowed)) return Problem{};
        out = *value;
        return std::nullopt;
    };
    kind.show = shortest;
    return kind;
}

}  // namespace

Kind<Milliseconds> duration()
{
    Kind<Milliseconds> kind;
    kind.type = "duration";
    kind.take = [](const Text& text, Milliseconds& out) -> std::optional<Problem> {
        const auto value = with_unit(text.value, kTimeUnits);
        if (!value || *value == 0)
            return Problem{"", "a duration above zero", "write digits and ms, s, m, h or d, for example 30s"};
        out = Milliseconds(*value);
        return std::nullopt;
    };
    kind.show = [](const Milliseconds& value) { return in_units(value.count(), kTimeUnits); };
    return kind;
}

Kind<std::size_t> size(std::size_t min, std::size_t max)
{
    const auto show = [](const std::size_t& value) { return in_units(static_cast<std::int64_t>(value), kSizeUnits); };
    Kind<std::size_t> kind;
    kind.type = "size from " + show(min) + " to " + show(max);
    kind.take = [=](const Text& text, std::size_t& out) -> std::optional<Problem> {
        const auto value = with_unit(text.value, kSizeUnits);
        if (!value || static_cast<std::size_t>(*value) < min || static_cast<std::size_t>(*value) > max)
            return Problem{"", "", "write digits and B, KiB, MiB or GiB, for example 16MiB"};
        out = static_cast<std::size_t>(*value);
        return std::nullopt;
    };
    kind.show = show;
    return kind;
}

Kind<int> integer(int min, int max)
{
    Kind<int> kind;
    const std::string range = "integer from " + std::to_string(min) + " to " + std::to_string(max);
    kind.type = min == max ? std::to_string(min) : range;
    kind.take = [=](const Text& text, int& out) -> std::optional<Problem> {
        if (auto problem = quotes_problem(text)) return problem;
        const auto value = whole<int>(text.value);
        if (!value || *value < min || *value > max) return Problem{};
        out = *value;
        return std::nullopt;
    };
    kind.show = [](const int& value) { return std::to_string(value); };
    return kind;
}

Kind<double> number_above_zero(double max)
{
    return number("number above 0, at most " + shortest(max), 0, max, false);
}

Kind<double> fraction()
{
    return number("number from 0 to 1", 0, 1, true);
}

Kind<bool> boolean()
{
    Kind<bool> kind;
    kind.type = "true | false";
    kind.take = [](const Text& text, bool& out) -> std::optional<Problem> {
        if (auto problem = quotes_problem(text)) return problem;
        if (text.value != "true" && text.value != "false") return Problem{};
        out = text.value == "true";
        return std::nullopt;
    };
    kind.show = [](const bool& value) { return std::string(value ? "true" : "false"); };
    return kind;
}

Kind<std::uint16_t> port()
{
    Kind<std::uint16_t> kind;
    const Kind<int> number = integer(1, 65535);
    kind.type = "port from 1 to 65535";
    kind.take = [number](const Text& text, std::uint16_t& out) -> std::optional<Problem> {
        int value = 0;
        if (auto problem = number.take(text, value)) return problem;
        out = static_cast<std::uint16_t>(value);
        return std::nullopt;
    };
    kind.show = [](const std::uint16_t& value) { return std::to_string(value); };
    return kind;
}

}  // namespace bwsync::config
