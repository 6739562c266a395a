// Ingest: one server's feed into journal and dirty keys, a batch a transaction; only after the commit is the feed read
// on.
#pragma once

#include <functional>
#include <string>

#include "daemon/core/basics/persist.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/feed.hpp"
#include "daemon/ports/store/feed_store.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

class Ingest {
public:
    struct Hooks {
        std::function<void(Millis)> keys_are_due_in;  // dirty keys were written and become due after that
        std::function<void()> gap_is_settled;         // a gap waits for a snapshot
    };

    Ingest(Feed& feed, FeedStore& store, Clock& clock, Telemetry& telemetry, std::string cluster, Millis quiet_period,
           Hooks hooks);

    // Ends when asked to, or when the lease is lost; either way it hangs up, so that the next connection is a gap.
    Task<> run(Lease lease, std::stop_token stop);

    [[nodiscard]] bool is_connected() const { return is_connected_; }
    [[nodiscard]] const std::string& server() const { return server_; }

private:
    Task<Stored> take(Lease lease, FeedStep step, std::stop_token stop);
    Task<Stored> gap(Lease lease, GapCause cause, bool is_over, std::string detail, std::stop_token stop);
    Task<Stored> commit(Lease lease, std::vector<FeedEvent> events, std::stop_token stop);

    Feed& feed_;
    FeedStore& store_;
    Clock& clock_;
    Telemetry& telemetry_;
    const std::string cluster_;
    const std::string server_;
    const Millis quiet_period_;
    const Hooks hooks_;
    bool is_connected_ = false;
};

}  // namespace bwsync
