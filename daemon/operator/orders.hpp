// The operator's orders: the store carries them out, and the parts of this process are woken at once instead of at
// their next look.
#pragma once

#include "daemon/parts/amnesia.hpp"
#include "daemon/parts/parts.hpp"
#include "daemon/ports/operations.hpp"

namespace bwsync {

class OperatorOrders final : public Operations {
public:
    OperatorOrders(Operations& store, Parts& parts, Amnesia& amnesia) : store_(store), parts_(parts), amnesia_(amnesia)
    {
    }

    Task<Result<std::string>> list_subscribers(SubscriberQuery query) override
    {
        return store_.list_subscribers(std::move(query));
    }
    Task<Result<std::string>> explain_subscriber(std::string bridge, std::string user_id) override
    {
        return store_.explain_subscriber(std::move(bridge), std::move(user_id));
    }
    Task<Result<std::string>> find_subscriber(std::string text) override
    {
        return store_.find_subscriber(std::move(text));
    }
    Task<Result<std::string>> list_gaps(std::string cluster) override { return store_.list_gaps(std::move(cluster)); }
    Task<Result<std::string>> list_snapshots(std::string cluster) override
    {
        return store_.list_snapshots(std::move(cluster));
    }
    Task<Result<std::string>> list_bridges() override { return store_.list_bridges(); }
    Task<Result<std::string>> list_leases() override { return store_.list_leases(); }
    Task<Result<std::string>> list_breakers() override { return store_.list_breakers(); }
    Task<Result<std::string>> list_workspaces(std::string bridge, std::string user_id) override
    {
        return store_.list_workspaces(std::move(bridge), std::move(user_id));
    }
    Task<Result<std::vector<std::pair<std::string, std::string>>>> take_snapshot_requests(
        std::vector<std::string> clusters, std::vector<std::string> bridges) override
    {
        return store_.take_snapshot_requests(std::move(clusters), std::move(bridges));
    }

    Task<Result<std::int64_t>> resync(std::string bridge, std::string cluster, std::string user_id) override;
    Task<Result<std::int64_t>> retry(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> approve(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> erase(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> release(std::string bridge, std::string user_id) override;
    // Approving anything of a bridge also ends the amnesia guard's observation.
    Task<Result<std::int64_t>> decide_brake(std::string bridge, bool removals, bool approve) override;
    Task<Result<std::int64_t>> reset_breakers(std::string bridge, std::string scope, std::string subject) override;
    Task<Result<std::int64_t>> order_workspace(WorkspaceOrder order) override;
    Task<Result<std::int64_t>> pause(std::string bridge, std::string enterprise, bool paused) override;
    Task<Result<std::int64_t>> request_snapshot(std::string cluster, std::string side) override;

private:
    void wake_all();

    Operations& store_;
    Parts& parts_;
    Amnesia& amnesia_;
};

}  // namespace bwsync
