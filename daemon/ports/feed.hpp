// The change feed of one application server, as the core sees it.
#pragma once

#include <stop_token>
#include <variant>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/feed/feed_event.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

// The connection stands; a new epoch begins.
struct FeedConnected {
    std::string server;  // host:port
};
// Something may have been missed; the feed goes on by itself (it reconnects with back-off and jitter).
struct FeedGap {
    enum class Cause { kDisconnected, kSilence, kUnreadable, kOversized, kRefused } cause = Cause::kDisconnected;
    bool is_connected = false;  // false: the connection is gone
    std::string detail;         // for a person; no raw record
};
// Whole documents, decoded and classified, in order.
struct FeedBatch {
    std::vector<FeedEvent> events;
};
using FeedStep = std::variant<FeedConnected, FeedGap, FeedBatch>;
std::string_view name_of(FeedGap::Cause cause);

class Feed {
public:
    virtual ~Feed() = default;
    [[nodiscard]] virtual std::string server() const = 0;
    // The next thing that happened. Bytes are read from the socket only inside this call: a caller that is slow to come
    // back makes the server wait (TCP back-pressure). Batches hold at most about 1,000 events. kCancelled on stop;
    // nothing else.
    virtual Task<Result<FeedStep>> next(std::stop_token stop) = 0;
    // Nobody reads on here: the connection is closed, and the server holds nothing back for it. next() connects anew. A
    // feed that has no connection has nothing to do.
    virtual void hang_up() {}
};

}  // namespace bwsync
