#include "adapters/telemetry/log_line.hpp"

#include <array>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

#include "adapters/telemetry/mask.hpp"

namespace bwsync {
namespace {

// Keeps the order in which the fields were given, so that a person can read the line.
using Object = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kPersonal = {"user", "email", "number"};

bool is_personal(std::string_view key)
{
    for (const std::string_view name : kPersonal) {
        if (key == name) return true;
    }
    return false;
}

// Number fields are made by Field(std::int64_t): digits, with a sign.
Object number(const std::string& value)
{
    return Object(static_cast<std::int64_t>(std::strtoll(value.c_str(), nullptr, 10)));
}

std::string shown_value(const Field& field)
{
    if (names_a_secret(field.key)) return "***";
    if (field.value.size() <= kValueMax) return masked(field.value);
    return masked(std::string_view(field.value).substr(0, kValueMax)) + "...";
}

// The members of the line in their order. A field that repeats a fixed name gets an underscore before it.
Object members(const LogLine& line)
{
    Object object = Object::object();
    object["time"] = rfc3339(line.time);
    object["level"] = std::string(name_of(line.level));
    object["event"] = std::string(line.event);
    if (!line.instance.empty()) object["instance"] = std::string(line.instance);
    const std::size_t fixed = object.size();
    for (const Field& field : line.fields) {
        if (is_personal(field.key) && line.level != LogLevel::kDebug) continue;
        std::string key(field.key);
        if (object.contains(key) &&
            (object.size() == fixed || key == "time" || key == "level" || key == "event" || key == "instance")) {
            key.insert(0, 1, '_');
        }
        object[key] = field.is_number && !names_a_secret(field.key) ? number(field.value) : Object(shown_value(field));
    }
    return object;
}

std::string dump(const Object& value)
{
    // Foreign text may hold anything: bytes that are not UTF-8 become U+FFFD.
    return value.dump(-1, ' ', false, Object::error_handler_t::replace);
}

bool is_plain(const std::string& text)
{
    if (text.empty()) return false;
    for (const char c : text) {
        if (c <= ' ' || c == '"' || c == '=' || c == '\\' || static_cast<unsigned char>(c) >= 0x7f) return false;
    }
    return true;
}

}  // namespace

std::string_view name_of(LogLevel level)
{
    switch (level) {
        case LogLevel::kDebug:
            return "debug";
        case LogLevel::kInfo:
            return "info";
        case LogLevel::kWarning:
            return "warning";
        case LogLevel::kError:
            break;
    }
    return "error";
}

std::string rfc3339(Instant time)
{
    const auto since_epoch = time.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
    const auto whole = static_cast<std::time_t>(seconds.count());
    std::tm parts{};
    gmtime_r(&whole, &parts);
    std::array<char, 64> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::snprintf(text.data() + length, text.size() - length, ".%03dZ",
                  static_cast<int>((since_epoch - seconds).count()));
    return text.data();
}

std::string json_line(const LogLine& line)
{
    return dump(members(line));
}

std::string text_line(const LogLine& line)
{
    const Object object = members(line);
    std::string text = object["time"].get<std::string>() + ' ' + object["level"].get<std::string>() + ' ' +
                       object["event"].get<std::string>();
    for (const auto& [key, value] : object.items()) {
        if (key == "time" || key == "level" || key == "event") continue;
        const bool is_bare = value.is_string() && is_plain(value.get_ref<const std::string&>());
        text += ' ' + key + '=' + (is_bare ? value.get<std::string>() : dump(value));
    }
    return text;
}

}  // namespace bwsync
