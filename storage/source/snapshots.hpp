// How a snapshot ends, for both sides. Internal to storage/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/ports/store/snapshot_store.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

struct RunningSnapshot {
    std::int64_t id = 0;
    std::string name;
    GroupKey scope;
    std::int64_t staged_rows = 0;
    std::optional<SnapshotResult> ended_with;  // it had ended well before: a repeated call
};

// kRejected when it failed or never was.
Result<RunningSnapshot> load_snapshot(Transaction& transaction, std::int64_t snapshot);

// Limits, an index and statistics that the comparison of a million staged rows needs. `key` is the staged rows' key
// column.
void prepare_comparison(Transaction& transaction, const RunningSnapshot& snapshot, const char* key);

std::int64_t count_failed_parts(Transaction& transaction, std::int64_t snapshot);

// Writes the end, drops the staged rows and the parts that were complete.
void end_snapshot(Transaction& transaction, std::int64_t snapshot, const SnapshotResult& result);

}  // namespace bwsync
