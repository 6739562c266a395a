// The table in which the rows of one running snapshot are staged. Internal to storage/.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

// "bwsync.staged_17": unlogged, so that a million rows cost no write-ahead log; dropped with the snapshot.
std::string staging_table(std::int64_t snapshot);

// kConflict when the snapshot has ended. Counts what is staged in a logged row, since a crash of the server empties
// unlogged tables.
Result<> check_running(Transaction& transaction, std::int64_t snapshot);
void count_staged(Transaction& transaction, std::int64_t snapshot, std::size_t rows);

// kRejected when rows that were staged are not there any more: the snapshot proves nothing and has to be begun again.
Result<> check_complete(Transaction& transaction, std::int64_t snapshot, std::int64_t counted);

// Drops the tables of snapshots that are not running.
void drop_orphans(Transaction& transaction);

}  // namespace bwsync
