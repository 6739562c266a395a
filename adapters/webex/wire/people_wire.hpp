// The People family as it goes on the wire. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/http/message.hpp"
#include "daemon/domain/enterprise/webex_person.hpp"

namespace bwsync {

HttpRequest people_list_request(const std::string& base, const PersonFilter& filter);
HttpRequest person_get_request(const std::string& base, const std::string& id);
HttpRequest person_remove_request(const std::string& base, const std::string& id);
// Webex replaces what it has by this. `current` is the body of the answer to person_get_request: of it goes back what a
// PUT takes, with the change in it. Numbers, extension and location stay out: they are for Webex Calling alone, and
// refused for anybody else. nullopt: `current` is no person, or the change changes nothing.
std::optional<HttpRequest> person_update_request(const std::string& base, const std::string& id,
                                                 const std::string& current, const PersonChange& change);

// nullopt: no JSON object, or one without an id.
std::optional<WebexPerson> parse_person(const std::string& body);
std::optional<std::vector<WebexPerson>> parse_people(const std::string& body);

}  // namespace bwsync
