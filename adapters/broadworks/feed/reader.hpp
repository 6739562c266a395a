// The change feed without its socket: bytes in, what the core is to hear of out.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "adapters/broadworks/feed/decode.hpp"
#include "adapters/broadworks/feed/framing.hpp"
#include "daemon/domain/feed/feed_event.hpp"
#include "daemon/ports/feed.hpp"

namespace bwsync::feed {

// A batch is handed on when it holds this many events; the last document may bring up to kCommandsMax - 1 more.
inline constexpr std::size_t kBatchMax = 1000;

class Reader {
public:
    explicit Reader(std::size_t document_max) : framer_(document_max) {}

    std::span<char> prepare(std::size_t size) { return framer_.prepare(size); }
    void commit(std::size_t size) { framer_.commit(size); }

    // A batch (never empty), a gap (kUnreadable or kOversized, still connected), or nothing until more bytes come; to
    // be called until nothing. Faults with no event between them are one gap. A gap is told before the events read
    // along with it, on either side of the place: it must not wait for them to be stored.
    std::optional<std::variant<FeedBatch, FeedGap>> next();

    // How many documents or runs of bytes could not be read since the last call.
    std::size_t take_unreadable();

    // A new connection: an unfinished document is forgotten.
    void reset();

private:
    struct Fault {
        FeedGap::Cause cause = FeedGap::Cause::kUnreadable;
        std::string_view reason;  // of the first; a literal
        std::size_t count = 0;
    };
    void fill(FeedBatch& batch);
    void read_document(std::string_view document, FeedBatch& batch);
    void note(FeedGap::Cause cause, std::string_view reason);
    FeedGap take_fault();

    Framer framer_;
    Decoder decoder_;
    std::vector<FeedRecord> records_;
    FeedBatch ready_;
    Fault fault_;
    std::size_t unreadable_ = 0;
};

}  // namespace bwsync::feed
