// Snapshots of both sides: begun, staged, compared, ended. Internal to storage/.
#pragma once

#include "daemon/ports/store/snapshot_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresSnapshotStore final : public SnapshotStore {
public:
    explicit PostgresSnapshotStore(Executor& executor) : executor_(executor) {}

    Task<Result<std::int64_t>> begin_snapshot(Lease lease, NewSnapshot snapshot) override;
    Task<Result<>> stage_users(std::int64_t snapshot, std::vector<StagedUser> users) override;
    Task<Result<>> stage_part(std::int64_t snapshot, SnapshotPart part) override;
    Task<Result<SnapshotResult>> finish_snapshot(Lease lease, std::int64_t snapshot, double deep_fraction) override;
    Task<Result<SnapshotResult>> finish_webex_snapshot(Lease lease, std::int64_t snapshot, BridgeRef bridge) override;
    Task<Result<>> fail_snapshot(Lease lease, std::int64_t snapshot, std::string why) override;
    Task<Result<std::optional<Instant>>> last_snapshot(std::string name, SnapshotSide side) override;

private:
    Executor& executor_;
};

}  // namespace bwsync
