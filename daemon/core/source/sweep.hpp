// Sweep: the entitled users of a scope as BroadWorks lists them, staged in the store and compared there with what is
// known.
//
// A sweep costs a few commands per provider and one per mapped pack in use or mapped service of each group; only users
// whose row is new, changed or missing are read in full afterwards. Memory holds one group at a time per worker.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "daemon/ports/broadworks.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/store/snapshot_store.hpp"
#include "daemon/ports/store/source_store.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

class Sweep {
public:
    struct Ports {
        BroadWorks& broadworks;
        SourceStore& source;
        SnapshotStore& snapshots;
        Clock& clock;
        Telemetry& telemetry;
    };
    struct Settings {
        std::string cluster;
        std::vector<Entitlement> entitlements;                   // of all bridges of the cluster
        std::function<bool(const std::string&)> takes_provider;  // may a user of it be in scope?
        double deep_fraction = 0;
        int workers = 4;
    };

    Sweep(Ports ports, Settings settings);

    // scope empty: the cluster; group_id empty: one provider. kRetry when BroadWorks or the store cannot be asked now:
    // the snapshot is marked failed. Parts that fail are marked and prove nothing; the rest counts.
    Task<Result<SnapshotResult>> sweep(Lease lease, GroupKey scope, std::string trigger, std::stop_token stop);

private:
    struct Provider;

    Task<Result<>> sweep_all(Lease lease, std::int64_t snapshot, std::stop_token stop);
    Task<Result<>> sweep_provider(Lease lease, std::int64_t snapshot, std::string id, std::string only_group,
                                  std::stop_token stop);
    Task<Result<>> learn(Provider& provider, std::stop_token stop);
    Task<Result<>> sweep_groups(std::int64_t snapshot, const Provider& provider, std::stop_token stop);
    Task<Result<>> sweep_group(std::int64_t snapshot, const Provider& provider, std::string group_id,
                               std::stop_token stop);
    Task<Result<>> stage_vanished(std::int64_t snapshot, std::string service_provider_id,
                                  std::vector<std::string> listed);
    Task<Result<>> stage_failed(std::int64_t snapshot, GroupKey part, std::string why);

    const Ports ports_;
    const Settings settings_;
};

}  // namespace bwsync
