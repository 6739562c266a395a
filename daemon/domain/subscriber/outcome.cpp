#include "daemon/domain/subscriber/outcome.hpp"

#include <utility>

#include "daemon/domain/subscriber/times.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr Millis kPrecheckAgain = 30s;

Aftermath done(SubscriberRow row)
{
    Aftermath result;
    result.row = std::move(row);
    result.row.attempts = 0;
    result.row.last_code = 0;
    result.outcome = IntentOutcome::kDone;
    return result;
}

// Webex never returns them: what was accepted last is all that is known.
void remember_sent(SubscriberRow& row, const OpenIntent& intent)
{
    if (intent.operation == Operation::kUpdate && intent.update.time_zone)
        row.sent_time_zone = *intent.update.time_zone;
    if (intent.operation != Operation::kProvision) return;
    row.sent_time_zone = intent.provision.time_zone;
    row.sent_language = intent.provision.language;
}

}  // namespace

Aftermath after_success(SubscriberRow row, const OpenIntent& intent, const WebexSubscriber& shown, Instant now)
{
    Aftermath result = done(std::move(row));
    remember_sent(result.row, intent);
    const bool is_creation = intent.operation == Operation::kProvision;
    if (shown.id.empty()) {
        // What it made is found by looking.
        result.row.due_at = now;
        if (is_creation) result.outcome.reset();
        return result;
    }
    result.row.due_at = now + kTrackerNet;
    // What was approved is done: what comes of it later is held anew.
    if (is_creation) result.row.approval = Approval::kNone;
    if (result.row.webex_id.empty()) result.row.webex_id = shown.id;
    return result;
}

Aftermath after_done(SubscriberRow row, Operation operation, Instant now)
{
    Aftermath result = done(std::move(row));
    if (operation == Operation::kConsentMove) result.row.due_at = now + kTrackerNet;
    return result;
}

Aftermath without_what_is_gone(Aftermath aftermath, Operation operation, Instant now)
{
    if (aftermath.outcome != IntentOutcome::kDone) return aftermath;
    SubscriberRow& row = aftermath.row;
    if (operation == Operation::kRemove && row.workspace) {
        row.workspace.reset();
        row.due_at = now;
    } else if (operation == Operation::kRemove) {
        aftermath.is_gone_in_webex = true;
        row.webex_id.clear();
        row.due_at = now;
    } else if (operation == Operation::kHardDelete) {
        row.person_id.clear();
        row.erases_person = false;
        row.due_at = now;
    }
    return aftermath;
}

bool precheck_cannot_tell(const WebexFailure& failure)
{
    if (failure.kind != WebexFailure::Kind::kAnswered) return false;
    const int code = failure.code;
    if (code == 0) return failure.http_status == 403 || failure.http_status == 404 || failure.http_status == 405;
    const bool asks_for_email = code == 1001 && (failure.field_name.empty() || failure.field_name == "email");
    return asks_for_email || code == 2042 || code == 2045 || code == 2046;
}

SubscriberRow after_failed_precheck(SubscriberRow row, WebexFailure failure, Instant now, double unit)
{
    if (failure.kind == WebexFailure::Kind::kUnknownOutcome || failure.http_status >= 500)
        failure.kind = WebexFailure::Kind::kNotSent;
    Aftermath aftermath = after_failure(std::move(row), Operation::kProvision, failure, now, unit);
    if (aftermath.row.state == SubscriberState::kProvisioning) aftermath.row.state = SubscriberState::kWaiting;
    if (!aftermath.outcome) aftermath.row.due_at = now + kPrecheckAgain;
    return std::move(aftermath.row);
}

SubscriberRow put_off(const Decision& decision, Instant until)
{
    SubscriberRow row = decision.row;
    row.due_at = until;
    if (is_update(decision.step)) --row.unheeded;
    if (row.state == SubscriberState::kProvisioning && row.webex_id.empty()) row.state = SubscriberState::kWaiting;
    row.reason = name_of(Reason::kQueue);
    return row;
}

}  // namespace bwsync
