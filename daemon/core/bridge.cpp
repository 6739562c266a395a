#include "daemon/core/bridge.hpp"

#include "daemon/runtime/task_group.hpp"

namespace bwsync {

Bridge::Bridge(BridgePorts ports, BridgeSettings settings, std::function<void()> keys_are_dirty)
    : evaluator_(ports, settings, std::move(keys_are_dirty)),
      tracker_(ports, settings, Tracker::Hooks{[this] { evaluator_.wake(); }, [this] { evaluator_.webex_is_known(); }}),
      procedures_(ports, settings, [this](const std::string& enterprise) {
          evaluator_.organization_is_gone(enterprise);
          tracker_.request_snapshot();
      })
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

void Bridge::only_observe(bool does)
{
    evaluator_.only_observe(does);
    procedures_.only_observe(does);
}

}  // namespace bwsync
