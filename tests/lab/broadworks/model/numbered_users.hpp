// Users that a driver does not spell out one by one.
#pragma once

#include <string>
#include <vector>

#include "tests/lab/broadworks/control/control_routes.hpp"

namespace bwsync::lab {

// The defaults of a new user of the group (null: of none): country code, language, time zone.
User blank_user(const ControlContext& context, const Group* group);

// "count", "prefix", "start", "domain", "servicePack", "services", "firstNumber", "timeZone" and "emails" of the
// arguments: user ids are the prefix, six digits, @domain; numbers count up from the first. Throws BadRequest.
std::vector<NewUser> numbered_users(const ControlContext& context, Arguments& arguments, const std::string& provider,
                                    const std::string& group);

}  // namespace bwsync::lab
