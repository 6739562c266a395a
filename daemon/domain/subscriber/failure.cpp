#include "daemon/domain/subscriber/failure.hpp"

#include <algorithm>

#include "daemon/domain/basics/back_off.hpp"
#include "daemon/domain/preview/precheck_report.hpp"
#include "daemon/domain/subscriber/times.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr Millis kReminderAgain = 15min;

class Judging {
public:
    Judging(SubscriberRow row, Operation operation, const WebexFailure& failure, Instant now, double unit)
        : operation_(operation), failure_(failure), now_(now), unit_(unit)
    {
        result_.row = std::move(row);
        result_.detail = failure.what;
    }

    Aftermath run()
    {
        switch (failure_.kind) {
            case WebexFailure::Kind::kNotSent:
                if (operation_ == Operation::kConsentMove) {
                    not_reminded();
                    break;
                }
                retry(jittered(doubling(1s, kLongestRetry, row().attempts), unit_));
                break;
            case WebexFailure::Kind::kUnknownOutcome:
                leave_open();
                break;
            case WebexFailure::Kind::kCancelled:
                leave_open();
                break;
            case WebexFailure::Kind::kNoGrant:
                wait_for_grant();
                break;
            case WebexFailure::Kind::kAnswered:
                answered();
                break;
        }
        // An update counts as unheeded when Webex accepted it: this one was counted as it was decided, and was not.
        const bool was_taken = result_.outcome == IntentOutcome::kDone;
        if (row_of(operation_).is_update && !was_taken && row().unheeded > 0) --row().unheeded;
        return std::move(result_);
    }

private:
    SubscriberRow& row() { return result_.row; }

    void leave_open()
    {
        // The first look comes as soon as Webex can have acted; an answer that stays so is not asked for in a loop.
        row().due_at = now_ + doubling(kSettle, kLongestRetry, row().attempts++);
        row().detail = "The answer to the last call was lost: Webex is asked what it did.";
    }
    void end(IntentOutcome outcome, Millis delay)
    {
        result_.outcome = outcome;
        row().due_at = now_ + delay;
    }
    void retry(Millis delay)
    {
        ++row().attempts;
        row().last_code = failure_.code;
        row().detail = "Will be tried again: " + failure_.what;
        end(IntentOutcome::kFailed, std::max<Millis>(delay, failure_.retry_after.value_or(0ms)));
    }
    void wait_for_grant()
    {
        row().state = SubscriberState::kWaiting;
        row().reason = name_of(Reason::kGrant);
        row().detail = kNoGrantDetail;
        end(IntentOutcome::kFailed, doubling(5s, kLongestRetry, row().attempts++));
    }

    void answered()
    {
        if (operation_ == Operation::kConsentMove) return not_reminded();
        if (operation_ == Operation::kHardDelete && failure_.http_status == 404) return end(IntentOutcome::kDone, 0ms);
        // Asked to slow down: not a failure of the subscriber, and certainly not acted on.
        if (failure_.http_status == 429 || failure_.http_status == 423) {
            row().detail = "Webex asked to slow down.";
            const Millis own = doubling(5s, kLongestRetry, row().attempts++);
            return end(IntentOutcome::kFailed, std::max(own, failure_.retry_after.value_or(0ms)));
        }
        const WebexCode& rule = webex_code_for(row_of(operation_).judged_as, failure_.http_status, failure_.code);
        if (operation_ == Operation::kEmailChange) return person_unchanged(rule);
        switch (rule.action) {
            case CodeAction::kDone:
                return end(IntentOutcome::kDone, 0ms);
            case CodeAction::kWait:
                return wait();
            case CodeAction::kLookAndAdopt:
                return look();
            case CodeAction::kRetry:
                return ill();
            case CodeAction::kRefreshGrant:
                return wait_for_grant();
            case CodeAction::kWaitForPerson:
                return park(rule, SubscriberState::kPendingPerson);
            case CodeAction::kSplit:
            case CodeAction::kStopPartner:
            case CodeAction::kPark:
                return park(rule, SubscriberState::kParked);
        }
    }
    // The People API's refusal says nothing about the subscriber, which stays as it is.
    void person_unchanged(const WebexCode& rule)
    {
        if (rule.action == CodeAction::kRetry) return ill();
        if (rule.action == CodeAction::kRefreshGrant) return wait_for_grant();
        if (rule.action == CodeAction::kWait) return wait();
        park(rule, SubscriberState::kParked);
        row().detail += " The Webex person keeps the former e-mail address; approve to remove and provision instead.";
    }
    // The subscriber stands as it stood. A mail that surely did not go out may go out later.
    void not_reminded()
    {
        const bool may_repeat = failure_.kind != WebexFailure::Kind::kAnswered || failure_.http_status == 429 ||
                                failure_.http_status == 423 || failure_.http_status >= 500;
        if (may_repeat) row().reminded_at.reset();
        row().last_code = failure_.code;
        end(IntentOutcome::kFailed, std::max<Millis>(kReminderAgain, failure_.retry_after.value_or(0ms)));
    }
    // Webex is at work on the same subscriber. For a creation that may be our own earlier request: the look tells.
    void wait()
    {
        const Millis delay = doubling(30s, 10min, row().attempts);
        ++row().attempts;
        row().last_code = failure_.code;
        if (operation_ == Operation::kProvision && failure_.code == 2008) {
            row().due_at = now_ + delay;
            return;
        }
        row().detail = "Webex is busy with this subscriber or its organisation: " + failure_.what;
        end(IntentOutcome::kFailed, std::max<Millis>(delay, failure_.retry_after.value_or(0ms)));
    }
    void look()
    {
        row().last_code = failure_.code;
        // Our picture of Webex is wrong: what it shows is asked for before anything is repeated.
        const bool names_subscriber = operation_ == Operation::kUpdate || operation_ == Operation::kRemove;
        if (names_subscriber) result_.is_gone_in_webex = true;
        // At once the first time; an answer that stays so is not asked for in a loop.
        const int before = row().attempts++;
        end(IntentOutcome::kFailed, before == 0 ? 0ms : doubling(30s, kLongestRetry, before - 1));
    }
    // A server error after a creation: it may have been acted on all the same.
    void ill()
    {
        if (operation_ == Operation::kProvision) return leave_open();
        retry(jittered(doubling(2s, kLongestRetry, row().attempts), unit_));
    }
    void park(const WebexCode& rule, SubscriberState state)
    {
        row().state = state;
        // An approval is good for one try.
        row().approval = Approval::kNone;
        row().reason = webex_reason(failure_.http_status, failure_.code);
        row().last_code = failure_.code;
        if (operation_ == Operation::kRemove) ++row().attempts;
        row().detail = failure_.what + ". " + std::string(rule.remedy);
        // Decided once more at once: a first subscriber that is parked gives its place to the next.
        row().due_at = now_;
        result_.outcome = IntentOutcome::kParked;
    }

    Operation operation_;
    const WebexFailure& failure_;
    Instant now_;
    double unit_;
    Aftermath result_;
};

}  // namespace

SubscriberRow held_for_primary(SubscriberRow row, const PrecheckReport& report, bool was_to_be_first, Instant now)
{
    row.state = SubscriberState::kWaiting;
    row.reason = name_of(Reason::kPrimaryFirst);
    row.detail = "Webex's precheck: " + outcome_of(report).meaning +
                 ". Tried when another subscriber of the enterprise is provisioned, else every 15 minutes.";
    row.changed_at = now;
    row.due_at = was_to_be_first ? now : now + kAskPrimaryAgain;
    return row;
}

Aftermath after_failure(SubscriberRow row, Operation operation, const WebexFailure& failure, Instant now, double unit)
{
    return Judging(std::move(row), operation, failure, now, unit).run();
}

}  // namespace bwsync
