#include "daemon/operator/orders.hpp"

namespace bwsync {

void OperatorOrders::wake_all()
{
    for (ClusterPart& part : parts_.clusters()) part.cluster->wake_reader();
    for (BridgePart& part : parts_.bridges()) part.bridge->wake();
}

Task<Result<std::int64_t>> OperatorOrders::resync(std::string bridge, std::string cluster, std::string user_id)
{
    Result<std::int64_t> done = co_await store_.resync(std::move(bridge), std::move(cluster), std::move(user_id));
    wake_all();
    co_return done;
}

Task<Result<std::int64_t>> OperatorOrders::retry(std::string bridge, std::string user_id)
{
    Result<std::int64_t> done = co_await store_.retry(std::move(bridge), std::move(user_id));
    wake_all();
    co_return done;
}

Task<Result<std::int64_t>> OperatorOrders::approve(std::string bridge, std::string user_id)
{
    Result<std::int64_t> done = co_await store_.approve(std::move(bridge), std::move(user_id));
    wake_all();
    co_return done;
}

Task<Result<std::int64_t>> OperatorOrders::erase(std::string bridge, std::string user_id)
{
    Result<std::int64_t> done = co_await store_.erase(std::move(bridge), std::move(user_id));
    wake_all();
    co_return done;
}

Task<Result<std::int64_t>> OperatorOrders::release(std::string bridge, std::string user_id)
{
    Result<std::int64_t> done = co_await store_.release(std::move(bridge), std::move(user_id));
    wake_all();
    co_return done;
}

Task<Result<std::int64_t>> OperatorOrders::decide_brake(std::string bridge, bool removals, bool approve)
{
    const bool lifts = amnesia_.is_on && approve;
    if (lifts) amnesia_.lift();
    Result<std::int64_t> done = co_await store_.decide_brake(std::move(bridge), removals, approve);
    wake_all();
    if (lifts && !done && done.error().kind == ErrorKind::kConflict) co_return std::int64_t(0);
    co_return done;
}

Task<Result<std::int64_t>> OperatorOrders::pause(std::string bridge, std::string enterprise, bool paused)
{
    Result<std::int64_t> done = co_await store_.pause(std::move(bridge), std::move(enterprise), paused);
    wake_all();
    co_return done;
}

Task<Result<std::int64_t>> OperatorOrders::order_workspace(WorkspaceOrder order)
{
    Result<std::int64_t> done = co_await store_.order_workspace(std::move(order));
    wake_all();
    co_return done;
}

Task<Result<std::int64_t>> OperatorOrders::reset_breakers(std::string bridge, std::string scope, std::string subject)
{
    Result<std::int64_t> done = co_await store_.reset_breakers(std::move(bridge), std::move(scope), std::move(subject));
    wake_all();
    co_return done;
}

Task<Result<std::int64_t>> OperatorOrders::request_snapshot(std::string cluster, std::string side)
{
    Result<std::int64_t> done = co_await store_.request_snapshot(std::move(cluster), std::move(side));
    wake_all();
    co_return done;
}

}  // namespace bwsync
