// Where a bridge leads, as the store has been told by those who work on it. Internal to storage/.
#pragma once

#include <string>

#include "daemon/ports/store/bridge_ref.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

// Writes only when something is new.
void remember_bridge(Transaction& transaction, const std::string& bridge, const std::string& cluster);
void remember_bridge(Transaction& transaction, const BridgeRef& bridge);

}  // namespace bwsync
