#include "daemon/core/bridge.hpp"

#include "daemon/runtime/task_group.hpp"

namespace bwsync {

namespace {

Evaluator::Ports evaluator_ports(const BridgePorts& all)
{
    return {all.webex,  all.subscribers, all.intents, all.mirror, all.enterprise_store, all.bridge_store,
            all.source, all.feed,        all.phone,   all.clock,  all.telemetry,        all.liveness};
}

}  // namespace

Bridge::Bridge(BridgePorts ports, BridgeSettings settings, std::function<void()> keys_are_dirty)
    : keeper_({ports.clock, ports.telemetry, ports.liveness}, "evaluator " + settings.policy.bridge),
      enterprises_({ports.enterprise_store, ports.subscribers, ports.telemetry}, keeper_, settings.policy.bridge),
      brakes_({ports.bridge_store, ports.telemetry}, keeper_, bridge_ref(settings.policy),
              settings.policy.brake.window),
      breakers_(ports, settings.policy),
      take_over_({ports.subscribers, ports.intents, ports.snapshots, ports.webex, ports.clock, ports.telemetry},
                 settings.policy, enterprises_, breakers_),
      caller_(ports, settings.policy.bridge, settings.policy.partner,
              [this](const Decision& decision, const WebexFailure* failure) { breakers_.answered(decision, failure); }),
      evaluator_(evaluator_ports(ports), {keeper_, enterprises_, take_over_, brakes_, breakers_, caller_}, settings,
                 std::move(keys_are_dirty)),
      tracker_(ports, settings, Tracker::Hooks{[this] { evaluator_.wake(); }, [this] { webex_is_known(); }}),
      procedures_(ports, settings, [this](const std::string& enterprise) { organization_is_gone(enterprise); })
{
}

Task<> Bridge::run(Lease lease, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    TaskGroup group(executor, stop);
    std::function<Task<>(std::stop_token)> deciding = [this, lease](std::stop_token token) {
        return evaluator_.run(lease, token);
    };
    std::function<Task<>(std::stop_token)> tracking = [this, lease](std::stop_token token) {
        return tracker_.run(lease, token);
    };
    std::function<Task<>(std::stop_token)> proceeding = [this, lease](std::stop_token token) {
        return procedures_.run(lease, token);
    };
    group.spawn_lasting(deciding);
    group.spawn_lasting(tracking);
    group.spawn_lasting(proceeding);
    co_await group.join();
}

void Bridge::wake()
{
    evaluator_.wake();
    procedures_.wake();
}

void Bridge::webex_is_known()
{
    take_over_.webex_is_known();
    evaluator_.wake();
}

void Bridge::organization_is_gone(const std::string& sp_enterprise_id)
{
    enterprises_.forget(sp_enterprise_id);
    evaluator_.wake();
    tracker_.request_snapshot();
}

void Bridge::only_observe(bool does)
{
    take_over_.only_observe(does);
    procedures_.only_observe(does);
}

}  // namespace bwsync
