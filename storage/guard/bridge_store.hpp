// What holds a bridge back: operators' orders and the brakes. Internal to storage/.
#pragma once

#include "daemon/ports/store/bridge_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresBridgeStore final : public BridgeStore {
public:
    explicit PostgresBridgeStore(Executor& executor) : executor_(executor) {}

    Task<Result<BridgeControls>> load_controls(std::string bridge) override;
    Task<Result<BrakeCounts>> brake_counts(BridgeRef bridge, Millis window) override;
    Task<Result<>> trip_brake(Lease lease, std::string bridge, bool removals) override;

private:
    Executor& executor_;
};

}  // namespace bwsync
