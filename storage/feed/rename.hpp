// Moving rows to a new user id inside a transaction that does more. Internal to storage/.
#pragma once

#include <string>
#include <vector>

#include "daemon/domain/feed/feed_event.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

// In the order given, so that a swap by way of a third id comes out right; see SourceStore::record_readings. Their
// hints are forgotten.
void apply_renames(Transaction& transaction, const std::string& cluster, const std::vector<std::string>& bridges,
                   const std::vector<Rename>& renames);

}  // namespace bwsync
