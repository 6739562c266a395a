// What the feed said: journal, dirty keys, rename hints, gaps. Errors as in lease_store.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/feed/feed_event.hpp"
#include "daemon/ports/store/lease_store.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct ClaimedKey {
    DirtyKey key;
    std::int64_t generation = 0;
    DirtyCause cause = DirtyCause::kEvent;
    int repeats_left = 0;  // further readings of a scope with background effects
    int attempts = 0;      // failed readings in a row
    Instant first_at{};    // when the oldest hint merged into it was read
};

struct DirtyHint {
    DirtyKey key;
    DirtyCause cause = DirtyCause::kEvent;
    bool has_later_effects = false;
};

enum class GapCause { kConnect, kDisconnected, kSilence, kUnreadable, kOversized, kRefused, kTakeover };
std::string_view name_of(GapCause cause);

// Events of one server, as they were read together.
struct EventBatch {
    std::string cluster;
    std::string server;
    std::vector<FeedEvent> events;
    Millis quiet_period{0};  // keys become due when nothing more was said about them for so long
};

struct NewGap {
    std::string cluster;
    std::string server;
    GapCause cause = GapCause::kConnect;
    std::string detail;
};

class FeedStore {
public:
    virtual ~FeedStore() = default;
    // Journal rows, dirty keys (due after quiet_period; an existing key's hint merges: newest generation, due moves)
    // and rename hints of one batch, in one transaction under the cluster's lease. Only after it the feed is read on.
    virtual Task<Result<>> record_events(Lease lease, EventBatch batch) = 0;
    virtual Task<Result<>> mark_dirty(std::string cluster, std::vector<DirtyHint> hints, Millis delay) = 0;
    // Up to `limit` due keys of these kinds, oldest first, marked as claimed by the lease's epoch: claims of an older
    // epoch are void, and so is one that is older than 5 minutes (nobody ended it). Rings nothing. A user key with
    // pending rename hints comes with every key of its chain, due or not, beyond the limit if need be.
    virtual Task<Result<std::vector<ClaimedKey>>> claim_dirty(Lease lease, std::string cluster,
                                                              std::vector<DirtyKind> kinds, int limit) = 0;
    // Takes the claimed keys off, except those whose generation has grown meanwhile (they are due again). repeats_left
    // > 0: comes again after 30 s, 2 min, 10 min.
    virtual Task<Result<>> finish_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys) = 0;
    // Not read: due again after `delay`, attempts grow.
    virtual Task<Result<>> defer_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys,
                                       Millis delay) = 0;
    // Rename hints not yet applied or expired, in feed order.
    virtual Task<Result<std::vector<Rename>>> pending_renames(std::string cluster) = 0;

    // Opens a gap for the server's whole cluster unless the same server has one open with a cause not yet over; returns
    // its id.
    virtual Task<Result<std::int64_t>> open_gap(Lease lease, NewGap gap) = 0;
    // The cause is over (connected again, reading again): a snapshot that begins from now on may close it.
    virtual Task<Result<>> settle_gaps(Lease lease, std::string cluster, std::string server) = 0;
    // Settled and not closed.
    virtual Task<Result<int>> gaps_awaiting_snapshot(std::string cluster) = 0;
};

}  // namespace bwsync
