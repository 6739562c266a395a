#include "daemon/core/guard/brakes.hpp"

namespace bwsync {

Task<bool> Brakes::read()
{
    Result<BrakeCounts> counts = co_await ports_.store.brake_counts(bridge_, window_);
    if (!counts) co_return false;
    counts_ = *counts;
    co_return true;
}

Task<> Brakes::trip(Lease lease, const Decision& decision, std::stop_token stop)
{
    if (!decision.trips_removals && !decision.trips_updates) co_return;
    const bool removals = decision.trips_removals;
    std::function<Task<Result<>>()> verb = [this, lease, removals] {
        return ports_.store.trip_brake(lease, bridge_.bridge, removals);
    };
    const bool is_tripped = co_await keeper_.keep("trip-brake", verb, stop);
    // In this round it counts as tripped whatever the store says.
    if (!is_tripped) ports_.telemetry.log(LogLevel::kWarning, "brake-not-stored", {Field("bridge", bridge_.bridge)});
    counts_.removals_tripped = counts_.removals_tripped || decision.trips_removals;
    counts_.updates_tripped = counts_.updates_tripped || decision.trips_updates;
    ports_.telemetry.log(LogLevel::kError, "brake-tripped",
                         {Field("bridge", bridge_.bridge), Field("kind", removals ? "removals" : "updates"),
                          Field("remedy", "bwsyncctl bridge approve or bridge reject")});
}

}  // namespace bwsync
