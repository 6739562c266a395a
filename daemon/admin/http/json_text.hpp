// Values of the admin API as JSON. For .cpp files only: the JSON library stays out of the other headers.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "daemon/admin/service.hpp"

namespace bwsync {

// Keeps the order of members, so that what a person reads begins with what matters.
using Json = nlohmann::ordered_json;

// RFC 3339 in UTC with seconds, or null.
Json to_json(const std::optional<Instant>& time);
// `now` decides how many days a grant has left.
Json to_json(const GrantStatus& grant, Instant now);
Json to_json(const Problem& problem);
Json to_json(const FeedStatus& feed);
Json to_json(const config::Fault& fault);

// The items of a list that the store made; null when it is none.
Json items_in(const std::string& list);

// Bridges as this process knows them, each with what the store's row of it says; a null there changes nothing.
Json bridges_json(const std::vector<BridgeStatus>& bridges, const Json& rows);

// {"items": items, "next": null}
std::string list_text(Json items);

// Text, whatever bytes are in its strings.
std::string text_of(const Json& value);

}  // namespace bwsync
