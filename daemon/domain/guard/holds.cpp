#include "daemon/domain/guard/holds.hpp"

#include <utility>

namespace bwsync {

namespace {

// A breaker itself wakes those it holds: one for a probe, all when it closes. The due time is the net for a program
// that does not know breakers and takes the bridge over.
constexpr Millis kBreakerNet = std::chrono::hours(1);

struct Hold {
    Hold(Reason why, std::string_view told) : reason(why), detail(told) {}
    Hold(Reason why, std::string_view told, Millis delay) : reason(why), detail(told), recheck(delay) {}

    Reason reason;
    std::string_view detail;
    std::optional<Millis> recheck;  // nullopt: its end wakes those it held
};

bool is_observing(const Draft& draft)
{
    return draft.policy.sync == SyncPolicy::kObserve || draft.situation.only_observe;
}

// What keeps every write back.
std::optional<Hold> hold_of_all(const Draft& draft)
{
    const Situation& situation = draft.situation;
    if (is_observing(draft)) return Hold(Reason::kObserve, "The bridge only observes; nothing is sent.");
    if (situation.is_flow_through) {
        return Hold(Reason::kFlowThrough,
                    "BroadWorks itself provisions this scope into Webex (Integrated IM&P provisioning URL): only "
                    "observed.");
    }
    if (situation.is_paused) {
        return Hold(Reason::kPaused, "The bridge or the enterprise is paused by an operator: bwsyncctl bridge resume.");
    }
    if (situation.window_is_closed)
        return Hold(Reason::kWindow, "A configured window denies writes at this time.", kHeldRecheck);
    if (!situation.has_grant) return Hold(Reason::kGrant, kNoGrantDetail, kHeldRecheck);
    return std::nullopt;
}

std::optional<Hold> hold_of(const Draft& draft, bool is_creation)
{
    if (std::optional<Hold> hold = hold_of_all(draft)) return hold;
    if (is_creation && !draft.situation.webex_is_known)
        return Hold(Reason::kWebexUnread, "The list of Webex subscribers has not been read yet.");
    const std::string& breaker = draft.situation.held_by_breaker;
    if (!breaker.empty()) return Hold(Reason::kBreaker, breaker, kBreakerNet);
    return std::nullopt;
}

// Counted by the brake already.
bool is_counted(const Draft& draft, const std::optional<Instant>& decided_at)
{
    return decided_at && draft.now - *decided_at < draft.policy.brake.window;
}

bool updates_trip(Draft& draft)
{
    if (draft.row().update_approval == Approval::kApproved) return false;
    const BrakeCounts& counts = draft.situation.brakes;
    const bool counts_it = is_counted(draft, draft.row().update_decided_at);
    if (!counts_it) draft.row().update_decided_at = draft.now;
    const std::int64_t pending = counts.updates + counts.suspected_updates + (counts_it ? 0 : 1);
    const bool trips = brake_trips(pending, counts.provisioned, -1, draft.policy.brake.updates_percent);
    draft.decision.trips_updates = trips && !counts.updates_tripped;
    return trips || counts.updates_tripped;
}

bool removals_trip(Draft& draft)
{
    if (draft.row().removal_approval == Approval::kApproved) return false;
    const BrakeCounts& counts = draft.situation.brakes;
    const BrakeLimits& limits = draft.policy.brake;
    const bool counts_it = is_counted(draft, draft.before().removal_decided_at);
    const std::int64_t pending = counts.removals + counts.suspected_removals + (counts_it ? 0 : 1);
    const bool trips = brake_trips(pending, counts.provisioned, limits.removals, limits.removals_percent);
    draft.decision.trips_removals = trips && !counts.removals_tripped;
    return trips || counts.removals_tripped;
}

}  // namespace

bool may_remove(const Draft& draft)
{
    return draft.policy.sync == SyncPolicy::kSync && !draft.situation.only_observe && !draft.situation.is_flow_through;
}

bool may_write(const Draft& draft)
{
    return !hold_of_all(draft);
}

bool is_held_back(Draft& draft, bool is_creation)
{
    const std::optional<Hold> hold = hold_of(draft, is_creation);
    if (!hold) return false;
    if (hold->recheck) draft.due_in(*hold->recheck);
    draft.be(SubscriberState::kWaiting, hold->reason, std::string(hold->detail));
    return true;
}

bool is_update_braked(Draft& draft)
{
    if (!updates_trip(draft)) return false;
    draft.be(SubscriberState::kWaiting, Reason::kBrake,
             "Too many updates at once: bwsyncctl bridge approve, or reject.");
    return true;
}

bool is_replacement_braked(Draft& draft)
{
    SubscriberRow& row = draft.row();
    row.removal_decided_at = draft.before().removal_decided_at ? draft.before().removal_decided_at : draft.now;
    row.removal_approval = draft.before().removal_approval;
    return is_removal_braked(draft);
}

bool is_removal_braked(Draft& draft)
{
    if (!removals_trip(draft)) return false;
    draft.be(SubscriberState::kRemoving, Reason::kBrake,
             "Too many removals at once: bwsyncctl bridge approve, or reject.");
    return true;
}

}  // namespace bwsync
