// BroadWorks as last read, and snapshots of both sides. Internal to storage/.
#pragma once

#include "daemon/ports/store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresSourceStore final : public SourceStore {
public:
    explicit PostgresSourceStore(Executor& executor) : executor_(executor) {}

    Task<Result<>> record_readings(Lease lease, std::string cluster, std::vector<std::string> bridges,
                                   std::vector<ReadUser> readings, std::vector<Rename> renames,
                                   std::vector<ClaimedKey> keys) override;
    Task<Result<>> record_service_provider(Lease lease, std::string cluster, ServiceProviderFacts facts) override;
    Task<Result<std::vector<std::string>>> known_users(std::string cluster, GroupKey group) override;
    Task<Result<std::vector<std::string>>> known_groups(std::string cluster, std::string service_provider_id) override;
    Task<Result<std::vector<std::string>>> known_service_providers(std::string cluster) override;
    Task<Result<std::optional<GroupKey>>> last_seen(std::string cluster, std::string user_id) override;

    Task<Result<std::int64_t>> begin_snapshot(Lease lease, std::string name, SnapshotSide side, GroupKey scope,
                                              std::string trigger) override;
    Task<Result<>> stage_users(std::int64_t snapshot, std::vector<StagedUser> users) override;
    Task<Result<>> stage_part(std::int64_t snapshot, SnapshotPart part) override;
    Task<Result<SnapshotResult>> finish_snapshot(Lease lease, std::int64_t snapshot, double deep_fraction) override;
    Task<Result<>> fail_snapshot(Lease lease, std::int64_t snapshot, std::string why) override;
    Task<Result<std::optional<Instant>>> last_snapshot(std::string name, SnapshotSide side) override;

private:
    Task<Result<std::vector<std::string>>> names(const char* query, const char* sql, Parameters parameters);

    Executor& executor_;
};

}  // namespace bwsync
