// One process of the daemon in the simulation: the core as the daemon composes it, over its own ways to the store, to
// BroadWorks and to Webex. It ends by a stop, or by a crash at any point.
#pragma once

#include <memory>
#include <string>

#include "daemon/core/bridge.hpp"
#include "daemon/core/cluster.hpp"
#include "daemon/core/guard/lease_keeper.hpp"
#include "tests/simulation/weather.hpp"
#include "tests/support/memory_store/memory_store.hpp"
#include "tests/support/quiet.hpp"
#include "tests/support/recorded_telemetry.hpp"
#include "tests/support/scripted/broadworks.hpp"
#include "tests/support/scripted/webex.hpp"

namespace bwsync::test {

// Everything that outlives a process.
struct Outside {
    bool spares_known = true;  // see known_to_be_lost() in life.cpp
    ManualClock& clock;
    SeededRandom& random;
    Trace& trace;
    memory::Tables& tables;
    BroadWorksWorld& broadworks;
    WebexWorld& webex;
    BridgePolicy policy;
};

class Life final {
public:
    Life(asio::io_context& io, Outside outside, std::string incarnation, bool is_calm);
    ~Life();

    [[nodiscard]] ScriptedFeed& feed() { return feed_; }
    void stop() { stop_.request_stop(); }
    void crash();
    // After the n-th call of any kind from now on.
    void crash_after(int calls);
    void calm();
    [[nodiscard]] bool has_ended() const { return has_ended_; }
    [[nodiscard]] RecordedTelemetry& telemetry() { return telemetry_; }

private:
    Task<> run();
    void count_call();

    Outside outside_;
    const std::string incarnation_;
    RecordedTelemetry telemetry_;
    QuietLiveness liveness_;
    PlainPhone phone_;
    Weather to_store_;
    Weather to_broadworks_;
    Weather to_webex_;
    MemoryStore store_;
    ScriptedBroadWorks broadworks_;
    ScriptedFeed feed_;
    ScriptedWebex webex_;
    std::unique_ptr<Cluster> cluster_;
    std::unique_ptr<Bridge> bridge_;
    std::unique_ptr<LeaseKeeper> cluster_keeper_;
    std::unique_ptr<LeaseKeeper> bridge_keeper_;
    std::stop_source stop_;
    int calls_left_ = 0;
    bool has_ended_ = false;
};

}  // namespace bwsync::test
