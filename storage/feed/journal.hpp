// The journal: what the feed said, one row per event and key, in partitions of one day (UTC). Internal to storage/.
#pragma once

#include <string>
#include <vector>

#include "daemon/domain/feed/feed_event.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

void write_journal(Transaction& transaction, const std::string& cluster, const std::string& server,
                   const std::vector<FeedEvent>& events);

// Makes the partitions of today and the coming days that are not there yet.
void make_journal_partitions(Transaction& transaction, int days_ahead);

// Drops the partitions whose every row is older than `keep`; how many.
int drop_journal_partitions(Transaction& transaction, Millis keep);

}  // namespace bwsync
