#include "daemon/core/subscriber/take_over.hpp"

namespace bwsync {

namespace {

// An intent that nobody ends (a defect, a lost answer of the store) is found so soon after it has lapsed.
constexpr Millis kOpenIntentsEvery = std::chrono::seconds(60);

}  // namespace

Task<bool> TakeOver::load(Lease lease)
{
    const bool has_enterprises = co_await enterprises_.load();
    if (!has_enterprises) co_return false;
    Result<std::optional<Instant>> listed = co_await ports_.snapshots.last_snapshot(bridge_, SnapshotSide::kWebex);
    if (!listed) co_return false;
    is_webex_known_ = is_webex_known_ || listed->has_value();
    const bool has_breakers = co_await breakers_.load();
    if (!has_breakers) co_return false;
    const bool is_policy_told = co_await wake_for_policy(lease);
    if (!is_policy_told) co_return false;
    co_return co_await wake_open_intents(lease);
}

Task<bool> TakeOver::wake_for_policy(Lease lease)
{
    Result<bool> is_new = co_await ports_.subscribers.wake_on_new_policy(lease, bridge_, fingerprint_);
    if (!is_new) co_return false;
    if (*is_new) ports_.telemetry.log(LogLevel::kInfo, "policy-changed", {Field("bridge", bridge_)});
    co_return true;
}

Task<bool> TakeOver::wake_open_intents(Lease lease)
{
    Result<std::int64_t> woken = co_await ports_.intents.wake_open_intents(lease, bridge_);
    if (!woken) co_return false;
    looked_for_open_at_ = ports_.clock.now();
    if (*woken > 0)
        ports_.telemetry.log(LogLevel::kInfo, "open-intents-found", {Field("bridge", bridge_), Field("count", *woken)});
    co_return true;
}

// Those that were held for something that is there now need not wait for their next look.
Task<> TakeOver::wake_released(Lease lease)
{
    if (is_webex_known_ && !has_woken_unread_) {
        Result<> woken =
            co_await ports_.subscribers.wake_held(lease, bridge_, std::string(name_of(Reason::kWebexUnread)));
        has_woken_unread_ = static_cast<bool>(woken);
    }
    if (!only_observe_ && did_only_observe_) {
        Result<> woken = co_await ports_.subscribers.wake_held(lease, bridge_, std::string(name_of(Reason::kObserve)));
        if (!woken) co_return;
    }
    did_only_observe_ = only_observe_;
    if (ports_.clock.now() - looked_for_open_at_ >= kOpenIntentsEvery) {
        const bool has_looked = co_await wake_open_intents(lease);
        if (!has_looked) co_return;
    }
    const bool has_grant = ports_.webex.has_grant();
    if (has_grant && !had_grant_) {
        Result<> woken = co_await ports_.subscribers.wake_held(lease, bridge_, std::string(name_of(Reason::kGrant)));
        if (!woken) co_return;
    }
    had_grant_ = has_grant;
}

}  // namespace bwsync
