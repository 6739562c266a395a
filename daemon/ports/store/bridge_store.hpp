// What holds a bridge back: operators' orders and the brakes. Errors as in lease_store.hpp.
#pragma once

#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/guard/brake.hpp"
#include "daemon/ports/store/bridge_ref.hpp"
#include "daemon/ports/store/lease_store.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct BridgeControls {
    bool is_paused = false;
    std::vector<std::string> paused_enterprises;  // spEnterpriseIds
    bool removals_tripped = false;
    bool updates_tripped = false;
};

class BridgeStore {
public:
    virtual ~BridgeStore() = default;
    virtual Task<Result<BridgeControls>> load_controls(std::string bridge) = 0;
    // What the brakes count: decisions of the past `window`, and hints that are not decided yet.
    virtual Task<Result<BrakeCounts>> brake_counts(BridgeRef bridge, Millis window) = 0;
    virtual Task<Result<>> trip_brake(Lease lease, std::string bridge, bool removals) = 0;
};

}  // namespace bwsync
