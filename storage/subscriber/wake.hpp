// Making subscribers due inside a transaction. Internal to storage/.
#pragma once

#include <cstdint>
#include <string>

#include "storage/engine/session.hpp"

namespace bwsync {

// Runs an update that returns a row per subscriber that it woke, and rings the bridge's bell if there are any; how
// many.
std::int64_t wake(Transaction& transaction, const char* sql, const Parameters& parameters, const std::string& bridge);

}  // namespace bwsync
