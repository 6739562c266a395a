// The feed's side of the store: journal, dirty keys, rename hints, gaps. Internal to storage/.
#pragma once

#include "daemon/ports/store/feed_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresFeedStore final : public FeedStore {
public:
    explicit PostgresFeedStore(Executor& executor) : executor_(executor) {}

    Task<Result<>> record_events(Lease lease, EventBatch batch) override;
    Task<Result<>> mark_dirty(std::string cluster, std::vector<DirtyHint> hints, Millis delay) override;
    Task<Result<std::vector<ClaimedKey>>> claim_dirty(Lease lease, std::string cluster, std::vector<DirtyKind> kinds,
                                                      int limit) override;
    Task<Result<>> finish_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys) override;
    Task<Result<>> defer_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys, Millis delay) override;
    Task<Result<std::vector<Rename>>> pending_renames(std::string cluster) override;
    Task<Result<std::int64_t>> open_gap(Lease lease, NewGap gap) override;
    Task<Result<>> settle_gaps(Lease lease, std::string cluster, std::string server) override;
    Task<Result<int>> gaps_awaiting_snapshot(std::string cluster) override;

private:
    Executor& executor_;
};

}  // namespace bwsync
