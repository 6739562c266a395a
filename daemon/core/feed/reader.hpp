// Reader: dirty keys of one cluster become readings. Users are read in full; groups, providers and the cluster are
// swept.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "daemon/core/basics/keeper.hpp"
#include "daemon/core/source/absence.hpp"
#include "daemon/core/source/sweep.hpp"
#include "daemon/ports/broadworks.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/liveness.hpp"
#include "daemon/ports/store/source_store.hpp"
#include "daemon/ports/telemetry.hpp"
#include "daemon/runtime/signal.hpp"

namespace bwsync {

class Reader {
public:
    struct Settings {
        std::string cluster;
        std::vector<std::string> bridges;  // of this cluster: their subscribers are made and woken
        int workers = 4;
        int users_at_once = 30;
    };

    Reader(BroadWorks& broadworks, FeedStore& feed, SourceStore& source, Sweep& sweep, Clock& clock,
           Telemetry& telemetry, Liveness& liveness, Settings settings, std::function<void()> readings_are_there);

    Task<> run(Lease lease, std::stop_token stop);
    // Dirty keys become due after `delay`: the workers look then.
    void wake_in(Millis delay);
    // The provider's facts (enterprise or not, provisioning URL) are to be read again.
    void forget_provider(const std::string& service_provider_id) { providers_.erase(service_provider_id); }

private:
    struct Batch;

    Task<> work_on_users(Lease lease, std::shared_ptr<Signal> bell, std::stop_token stop);
    Task<> work_on_scopes(Lease lease, std::shared_ptr<Signal> bell, std::stop_token stop);
    Task<> read(Lease lease, std::vector<ClaimedKey> keys, std::stop_token stop);
    Task<> sort_reading(Batch& batch, ClaimedKey key, UserReading reading, std::stop_token stop);
    Task<> take_absent(Batch& batch, ClaimedKey key, std::stop_token stop);
    Task<bool> know_provider(Lease lease, std::string service_provider_id, std::stop_token stop);
    Task<> record(Lease lease, Batch& batch, std::stop_token stop);
    Task<> defer(Lease lease, std::vector<ClaimedKey> keys, std::stop_token stop);
    Task<> pause(std::shared_ptr<Signal> bell, std::stop_token stop);

    BroadWorks& broadworks_;
    FeedStore& feed_;
    SourceStore& source_;
    Sweep& sweep_;
    Clock& clock_;
    Telemetry& telemetry_;
    Liveness& liveness_;
    const Settings settings_;
    const std::string name_;  // for the proof of life
    Keeper keeper_;
    const std::function<void()> readings_are_there_;
    std::set<std::string> providers_;  // facts are in the store since this lease began
    std::vector<std::shared_ptr<Signal>> bells_;
    std::multiset<Instant> alarms_;
};

}  // namespace bwsync
