// A person of a Webex organisation as far as the daemon needs one: to remove it for good, to change its e-mail address,
// to count who is left. Source: Cisco's public OpenAPI document of the People family.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/basics/time.hpp"

namespace bwsync {

struct WebexPerson {
    std::string id;  // opaque, compared byte for byte
    std::string organization_id;
    std::vector<std::string> emails;  // today one at most
    std::string display_name;
    std::string first_name;
    std::string last_name;
    std::vector<std::string> roles;
    std::vector<std::string> licenses;
    Instant created{};                   // the epoch: not told
    std::optional<bool> invite_pending;  // nullopt: not told
    std::optional<bool> login_enabled;

    bool operator==(const WebexPerson&) const = default;
};

// Query of GET /people; empty fields are not sent. A partner names the organisation: without, its own is meant.
struct PersonFilter {
    std::string organization_id;
    std::string email;
};

struct PersonPage {
    std::vector<WebexPerson> items;  // may be empty although there is a next page
    std::string next;                // opaque; empty: the last page
};

// What becomes different; everything absent keeps the value that Webex shows at that moment.
struct PersonChange {
    std::optional<std::string> email;
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<std::string> display_name;

    bool operator==(const PersonChange&) const = default;
    [[nodiscard]] bool is_empty() const { return *this == PersonChange(); }
};

}  // namespace bwsync
