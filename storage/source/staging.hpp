// The table in which the rows of one running snapshot are staged. Internal to storage/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/domain/subscriber/webex_subscriber.hpp"
#include "daemon/ports/store/snapshot_store.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

// "bwsync.staged_17": unlogged, so that a million rows cost no write-ahead log; dropped with the snapshot.
std::string staging_table(std::int64_t snapshot);
void make_staging_table(Transaction& transaction, std::int64_t snapshot, SnapshotSide side);
void drop_staging_table(Transaction& transaction, std::int64_t snapshot);

// kConflict when the snapshot has ended.
Result<> check_running(Transaction& transaction, std::int64_t snapshot);

// By COPY, into a running snapshot (else kConflict). Staged rows are counted in a logged row, since a crash of the
// server empties unlogged tables.
Result<> stage_users(Transaction& transaction, std::int64_t snapshot, const std::vector<StagedUser>& users);
Result<> stage_webex(Transaction& transaction, std::int64_t snapshot, const std::vector<WebexSubscriber>& subscribers);

// kRejected when rows that were staged are not there any more: the snapshot proves nothing and has to be begun again.
Result<> check_complete(Transaction& transaction, std::int64_t snapshot, std::int64_t counted);

// Drops the tables of snapshots that are not running.
void drop_orphans(Transaction& transaction);

}  // namespace bwsync
