#include "daemon/domain/subscriber/wanted.hpp"

#include <algorithm>

#include "daemon/domain/basics/text.hpp"
#include "daemon/domain/guard/holds.hpp"
#include "daemon/domain/subscriber/compare.hpp"
#include "daemon/domain/subscriber/diff.hpp"
#include "daemon/domain/subscriber/first_call.hpp"
#include "daemon/domain/subscriber/times.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

// The tracker's list shows what changes; a single look is the safety net behind it.
constexpr Millis kPersonNet = 15min;
// How often an error that Webex itself may end is answered with the same update.
constexpr int kAsyncRetries = 3;

bool was_removed(const SubscriberRow& before)
{
    const bool is_held = before.state == SubscriberState::kParked && has_reason(before, Reason::kReuseGuard);
    return before.wanted && (before.state == SubscriberState::kRemoved || is_held);
}

// The user id was removed from Webex for one person and now names another (reuse guard).
bool is_other_person(const Draft& draft)
{
    if (!draft.policy.reuse_guard || !was_removed(draft.before()) || draft.is_approved()) return false;
    const ProvisionRequest& before = *draft.before().wanted;
    const ProvisionRequest& after = draft.verdict->wanted;
    const bool has_other_name = before.first_name != after.first_name || before.last_name != after.last_name;
    return has_other_name && lower_case(before.email) != lower_case(after.email);
}

bool may_restore(const Draft& draft)
{
    return draft.policy.restore_removed_in_webex || draft.is_approved();
}

bool is_held_as_removed(const Draft& draft)
{
    const SubscriberRow& before = draft.before();
    return before.state == SubscriberState::kParked && has_reason(before, Reason::kRemovedInWebex) &&
           !may_restore(draft);
}

void missing_in_webex(Draft& draft)
{
    if (!draft.situation.has_looked) return draft.ask_peer(Step::kLook);
    draft.row().webex_id.clear();
    if (may_restore(draft)) {
        // Written down first: what is provisioned next is nobody that Webex has.
        draft.be(SubscriberState::kProvisioning);
        return draft.due_in(0ms);
    }
    draft.settle(SubscriberState::kParked, Reason::kRemovedInWebex,
                 "Somebody removed the subscriber on the Webex side. Approve to provision it again, or take the user "
                 "out of BroadWorks.");
}

bool is_where_wanted(const WebexSubscriber& shown, const ProvisionRequest& wish)
{
    return shown.sp_enterprise_id == wish.sp_enterprise_id &&
           (shown.provisioning_id.empty() || shown.provisioning_id == wish.provisioning_id);
}

// False: Webex's subscriber of that user id is not ours now.
bool adopt(Draft& draft)
{
    SubscriberRow& row = draft.row();
    if (is_where_wanted(*draft.webex, *row.wanted)) {
        row.webex_id = draft.webex->id;
        draft.remember_sent(*row.wanted);
        return true;
    }
    if (!draft.is_approved()) {
        draft.settle(SubscriberState::kParked, Reason::kConflict,
                     "Webex holds this user id under another enterprise or template. Approve to remove it there and "
                     "provision it here.");
        return false;
    }
    if (is_held_back(draft, false)) return false;
    row.webex_id = draft.webex->id;
    replace_subscriber(draft);
    return false;
}

// A single look, should the tracker's list have missed the change.
void watch(Draft& draft, Millis delay)
{
    const SubscriberRow& before = draft.before();
    const bool is_time = before.due_at && *before.due_at <= draft.now && !draft.situation.has_looked &&
                         draft.now - draft.webex->last_status_change > delay && draft.situation.has_grant;
    draft.due_in(delay);
    if (is_time && before.state == draft.row().state) draft.step(Step::kLook);
}

void in_flight(Draft& draft, SubscriberState state)
{
    draft.be(state);
    watch(draft, kTrackerNet);
}

// Once per provisioning: the time is noted before the mail goes out, and a lost answer is not asked for again.
void remind(Draft& draft)
{
    SubscriberRow& row = draft.row();
    if (draft.policy.consent_reminder.count() == 0 || row.reminded_at) return;
    const Instant due = draft.webex->last_status_change + draft.policy.consent_reminder;
    if (draft.now < due) {
        row.due_at = std::min(row.due_at.value_or(due), due);
        return;
    }
    if (!may_write(draft)) return;
    row.reminded_at = draft.now;
    draft.step(Step::kConsentMove);
}

void pending_person(Draft& draft, Reason reason)
{
    draft.settle(SubscriberState::kPendingPerson, reason, "Webex waits for the person; nothing is repeated meanwhile.");
    watch(draft, kPersonNet);
    if (reason == Reason::kPendingUserMigration) remind(draft);
}

void failed_in_webex(Draft& draft, bool was_refused)
{
    const int code = draft.webex->errors.empty() ? 0 : draft.webex->errors.front().code;
    const WebexCode& rule = webex_code(code);
    const bool is_transient = rule.action == CodeAction::kRetry || rule.action == CodeAction::kWait;
    const SubscriberDiff diff =
        difference(*draft.row().wanted, *draft.webex, draft.row().sent_time_zone, draft.verdict->has_trusted_email);
    const int tries = is_transient ? kAsyncRetries : 1;
    if (!diff.update.is_empty() && !was_refused && draft.row().unheeded < tries)
        return update_subscriber(draft, diff.update);
    if (draft.is_approved()) {
        if (!is_held_back(draft, false)) replace_subscriber(draft);
        return;
    }
    draft.row().last_code = code;
    draft.be_refused(SubscriberState::kParked, code,
                     std::string(rule.title) + ". " + std::string(rule.remedy) +
                         " Approve to remove the subscriber and provision it again.");
    draft.keep();
}

void unknown_status(Draft& draft)
{
    draft.settle(SubscriberState::kParked, Reason::kUnknownStatus,
                 "Webex shows the status '" + draft.webex->status_text +
                     "', which bwsync does not know: it waits until the status changes.");
    draft.due_in(kPersonNet);
}

void by_status(Draft& draft, bool was_refused)
{
    switch (draft.webex->status) {
        case WebexStatus::kProvisioning:
            return in_flight(draft, SubscriberState::kProvisioning);
        case WebexStatus::kUpdating:
            return in_flight(draft, SubscriberState::kUpdating);
        case WebexStatus::kPendingEmailInput:
            return pending_person(draft, Reason::kPendingEmailInput);
        case WebexStatus::kPendingEmailValidation:
            return pending_person(draft, Reason::kPendingEmailValidation);
        case WebexStatus::kPendingUserMigration:
            return pending_person(draft, Reason::kPendingUserMigration);
        case WebexStatus::kError:
            return failed_in_webex(draft, was_refused);
        case WebexStatus::kProvisioned:
            return compare(draft, was_refused);
        case WebexStatus::kUnknown:
            return unknown_status(draft);
    }
}

bool was_refused_before(const SubscriberRow& before)
{
    const bool is_stuck = before.state == SubscriberState::kParked || before.state == SubscriberState::kPendingPerson;
    return is_stuck && is_webex_reason(before.reason);
}

// Webex has nobody of that id or user id.
void not_in_webex(Draft& draft, bool was_refused)
{
    if (!draft.row().webex_id.empty()) return missing_in_webex(draft);
    if (is_held_as_removed(draft)) return draft.keep();
    if (was_refused && !draft.is_approved()) return draft.keep();
    first_call(draft);
}

}  // namespace

void wanted(Draft& draft)
{
    SubscriberRow& row = draft.row();
    draft.clear_removal();
    // Somebody who is wanted again: an order to delete the person is void, and approves nothing else.
    if (row.erases_person) row.approval = Approval::kNone;
    row.erases_person = false;
    const bool is_changed = row.wanted != draft.verdict->wanted;
    if (is_changed && is_other_person(draft)) {
        return draft.settle(SubscriberState::kParked, Reason::kReuseGuard,
                            "The user id belonged to another person whose Webex account was removed. Check that the "
                            "old account is gone, then approve.");
    }
    if (is_changed) draft.begin_anew();
    row.wanted = draft.verdict->wanted;
    const bool was_refused = !is_changed && was_refused_before(draft.before());
    if (!draft.webex) return not_in_webex(draft, was_refused);
    if (row.webex_id.empty() && !adopt(draft)) return;
    by_status(draft, was_refused);
}

}  // namespace bwsync
