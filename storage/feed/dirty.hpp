// Writing and taking off dirty keys inside a transaction that does more. Internal to storage/.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemon/ports/store/feed_store.hpp"
#include "storage/engine/session.hpp"

namespace bwsync {

// Hints of one batch, merged: at most one per key, the newest cause, in the order of the keys, so that no two batches
// wait for each other's rows crosswise.
class HintBatch {
public:
    void add(const DirtyHint& hint);
    [[nodiscard]] bool is_empty() const { return hints_.empty(); }

    // `moves_due`: a newer event starts the quiet period anew (until twenty of them have passed since the first hint);
    // else the key stays due at the earlier time.
    void write(Transaction& transaction, const std::string& cluster, Millis delay, bool moves_due) const;

private:
    std::map<std::pair<DirtyKind, std::string>, DirtyHint> hints_;
};

// Takes off claimed keys whose generation has not grown; see FeedStore::finish_dirty. Forgets the rename hints of which
// neither key is dirty any more.
void finish_keys(Transaction& transaction, const Lease& lease, const std::string& cluster,
                 const std::vector<ClaimedKey>& keys);

void notify(Transaction& transaction, const char* channel, const std::string& payload);

}  // namespace bwsync
