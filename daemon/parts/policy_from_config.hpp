// From the configuration's words to the domain's: one bridge's rules, and what of a cluster serves all its bridges.
#pragma once

#include <string_view>
#include <vector>

#include "daemon/config/schema/config.hpp"
#include "daemon/domain/source/policy.hpp"

namespace bwsync {

BridgePolicy policy_of(const BridgeConfig& bridge);

// Every pack and service that a bridge of the cluster maps.
std::vector<Entitlement> entitlements_of(const Config& config, std::string_view cluster);

}  // namespace bwsync
