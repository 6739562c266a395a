#include "daemon/domain/workspace/workspace.hpp"

#include <algorithm>
#include <utility>

#include "daemon/domain/basics/back_off.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr Millis kFirstRetry = 2s;
constexpr Millis kLongestRetry = 5min;
constexpr Millis kSlowDown = 5s;
constexpr int kNoSuchWorkspace = 2039;
constexpr std::string_view kAdopt = "adopt ";

std::optional<std::string> changed(const std::string& done, const std::string& wanted)
{
    return done == wanted ? std::nullopt : std::optional(wanted);
}

void park(Aftermath& result, Instant now, std::string reason, std::string detail)
{
    result.row.state = SubscriberState::kParked;
    result.row.reason = std::move(reason);
    result.row.detail = std::move(detail);
    result.row.due_at = now;
    result.outcome = IntentOutcome::kParked;
}

void retry(Aftermath& result, Instant now, Millis delay, const WebexFailure& failure)
{
    ++result.row.attempts;
    result.row.last_code = failure.code;
    result.row.detail = "Will be tried again: " + failure.what;
    result.row.due_at = now + std::max<Millis>(delay, failure.retry_after.value_or(0ms));
    result.outcome = IntentOutcome::kFailed;
}

// Webex does not know the id any more.
void gone(Aftermath& result, Operation operation, Instant now)
{
    if (operation == Operation::kRemove) {
        result.row.due_at = now;
        result.outcome = IntentOutcome::kDone;
        return;
    }
    result.row.workspace->id.clear();
    result.row.workspace->is_uncertain = true;
    park(result, now, std::string(name_of(Reason::kWorkspaceGone)), "");
}

}  // namespace

WorkspaceUpdate workspace_change(const WorkspaceRow& workspace)
{
    WorkspaceUpdate change;
    change.user_id = changed(workspace.done.user_id, workspace.wanted.user_id);
    change.primary_phone_number = changed(workspace.done.primary_phone_number, workspace.wanted.primary_phone_number);
    change.extension = changed(workspace.done.extension, workspace.wanted.extension);
    return change;
}

bool is_other_place(const WorkspaceRow& workspace)
{
    return workspace.done.sp_enterprise_id != workspace.wanted.sp_enterprise_id ||
           workspace.done.provisioning_id != workspace.wanted.provisioning_id;
}

void take_workspace_order(SubscriberRow& row)
{
    const std::string order = std::exchange(row.workspace_order, std::string());
    if (order.empty()) return;
    const bool is_new = !row.workspace.has_value();
    if (is_new) row.workspace.emplace();
    WorkspaceRow& workspace = *row.workspace;
    const bool is_adoption = order.starts_with(kAdopt);
    if (order == "provision" || (is_new && is_adoption)) workspace.is_by_command = true;
    if (order == "retry" || is_adoption) workspace.is_uncertain = false;
    if (order == "remove") {
        workspace.is_by_command = false;
        workspace.is_removal_ordered = !workspace.id.empty();
    }
    if (is_adoption) workspace.id = order.substr(kAdopt.size());
    if (is_adoption || order == "update") {
        // Everything that can be sent is sent: what Webex shows is not known, or not believed.
        workspace.done.user_id.clear();
        workspace.done.primary_phone_number = "?";
        workspace.done.extension = "?";
    }
    if (is_adoption) {
        workspace.done.sp_enterprise_id.clear();
        workspace.done.provisioning_id.clear();
    }
    row.attempts = 0;
    if (row.state == SubscriberState::kParked) row.state = SubscriberState::kWaiting;
}

Aftermath after_workspace_success(SubscriberRow row, const WebexWorkspace& shown, Instant now)
{
    Aftermath result;
    result.row = std::move(row);
    result.row.attempts = 0;
    result.row.last_code = 0;
    result.row.due_at = now;
    WorkspaceRow& workspace = *result.row.workspace;
    const bool is_creation = workspace.id.empty();
    if (is_creation && shown.id.empty()) {
        // A creation that tells no id was done all the same: it stays uncertain.
        result.outcome = IntentOutcome::kParked;
        return result;
    }
    // An update does not change the display name.
    const std::string display_name = is_creation ? workspace.wanted.display_name : workspace.done.display_name;
    if (is_creation) workspace.id = shown.id;
    workspace.done = workspace.wanted;
    workspace.done.display_name = display_name;
    workspace.is_uncertain = false;
    result.outcome = IntentOutcome::kDone;
    return result;
}

Aftermath after_workspace_failure(SubscriberRow row, Operation operation, const WebexFailure& failure, Instant now,
                                  double unit)
{
    Aftermath result;
    result.row = std::move(row);
    result.detail = failure.what;
    const Millis delay = jittered(doubling(kFirstRetry, kLongestRetry, result.row.attempts), unit);
    const bool is_creation = operation == Operation::kProvision;
    const bool may_be_done = failure.kind == WebexFailure::Kind::kUnknownOutcome ||
                             failure.kind == WebexFailure::Kind::kCancelled ||
                             (failure.kind == WebexFailure::Kind::kAnswered && failure.http_status >= 500);
    if (is_creation && may_be_done) {
        result.row.workspace->is_uncertain = true;
        park(result, now, std::string(name_of(Reason::kUnknownOutcome)), "");
        return result;
    }
    if (is_creation) result.row.workspace->is_uncertain = false;
    if (failure.kind == WebexFailure::Kind::kNoGrant) {
        retry(result, now, kLongestRetry / 5, failure);
        result.row.state = SubscriberState::kWaiting;
        result.row.reason = name_of(Reason::kGrant);
        return result;
    }
    const bool is_slow = failure.http_status == 429 || failure.http_status == 423;
    if (may_be_done || failure.kind == WebexFailure::Kind::kNotSent || is_slow) {
        retry(result, now, is_slow ? kSlowDown : delay, failure);
        return result;
    }
    if (failure.code == kNoSuchWorkspace && !is_creation) {
        gone(result, operation, now);
        return result;
    }
    result.row.last_code = failure.code;
    park(result, now, webex_reason(failure.http_status, failure.code),
         failure.what + ". " + std::string(webex_code(failure.code).remedy) + " Then: bwsyncctl workspace retry.");
    return result;
}

}  // namespace bwsync
