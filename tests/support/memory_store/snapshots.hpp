// Snapshots of both sides in memory: storage/source/{staging,snapshots} by other means.
#pragma once

#include "daemon/ports/store/bridge_ref.hpp"
#include "tests/support/memory_store/tables.hpp"

namespace bwsync::test::memory {

std::int64_t begin_snapshot(Tables& tables, const NewSnapshot& wanted);
// kConflict when it has ended.
Result<> check_running(const Tables& tables, std::int64_t snapshot);
Result<> stage_users(Tables& tables, std::int64_t snapshot, const std::vector<StagedUser>& users);
Result<> stage_part(Tables& tables, std::int64_t snapshot, const SnapshotPart& part);
void fail_snapshot(Tables& tables, std::int64_t snapshot, const std::string& why);
Result<SnapshotResult> finish_snapshot(Tables& tables, std::int64_t snapshot, double deep_fraction);
Result<SnapshotResult> finish_webex_snapshot(Tables& tables, std::int64_t snapshot, const BridgeRef& bridge);
std::optional<Instant> last_snapshot(const Tables& tables, const std::string& name, SnapshotSide side);

}  // namespace bwsync::test::memory
