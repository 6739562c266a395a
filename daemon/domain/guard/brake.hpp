// The brakes: how many removals or updates within a window are too many to be sent unseen (promise P3).
#pragma once

#include <cstdint>

namespace bwsync {

// What the brakes count, in the brake's window.
struct BrakeCounts {
    std::int64_t provisioned = 0;         // provisioned, updating or removing: the base of the percentages
    std::int64_t removals = 0;            // decided in the window and not approved
    std::int64_t suspected_removals = 0;  // dirty keys of the cluster, known and provisioned here, whose hint says gone
    std::int64_t updates = 0;
    std::int64_t suspected_updates = 0;
    bool removals_tripped = false;
    bool updates_tripped = false;
};

// True when `count` reaches the absolute limit (negative: none) or the percentage of `provisioned`, whichever is first.
// The percentage counts from 20 provisioned subscribers on and is rounded up, so that small bridges are not stopped by
// one change.
bool brake_trips(std::int64_t count, std::int64_t provisioned, std::int64_t limit, std::int64_t percent);

}  // namespace bwsync
