// Fates that belong to a user, an e-mail domain or an enterprise rather than to a request: "whoever has an address
// at x.com is known to another Webex organisation".
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace bwsync::lab::webex {

struct Fixture {
    int code = 0;               // the error of a POST; 0: none
    bool asynchronous = false;  // the error comes later, on the subscriber
    bool migration = false;     // a consumer account: pending_user_migration
    int info = 0;               // what precheck says instead of its own reckoning
};

class Fixtures final {
public:
    // {"emailDomains":{..},"userIds":{..},"enterprises":{..}}; a value is a code, "pending_user_migration", an object
    // {"code"?,"async"?,"infoCode"?} or null (takes the entry away). What is wrong, or nullopt.
    std::optional<std::string> set(const nlohmann::json& document);
    void clear();
    // The first that fits: user id, then e-mail domain, then enterprise. nullptr: none.
    const Fixture* find(const std::string& user_id, const std::string& email, const std::string& enterprise) const;

private:
    std::map<std::string, Fixture> domains_, users_, enterprises_;  // domains and users in lower case
};

}  // namespace bwsync::lab::webex
