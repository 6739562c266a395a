#include "tests/simulation/life.hpp"

#include "daemon/runtime/task_group.hpp"

namespace bwsync::test {

namespace {

using namespace std::chrono_literals;

// Verbs of the store after whose lost answer the core forgets what it holds until the lease changes hands: a claimed
// key is not claimed again under the same epoch, and a row whose intent was opened has no due time. Lost all the same
// by bwsync-simulate --known.
std::set<std::string> known_to_be_lost()
{
    return {"claim_dirty", "open_intent"};
}

Storm store_storm(bool spares_known)
{
    return Storm{1, 1, 15ms, spares_known ? known_to_be_lost() : std::set<std::string>()};
}

Storm broadworks_storm()
{
    return Storm{3, 0, 80ms, {}};
}

Storm webex_storm()
{
    return Storm{5, 5, 300ms, {}};
}

ClusterSettings cluster_settings(const BridgePolicy& policy)
{
    ClusterSettings settings;
    settings.cluster = policy.cluster;
    settings.reader.cluster = policy.cluster;
    settings.reader.bridges.push_back(policy.bridge);
    settings.reader.workers = 2;
    settings.sweep.cluster = policy.cluster;
    for (const PackageRule& rule : policy.packages) settings.sweep.entitlements.push_back(rule.entitlement);
    settings.sweep.takes_provider = [policy](const std::string& provider) { return may_hold_users(policy, provider); };
    settings.sweep.workers = 2;
    return settings;
}

BridgeSettings bridge_settings(const BridgePolicy& policy)
{
    BridgeSettings settings;
    settings.policy = policy;
    settings.in_flight = 4;
    settings.calls_per_second = 10;
    return settings;
}

}  // namespace

Life::Life(asio::io_context& io, Outside outside, std::string incarnation, bool is_calm)
    : outside_(std::move(outside)),
      incarnation_(std::move(incarnation)),
      to_store_(outside_.clock, outside_.random, outside_.trace, store_storm(outside_.spares_known)),
      to_broadworks_(outside_.clock, outside_.random, outside_.trace, broadworks_storm()),
      to_webex_(outside_.clock, outside_.random, outside_.trace, webex_storm()),
      store_(outside_.tables, &to_store_),
      broadworks_(outside_.broadworks, &to_broadworks_),
      feed_("as1:8025", outside_.clock),
      webex_(outside_.webex, &to_webex_)
{
    if (is_calm) calm();
    for (Weather* weather : {&to_store_, &to_broadworks_, &to_webex_}) weather->on_call = [this] { count_call(); };
    const BridgePolicy& policy = outside_.policy;
    ClusterPorts of_cluster{broadworks_,      {&feed_},       store_.feed, store_.source,
                            store_.snapshots, outside_.clock, telemetry_,  liveness_};
    cluster_ = std::make_unique<Cluster>(std::move(of_cluster), cluster_settings(policy), [this] { bridge_->wake(); });
    BridgePorts of_bridge{webex_.subscribers, webex_.people,      webex_.enterprises, webex_.organizations,
                          webex_.workspaces,  store_.subscribers, store_.intents,     store_.mirror,
                          store_.enterprises, store_.bridges,     store_.breakers,    store_.procedures,
                          store_.source,      store_.snapshots,   store_.feed,        phone_,
                          outside_.clock,     outside_.random,    telemetry_,         liveness_};
    bridge_ = std::make_unique<Bridge>(of_bridge, bridge_settings(policy), [this] { cluster_->wake_reader(); });
    const LeaseHolder holder{"replica-1", incarnation_};
    cluster_keeper_ =
        std::make_unique<LeaseKeeper>(store_.leases, outside_.clock, telemetry_, "cluster/" + policy.cluster, holder,
                                      [this](Lease lease, std::stop_token stop) { return cluster_->run(lease, stop); });
    bridge_keeper_ =
        std::make_unique<LeaseKeeper>(store_.leases, outside_.clock, telemetry_, "bridge/" + policy.bridge, holder,
                                      [this](Lease lease, std::stop_token stop) { return bridge_->run(lease, stop); });
    auto body = [this]() -> Task<> { return run(); };
    asio::co_spawn(io, body, [this](std::exception_ptr error) {
        has_ended_ = true;
        if (error) std::rethrow_exception(error);
    });
}

Life::~Life() = default;

Task<> Life::run()
{
    const auto executor = co_await asio::this_coro::executor;
    TaskGroup group(executor, stop_.get_token());
    std::function<Task<>(std::stop_token)> of_cluster = [this](std::stop_token stop) {
        return cluster_keeper_->run(stop);
    };
    std::function<Task<>(std::stop_token)> of_bridge = [this](std::stop_token stop) {
        return bridge_keeper_->run(stop);
    };
    group.spawn(of_cluster);
    group.spawn(of_bridge);
    co_await group.join();
}

// What still runs of it finds every way closed, so it can do nothing more to the world.
void Life::crash()
{
    for (Weather* weather : {&to_store_, &to_broadworks_, &to_webex_}) weather->cut();
    feed_.hang_up();
    stop_.request_stop();
}

void Life::crash_after(int calls)
{
    calls_left_ = calls;
}

void Life::count_call()
{
    if (calls_left_ > 0 && --calls_left_ == 0) crash();
}

void Life::calm()
{
    for (Weather* weather : {&to_store_, &to_broadworks_, &to_webex_}) weather->calm();
}

}  // namespace bwsync::test
