// The few things that every codec here does with a JSON object.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace bwsync {

// Foreign text may hold anything: what is not UTF-8 is replaced. NUL bytes are taken out, since PostgreSQL's jsonb
// refuses them.
inline std::string json_text(const nlohmann::json& value)
{
    std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    for (std::size_t at = text.find("\\u0000"); at != std::string::npos; at = text.find("\\u0000", at)) {
        // An even number of backslashes before it: this one begins an escape of its own.
        std::size_t backslashes = 0;
        while (backslashes < at && text[at - 1 - backslashes] == '\\') ++backslashes;
        if (backslashes % 2 == 0) {
            text.replace(at, 6, "\xEF\xBF\xBD");
        }
        at += 3;
    }
    return text;
}

inline std::string json_string(const nlohmann::json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

inline std::vector<std::string> json_strings(const nlohmann::json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? found->get<std::vector<std::string>>()
                                                      : std::vector<std::string>();
}

}  // namespace bwsync
