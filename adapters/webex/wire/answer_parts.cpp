#include "adapters/webex/wire/answer_parts.hpp"

#include <algorithm>
#include <cctype>
#include <limits>

#include "adapters/webex/wire/text.hpp"

namespace bwsync {

using nlohmann::json;

int code_field(const json& object, const char* name)
{
    const auto number = number_field(object, name);
    const bool fits = number && *number > 0 && *number <= std::numeric_limits<int>::max();
    return fits ? static_cast<int>(*number) : 0;
}

int code_of(const json& error)
{
    const int code = code_field(error, "errorCode");
    return code != 0 ? code : code_field(error, "code");
}

std::string description_of(const json& error)
{
    if (error.is_string()) return error.get<std::string>();
    const std::string description = text_field(error, "description");
    return description.empty() ? text_field(error, "message") : description;
}

std::vector<json> each_of(const json& value)
{
    if (value.is_array()) return std::vector<json>(value.begin(), value.end());
    if (value.is_object() || value.is_string()) return std::vector<json>(1, value);
    return {};
}

std::optional<bool> flag_of(const json& object, const char* name)
{
    std::string text = text_field(object, name);
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    return std::nullopt;
}

Instant time_of(const json& object, const char* name)
{
    const json& value = member(object, name);
    if (value.is_number_integer()) return Instant(Millis(value.get<long long>()));
    if (!value.is_string()) return {};
    return parse_timestamp(value.get_ref<const std::string&>()).value_or(Instant());
}

std::vector<WebexError> errors_of(const json& object)
{
    std::vector<WebexError> errors;
    for (const json& entry : each_of(member(object, "errors"))) {
        WebexError error;
        error.code = code_of(entry);
        error.description = clean_text(description_of(entry));
        if (error.code != 0 || !error.description.empty()) errors.push_back(std::move(error));
    }
    return errors;
}

}  // namespace bwsync
