#include "daemon/domain/subscriber/failure.hpp"

#include <algorithm>

#include "daemon/domain/preview/precheck_report.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

// A lost answer is looked after when the peer has had time to act on the request.
constexpr Millis kLookAfter = 5s;
constexpr Millis kGrantRecheck = 60s;
constexpr Millis kReminderAgain = 15min;
constexpr Millis kAskPrimaryAgain = 15min;

Millis doubling(Millis first, Millis most, int attempts)
{
    return std::min<Millis>(first * (std::int64_t(1) << std::min(attempts, 20)), most);
}

Millis jittered(Millis delay, double unit)
{
    return Millis(static_cast<Millis::rep>(static_cast<double>(delay.count()) * (0.5 + unit / 2)));
}

std::string word_of(const WebexFailure& failure)
{
    if (failure.code != 0) return "webex-" + std::to_string(failure.code);
    return "webex-http-" + std::to_string(failure.http_status);
}

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
                retry(jittered(doubling(1s, 5min, row().attempts), unit_));
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
        return std::move(result_);
    }

private:
    SubscriberRow& row() { return result_.row; }

    void leave_open()
    {
        row().due_at = now_ + kLookAfter;
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
        row().reason = "grant";
        row().detail = "No OAuth grant is alive: bwsyncctl grant list says which to renew.";
        end(IntentOutcome::kFailed, doubling(5s, kGrantRecheck, row().attempts++));
    }

    void answered()
    {
        if (operation_ == Operation::kConsentMove) return not_reminded();
        if (operation_ == Operation::kHardDelete && failure_.http_status == 404) return end(IntentOutcome::kDone, 0ms);
        // Asked to slow down: not a failure of the subscriber, and certainly not acted on.
        if (failure_.http_status == 429 || failure_.http_status == 423) {
            row().detail = "Webex asked to slow down.";
            return end(IntentOutcome::kFailed, failure_.retry_after.value_or(5s));
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
        if (operation_ == Operation::kUpdate) result_.is_gone_in_webex = true;
        end(IntentOutcome::kFailed, 0ms);
    }
    // A server error after a creation: it may have been acted on all the same.
    void ill()
    {
        if (operation_ == Operation::kProvision) return leave_open();
        retry(jittered(doubling(2s, 5min, row().attempts), unit_));
    }
    void park(const WebexCode& rule, SubscriberState state)
    {
        row().state = state;
        // An approval is good for one try.
        row().approval = Approval::kNone;
        row().reason = word_of(failure_);
        row().last_code = failure_.code;
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
    row.reason = kPrimaryFirst;
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
