#include "adapters/broadworks/feed/reader.hpp"

#include <utility>

namespace bwsync::feed {

namespace {

constexpr std::size_t kReserved = 64;

}  // namespace

std::optional<std::variant<FeedBatch, FeedGap>> Reader::next()
{
    if (ready_.events.empty()) fill(ready_);
    if (fault_.count > 0) return take_fault();
    if (ready_.events.empty()) return std::nullopt;
    return std::exchange(ready_, FeedBatch());
}

// Until the batch is full, the bytes are used up, or there are both events and a fault to tell.
void Reader::fill(FeedBatch& batch)
{
    while (batch.events.size() < kBatchMax && (batch.events.empty() || fault_.count == 0)) {
        const Frame frame = framer_.next();
        switch (frame.kind) {
            case Frame::Kind::kDocument:
                read_document(frame.document, batch);
                break;
            case Frame::Kind::kUnreadable:
                note(FeedGap::Cause::kUnreadable, frame.reason);
                break;
            case Frame::Kind::kOversized:
                note(FeedGap::Cause::kOversized, frame.reason);
                break;
            case Frame::Kind::kNeedMore:
                return;
        }
    }
}

void Reader::read_document(std::string_view document, FeedBatch& batch)
{
    // Most reads bring some dozen documents; growing from nothing would move each event twice.
    if (batch.events.capacity() == 0) batch.events.reserve(kReserved);
    const char* error = decoder_.decode(document, records_);
    for (auto& record : records_) {
        auto& event = batch.events.emplace_back();
        event.classification = classify(record);
        event.record = std::move(record);
    }
    if (error != nullptr) note(FeedGap::Cause::kUnreadable, error);
}

void Reader::note(FeedGap::Cause cause, std::string_view reason)
{
    ++unreadable_;
    if (fault_.count++ > 0) return;
    fault_.cause = cause;
    fault_.reason = reason;
}

FeedGap Reader::take_fault()
{
    FeedGap gap;
    gap.cause = fault_.cause;
    gap.is_connected = true;
    gap.detail = fault_.reason;
    if (fault_.count > 1) gap.detail += ", and " + std::to_string(fault_.count - 1) + " more such places";
    fault_ = Fault();
    return gap;
}

std::size_t Reader::take_unreadable()
{
    return std::exchange(unreadable_, 0);
}

void Reader::reset()
{
    framer_.reset();
    ready_.events.clear();
    fault_ = Fault();
}

}  // namespace bwsync::feed
