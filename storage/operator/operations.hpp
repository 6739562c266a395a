// What operators ask and order. Reads are JSON made by PostgreSQL. Internal to storage/.
#pragma once

#include "daemon/ports/operations.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresOperations final : public Operations {
public:
    explicit PostgresOperations(Executor& executor) : executor_(executor) {}

    Task<Result<std::string>> list_subscribers(SubscriberQuery query) override;
    Task<Result<std::string>> explain_subscriber(std::string bridge, std::string user_id) override;
    Task<Result<std::string>> find_subscriber(std::string text) override;
    Task<Result<std::string>> list_gaps(std::string cluster) override;
    Task<Result<std::string>> list_snapshots(std::string cluster) override;
    Task<Result<std::string>> list_bridges() override;
    Task<Result<std::string>> list_leases() override;
    Task<Result<std::string>> list_breakers() override;
    Task<Result<std::string>> list_workspaces(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> order_workspace(WorkspaceOrder order) override;

    Task<Result<std::int64_t>> resync(std::string bridge, std::string cluster, std::string user_id) override;
    Task<Result<std::int64_t>> retry(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> approve(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> erase(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> release(std::string bridge, std::string user_id) override;
    Task<Result<std::int64_t>> decide_brake(std::string bridge, bool removals, bool approve) override;
    Task<Result<std::int64_t>> reset_breakers(std::string bridge, std::string scope, std::string subject) override;
    Task<Result<std::int64_t>> pause(std::string bridge, std::string enterprise, bool paused) override;
    Task<Result<std::int64_t>> request_snapshot(std::string cluster, std::string side) override;
    Task<Result<std::vector<std::pair<std::string, std::string>>>> take_snapshot_requests(
        std::vector<std::string> clusters, std::vector<std::string> bridges) override;

private:
    Task<Result<std::string>> ask(const char* query, const char* sql, Parameters parameters);

    Executor& executor_;
};

}  // namespace bwsync
