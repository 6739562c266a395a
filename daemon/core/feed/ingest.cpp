#include "daemon/core/feed/ingest.hpp"

namespace bwsync {

namespace {

GapCause cause_of(FeedGap::Cause cause)
{
    switch (cause) {
        case FeedGap::Cause::kDisconnected:
            return GapCause::kDisconnected;
        case FeedGap::Cause::kSilence:
            return GapCause::kSilence;
        case FeedGap::Cause::kUnreadable:
            return GapCause::kUnreadable;
        case FeedGap::Cause::kOversized:
            return GapCause::kOversized;
        case FeedGap::Cause::kRefused:
            return GapCause::kRefused;
    }
    return GapCause::kDisconnected;
}

}  // namespace

Ingest::Ingest(Feed& feed, FeedStore& store, Clock& clock, Telemetry& telemetry, std::string cluster,
               Millis quiet_period, Hooks hooks)
    : feed_(feed),
      store_(store),
      clock_(clock),
      telemetry_(telemetry),
      cluster_(std::move(cluster)),
      server_(feed.server()),
      quiet_period_(quiet_period),
      hooks_(std::move(hooks))
{
}

Task<> Ingest::run(Lease lease, std::stop_token stop)
{
    while (!stop.stop_requested()) {
        Result<FeedStep> step = co_await feed_.next(stop);
        if (!step) break;
        FeedStep what = std::move(*step);
        const Stored stored = co_await take(lease, std::move(what), stop);
        if (stored != Stored::kStored) break;
    }
    // What was read and not stored, and what the server drops for a connection that nobody reads, is covered by the gap
    // that the next connection opens, here or at another replica.
    feed_.hang_up();
    is_connected_ = false;
}

Task<Stored> Ingest::take(Lease lease, FeedStep step, std::stop_token stop)
{
    if (std::holds_alternative<FeedConnected>(step)) {
        is_connected_ = true;
        // Nobody can ask the server what it said while nobody listened.
        std::string detail = "connected to " + server_;
        co_return co_await gap(lease, GapCause::kConnect, true, std::move(detail), stop);
    }
    if (auto* lost = std::get_if<FeedGap>(&step)) {
        is_connected_ = lost->is_connected;
        co_return co_await gap(lease, cause_of(lost->cause), lost->is_connected, std::move(lost->detail), stop);
    }
    co_return co_await commit(lease, std::move(std::get<FeedBatch>(step).events), stop);
}

Task<Stored> Ingest::gap(Lease lease, GapCause cause, bool is_over, std::string detail, std::stop_token stop)
{
    telemetry_.log(LogLevel::kInfo, "feed-gap",
                   {Field("cluster", cluster_), Field("server", server_), Field("cause", std::string(name_of(cause))),
                    Field("detail", detail)});
    NewGap gap;
    gap.cluster = cluster_;
    gap.server = server_;
    gap.cause = cause;
    gap.detail = std::move(detail);
    std::function<Task<Result<>>()> open = [this, lease, gap]() -> Task<Result<>> {
        Result<std::int64_t> opened = co_await store_.open_gap(lease, gap);
        if (!opened) co_return opened.error();
        co_return std::monostate();
    };
    const Stored opened = co_await persist(clock_, telemetry_, "open-gap", open, stop);
    if (opened != Stored::kStored || !is_over) co_return opened;
    std::function<Task<Result<>>()> settle = [this, lease] { return store_.settle_gaps(lease, cluster_, server_); };
    const Stored settled = co_await persist(clock_, telemetry_, "settle-gap", settle, stop);
    if (settled == Stored::kStored) hooks_.gap_is_settled();
    co_return settled;
}

Task<Stored> Ingest::commit(Lease lease, std::vector<FeedEvent> events, std::stop_token stop)
{
    if (events.empty()) co_return Stored::kStored;
    EventBatch batch;
    batch.cluster = cluster_;
    batch.server = server_;
    batch.events = std::move(events);
    batch.quiet_period = quiet_period_;
    std::function<Task<Result<>>()> record = [this, lease, &batch] { return store_.record_events(lease, batch); };
    const Stored recorded = co_await persist(clock_, telemetry_, "record-events", record, stop);
    if (recorded == Stored::kStored) hooks_.keys_are_due_in(quiet_period_);
    co_return recorded;
}

}  // namespace bwsync
