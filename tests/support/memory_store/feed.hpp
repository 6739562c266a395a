// Dirty keys, rename hints and gaps in memory: storage/feed by other means.
#pragma once

#include "tests/support/memory_store/tables.hpp"

namespace bwsync::test::memory {

std::string key_text(const DirtyKey& key);
DirtyPlace place_of(const std::string& cluster, const DirtyKey& key);

// `moves_due`: a newer event starts the quiet period anew, up to twenty of them.
void merge_hints(Tables& tables, const std::string& cluster, const std::vector<DirtyHint>& hints, Millis delay,
                 bool moves_due);
// A key that a snapshot found, due at once.
void make_dirty(Tables& tables, const std::string& cluster, const DirtyKey& key, DirtyCause cause);
void record_events(Tables& tables, const std::string& cluster, const std::vector<FeedEvent>& events, Millis quiet);
std::vector<ClaimedKey> claim(Tables& tables, std::int64_t epoch, const std::string& cluster,
                              const std::vector<DirtyKind>& kinds, int limit);
void finish_keys(Tables& tables, std::int64_t epoch, const std::string& cluster, const std::vector<ClaimedKey>& keys);
void defer_keys(Tables& tables, std::int64_t epoch, const std::string& cluster, const std::vector<ClaimedKey>& keys,
                Millis delay);
std::vector<Rename> pending_renames(const Tables& tables, const std::string& cluster);

std::int64_t open_gap(Tables& tables, const std::string& cluster, const std::string& server, GapCause cause);
void settle_gaps(Tables& tables, const std::string& cluster, const std::string& server);
int gaps_awaiting_snapshot(const Tables& tables, const std::string& cluster);

}  // namespace bwsync::test::memory
