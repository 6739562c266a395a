#include "daemon/core/subscriber/tracker.hpp"

#include <algorithm>

#include "daemon/core/basics/persist.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

// Statuses that change while a list is read may carry an earlier instant than what the list showed.
constexpr Millis kOverlap = 2min;
constexpr Millis kShortestOverlap = 1ms;
constexpr Millis kScheduleCheck = 5s;
constexpr Millis kAfterFailure = 15s;
// A longer sleep is said to be one.
constexpr Millis kLongSleep = 2min;

double seconds(Millis length)
{
    return static_cast<double>(length.count()) / 1000;
}

}  // namespace

Tracker::Tracker(BridgePorts ports, BridgeSettings settings, Hooks hooks)
    : ports_(ports),
      settings_(std::move(settings)),
      hooks_(std::move(hooks)),
      following_("tracker " + settings_.policy.bridge),
      listing_("lister " + settings_.policy.bridge)
{
}

void Tracker::request_snapshot()
{
    is_requested_ = true;
    if (bell_) bell_->ring();
}

Task<> Tracker::run(Lease lease, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    bell_ = std::make_shared<Signal>();
    TaskGroup group(executor, stop);
    std::function<Task<>(std::stop_token)> following = [this](std::stop_token token) { return follow(token); };
    std::function<Task<>(std::stop_token)> listing = [this, lease](std::stop_token token) {
        return list_when_due(lease, token);
    };
    group.spawn(following);
    group.spawn(listing);
    co_await group.join();
}

Task<> Tracker::follow(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        const bool may_ask = ports_.webex.has_grant() && newest_ != Instant{};
        ports_.liveness.rest(following_);
        if (may_ask) co_await poll(stop);
        ports_.liveness.beat(following_);
        if (settings_.status_poll > kLongSleep) ports_.liveness.rest(following_);
        co_await ports_.clock.sleep_for(settings_.status_poll, stop);
    }
    ports_.liveness.rest(following_);
}

Task<> Tracker::poll(std::stop_token stop)
{
    SubscriberFilter filter;
    // What could still come late has come once the newest change has stood for the whole overlap: an idle partner is
    // then asked only for what is newer, not again and again for all that changed last.
    const Millis stood = ports_.clock.now() - newest_at_;
    filter.last_status_change_after = newest_ - std::max(kShortestOverlap, kOverlap - stood);
    std::string next;
    Instant newest = newest_;
    do {
        WebexResult<SubscriberPage> page = co_await ports_.webex.list(filter, next, stop);
        if (!page) co_return;
        for (const WebexSubscriber& each : page->items) newest = std::max(newest, each.last_status_change);
        Result<std::int64_t> changed =
            co_await ports_.mirror.record_webex(settings_.policy.partner, page->items, std::nullopt);
        if (!changed) co_return;
        if (*changed > 0) hooks_.subscribers_are_due();
        next = page->next;
    } while (!next.empty() && !stop.stop_requested());
    // Only a whole pass moves the mark: a page that failed is asked for again.
    see(newest);
}

void Tracker::see(Instant change)
{
    if (change <= newest_) return;
    newest_ = change;
    newest_at_ = ports_.clock.now();
}

Task<> Tracker::list_when_due(Lease lease, std::stop_token stop)
{
    while (!stop.stop_requested()) {
        Result<std::optional<Instant>> last =
            co_await ports_.snapshots.last_snapshot(settings_.policy.bridge, SnapshotSide::kWebex);
        // The mark of the tracker lives in memory: a new process reads the list once before it follows.
        const bool is_stale = last && (!*last || ports_.clock.now() - **last >= settings_.snapshot_every);
        const bool is_due = is_requested_ || is_stale || newest_ == Instant{};
        Millis pause = kScheduleCheck;
        if (is_due && ports_.webex.has_grant()) {
            std::string trigger = "start";
            if (is_stale) trigger = "schedule";
            if (is_requested_) trigger = "request";
            ports_.liveness.rest(listing_);
            const bool is_listed = co_await list_all(lease, trigger, stop);
            if (!is_listed) pause = kAfterFailure;
            if (is_listed) is_requested_ = false;
        }
        ports_.liveness.beat(listing_);
        co_await ports_.clock.wait_for(*bell_, pause, stop);
    }
    ports_.liveness.rest(listing_);
}

Task<bool> Tracker::list_all(Lease lease, std::string trigger, std::stop_token stop)
{
    const BridgePolicy& policy = settings_.policy;
    const Instant begun_at = ports_.clock.now();
    NewSnapshot wanted;
    wanted.name = policy.bridge;
    wanted.side = SnapshotSide::kWebex;
    wanted.trigger = trigger;
    Result<std::int64_t> snapshot = co_await ports_.snapshots.begin_snapshot(lease, std::move(wanted));
    if (!snapshot) co_return false;
    Result<> recorded = co_await record_pages(*snapshot, stop);
    if (!recorded) {
        Result<> failed = co_await ports_.snapshots.fail_snapshot(lease, *snapshot, recorded.error().what);
        ports_.telemetry.log(LogLevel::kWarning, "snapshot-failed",
                             {Field("bridge", policy.bridge), Field("why", recorded.error().what),
                              Field("noted", std::string(failed ? "yes" : "no"))});
        co_return false;
    }
    BridgeRef bridge = bridge_ref(policy);
    Result<SnapshotResult> result =
        co_await ports_.snapshots.finish_webex_snapshot(lease, *snapshot, std::move(bridge));
    if (!result) co_return false;
    // An empty organisation has shown no instant; from now on is enough then, by our own clock.
    if (newest_ == Instant{}) see(begun_at);
    ports_.telemetry.observe("snapshot_seconds", {policy.cluster, "webex"}, seconds(ports_.clock.now() - begun_at));
    ports_.telemetry.log(
        LogLevel::kInfo, "snapshot",
        {Field("bridge", policy.bridge), Field("side", "webex"), Field("trigger", trigger),
         Field("users", result->users), Field("changed", result->changed), Field("missing", result->missing)});
    hooks_.webex_is_known();
    hooks_.subscribers_are_due();
    co_return true;
}

Task<Result<>> Tracker::record_pages(std::int64_t snapshot, std::stop_token stop)
{
    const SubscriberFilter everything;
    std::string next;
    do {
        WebexResult<SubscriberPage> page = co_await ports_.webex.list(everything, next, stop);
        if (!page) co_return Error(ErrorKind::kRetry, "the list of Webex subscribers: " + page.error().what);
        for (const WebexSubscriber& each : page->items) see(each.last_status_change);
        Result<std::int64_t> changed =
            co_await ports_.mirror.record_webex(settings_.policy.partner, page->items, snapshot);
        if (!changed) co_return changed.error();
        next = page->next;
    } while (!next.empty() && !stop.stop_requested());
    if (stop.stop_requested()) co_return Error(ErrorKind::kCancelled, "stopping");
    co_return std::monostate();
}

}  // namespace bwsync
