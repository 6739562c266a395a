// Fields of a JSON object whose types can't be relied on.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace bwsync {

// Null when the text is not JSON. Never throws.
inline nlohmann::json parse_json(const std::string& text)
{
    nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
    return value.is_discarded() ? nlohmann::json() : value;
}

// The member, or null.
inline const nlohmann::json& member(const nlohmann::json& object, const char* name)
{
    static const nlohmann::json null;
    if (!object.is_object()) return null;
    const auto found = object.find(name);
    return found == object.end() ? null : *found;
}

// A string as it is, a number or boolean as it is written, anything else empty.
std::string text_field(const nlohmann::json& object, const char* name);

// A whole number or a string of digits.
std::optional<long long> number_field(const nlohmann::json& object, const char* name);

}  // namespace bwsync
