// What the answers of all Webex families have in common, read tolerantly. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/webex/wire/json_fields.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

// A positive whole number; 0: none.
int code_field(const nlohmann::json& object, const char* name);
// Of an error object. Billing reports say code where everything else says errorCode.
int code_of(const nlohmann::json& error);
std::string description_of(const nlohmann::json& error);
// The member "errors".
std::vector<WebexError> errors_of(const nlohmann::json& object);

// The members of something that may be an array, one object, or missing.
std::vector<nlohmann::json> each_of(const nlohmann::json& value);

// A boolean, or the text of one.
std::optional<bool> flag_of(const nlohmann::json& object, const char* name);
// Epoch milliseconds or a timestamp; the epoch: neither.
Instant time_of(const nlohmann::json& object, const char* name);

// nullopt: no array, or one entry that can't be read, which makes the whole page unreadable: nothing may be held absent
// because of it.
template <class T>
std::optional<std::vector<T>> list_of(const nlohmann::json& items,
                                      std::optional<T> (*read)(const nlohmann::json& object))
{
    if (!items.is_array()) return std::nullopt;
    std::vector<T> out;
    out.reserve(items.size());
    for (const nlohmann::json& item : items) {
        auto one = read(item);
        if (!one) return std::nullopt;
        out.push_back(std::move(*one));
    }
    return out;
}

}  // namespace bwsync
