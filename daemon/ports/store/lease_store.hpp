// Leases: one process at a time works on a cluster or a bridge (promise P4).
//
// The store speaks business verbs, one interface per subject in this folder. Each verb is one transaction (or a few
// where said), and each is safe to repeat. Errors of every verb of this folder: kRetry (not reachable, restarted,
// serialization), kUnknownOutcome (the commit's answer was lost: read back or repeat), kConflict (the lease named is no
// longer ours: nothing was written), kRejected (a bug or a full disk), kCancelled. Nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

// Held by one process at a time; the epoch is checked in every transaction that writes under it (promise P4).
struct Lease {
    std::string name;  // "cluster/NAME" or "bridge/NAME"
    std::int64_t epoch = 0;
};

class LeaseStore {
public:
    virtual ~LeaseStore() = default;
    // Takes or renews. nullopt: somebody else holds it. `holder` is the replica's name, `incarnation` this process's
    // own random id: the same holder under another incarnation takes over at once with a new epoch, another holder only
    // after expiry. A lease that has expired is lost also for its own process: it is then given with a new epoch.
    virtual Task<Result<std::optional<Lease>>> hold_lease(std::string name, std::string holder, std::string incarnation,
                                                          Millis ttl) = 0;
    virtual Task<Result<>> release_lease(Lease lease) = 0;
};

}  // namespace bwsync
