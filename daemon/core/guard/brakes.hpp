// Brakes: what the mass-change brakes of one bridge have counted, and their tripping. When they trip is decide()'s.
#pragma once

#include "daemon/core/basics/keeper.hpp"
#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/ports/store/bridge_store.hpp"

namespace bwsync {

class Brakes final {
public:
    struct Ports {
        BridgeStore& store;
        Telemetry& telemetry;
    };

    Brakes(Ports ports, Keeper& keeper, BridgeRef bridge, Millis window)
        : ports_(ports), keeper_(keeper), bridge_(std::move(bridge)), window_(window)
    {
    }

    // Counts anew, for one round. False: the store cannot be read now.
    Task<bool> read();
    [[nodiscard]] const BrakeCounts& counts() const { return counts_; }
    // An update was decided in this round.
    void count_update() { ++counts_.updates; }
    // Stores that a brake has tripped, and alarms.
    Task<> trip(Lease lease, const Decision& decision, std::stop_token stop);

private:
    Ports ports_;
    Keeper& keeper_;
    const BridgeRef bridge_;
    const Millis window_;
    BrakeCounts counts_;
};

}  // namespace bwsync
