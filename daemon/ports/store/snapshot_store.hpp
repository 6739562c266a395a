// Snapshots of both sides: staged, then compared with what is known. Staged rows live in PostgreSQL: memory does not
// grow with them. Errors as in lease_store.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/source/facts.hpp"
#include "daemon/ports/store/bridge_ref.hpp"
#include "daemon/ports/store/lease_store.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct StagedUser {
    std::string user_id;
    GroupKey group;
    std::string row;           // UserRow::row
    std::string entitlements;  // names of the holders' lists that the user stood in, sorted, joined by ';'
};

enum class SnapshotSide { kBroadWorks, kWebex };
std::string_view name_of(SnapshotSide side);

struct SnapshotPart {
    GroupKey group;  // group_id empty: the provider itself could not be read; both empty: the cluster
    bool is_complete = false;
    std::string detail;  // why not, or counts
};

struct SnapshotResult {
    std::int64_t users = 0;
    std::int64_t changed = 0;       // rows that became dirty keys: new, changed
    std::int64_t missing = 0;       // known users that complete parts no longer hold
    std::int64_t deep = 0;          // taken for the rotating full read
    std::int64_t failed_parts = 0;  // could not be read, or not in full: they prove nothing
};

// A snapshot of a whole cluster (scope empty), a provider or a group.
struct NewSnapshot {
    std::string name;  // the cluster, or the bridge for the Webex side
    SnapshotSide side = SnapshotSide::kBroadWorks;
    GroupKey scope;
    std::string trigger;
};

class SnapshotStore {
public:
    virtual ~SnapshotStore() = default;
    // Ends an older one of the same name and side that still runs.
    virtual Task<Result<std::int64_t>> begin_snapshot(Lease lease, NewSnapshot snapshot) = 0;
    virtual Task<Result<>> stage_users(std::int64_t snapshot, std::vector<StagedUser> users) = 0;  // COPY
    virtual Task<Result<>> stage_part(std::int64_t snapshot, SnapshotPart part) = 0;
    // Set-based comparison of the staged rows with the source rows; makes dirty keys (kSweepNew, kSweepChanged,
    // kSweepMissing: a known, entitled user of a complete part that is not staged; kRefresh for the `deep_fraction` of
    // users read longest ago), updates row hashes, ends the snapshot, closes the gaps that were settled before it began
    // when every part is complete (a failed part keeps them open), drops the staged rows.
    virtual Task<Result<SnapshotResult>> finish_snapshot(Lease lease, std::int64_t snapshot, double deep_fraction) = 0;
    // Webex subscribers not seen by this snapshot: ours become due with webex "missing" to be looked at one by one,
    // others are dropped; those that no row of any bridge of the partner matches get a row in state foreign under
    // `bridge`. Ends the snapshot.
    virtual Task<Result<SnapshotResult>> finish_webex_snapshot(Lease lease, std::int64_t snapshot,
                                                               BridgeRef bridge) = 0;
    virtual Task<Result<>> fail_snapshot(Lease lease, std::int64_t snapshot, std::string why) = 0;
    // When the last full one of the side ended well; nullopt: never.
    virtual Task<Result<std::optional<Instant>>> last_snapshot(std::string name, SnapshotSide side) = 0;
};

}  // namespace bwsync
