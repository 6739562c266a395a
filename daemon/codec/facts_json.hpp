// What BroadWorks said of a user, as JSON text: how the store keeps it and how the admin API shows it.
#pragma once

#include <string>
#include <string_view>

#include "daemon/domain/source/facts.hpp"

namespace bwsync {

// Text that is not UTF-8 is replaced, never refused.
std::string facts_to_json(const UserFacts& facts);
// Reads what facts_to_json wrote; absent members read as empty. Throws nlohmann::json::exception on anything else.
UserFacts facts_from_json(std::string_view text);

}  // namespace bwsync
