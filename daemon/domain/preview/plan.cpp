#include "daemon/domain/preview/plan.hpp"

#include <limits>

#include "daemon/domain/workspace/workspace.hpp"

namespace bwsync {

namespace {

bool is_removal(const Decision& decision)
{
    return decision.row.state == SubscriberState::kRemoving;
}

// Words of Webex's failures have no row of their own, and none of its marks.
const ReasonRow& reason_row(const Decision& decision)
{
    return row_of(named<Reason>(decision.row.reason).value_or(Reason::kNone));
}

PlanAction action_of(const Decision& decision)
{
    const PlanAction stepped = row_of(decision.step).action;
    if (stepped == PlanAction::kRemove && !is_removal(decision)) return PlanAction::kReplace;
    if (stepped != PlanAction::kNone) return stepped;
    if (is_removal(decision))
        return has_reason(decision.row, Reason::kPerson) ? PlanAction::kHardDelete : PlanAction::kRemove;
    return reason_row(decision).precedes_call ? PlanAction::kProvision : PlanAction::kNone;
}

// Whether `decision` is carried out at once.
bool is_sent(const Decision& decision)
{
    return row_of(decision.step).action != PlanAction::kNone;
}

std::vector<std::string> fields_of(const UpdateRequest& update)
{
    std::vector<std::string> fields;
    const auto add = [&fields](const std::optional<std::string>& field, const char* name) {
        if (field) fields.emplace_back(name);
    };
    add(update.user_id, "userId");
    add(update.first_name, "firstName");
    add(update.last_name, "lastName");
    add(update.primary_phone_number, "primaryPhoneNumber");
    add(update.mobile_phone_number, "mobilePhoneNumber");
    add(update.extension, "extension");
    add(update.time_zone, "timezone");
    add(update.package, "package");
    return fields;
}

UpdateRequest update_of(const Decision& decision)
{
    if (!decision.row.workspace) return decision.update;
    const WorkspaceUpdate change = workspace_change(*decision.row.workspace);
    UpdateRequest update;
    update.user_id = change.user_id;
    update.primary_phone_number = change.primary_phone_number;
    update.extension = change.extension;
    return update;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string reason_for(const Subject& subject, const Decision& free, const PlanItem& item)
{
    switch (item.action) {
        case PlanAction::kProvision:
            return item.makes_organization ? "Entitled in BroadWorks, not in Webex; the first of its enterprise, whose "
                                             "organisation it makes."
                                           : "Entitled in BroadWorks, not in Webex.";
        case PlanAction::kUpdate:
            return "BroadWorks and Webex differ: " + joined(item.changes) + ".";
        case PlanAction::kReplace:
            return "Changed in BroadWorks in a way that Webex takes only as remove and provision.";
        case PlanAction::kRename:
            return "The same person under another user id: its Webex account moves along.";
        case PlanAction::kRemove:
            return subject.row.removal ? "Removal decided: " + subject.row.removal->proof
                                       : "Not entitled in BroadWorks any more, or gone: readings and grace come first.";
        case PlanAction::kHardDelete:
            return "The subscriber is removed; its Webex user follows, unless it stands for somebody else.";
        case PlanAction::kConsentMail:
            return "Has not agreed to move for as long as configured: the mail is sent once more.";
        case PlanAction::kNone:
            break;
    }
    if (!free.row.detail.empty()) return free.row.detail;
    if (free.step == Step::kReadSource) return "Is read again in BroadWorks first.";
    return free.row.reason;
}

}  // namespace

bool is_held(const Decision& decision)
{
    if (is_sent(decision)) return false;
    const bool is_waiting = decision.row.state == SubscriberState::kWaiting || is_removal(decision);
    return is_waiting && reason_row(decision).is_hold;
}

Situation without_holds(Situation situation)
{
    situation.is_paused = false;
    situation.window_is_closed = false;
    situation.has_grant = true;
    situation.webex_is_known = true;
    situation.only_observe = false;
    situation.held_by_breaker.clear();
    situation.brakes = BrakeCounts();
    return situation;
}

BridgePolicy without_holds(BridgePolicy policy)
{
    if (policy.sync == SyncPolicy::kObserve) policy.sync = SyncPolicy::kSync;
    policy.brake.removals = std::numeric_limits<int>::max();
    policy.brake.removals_percent = 100;
    policy.brake.updates_percent = 100;
    return policy;
}

PlanItem plan_item(const Subject& subject, const Decision& decision, const Decision& free)
{
    PlanItem item;
    item.user_id = subject.row.user_id;
    if (free.row.wanted) item.sp_enterprise_id = free.row.wanted->sp_enterprise_id;
    if (free.row.workspace) item.sp_enterprise_id = free.row.workspace->wanted.sp_enterprise_id;
    item.action = action_of(free);
    item.makes_organization = free.makes_organization;
    item.is_prechecked = free.wants_precheck;
    if (item.action == PlanAction::kUpdate) item.changes = fields_of(update_of(free));
    if (free.step == Step::kEmailChange) item.changes = {"email"};
    if (!is_sent(decision)) item.held = decision.row.reason;
    const bool is_read_first = decision.step == Step::kReadSource && item.action != PlanAction::kNone;
    if (is_read_first && item.held.empty()) item.held = "reading";
    item.why = reason_for(subject, free, item);
    return item;
}

}  // namespace bwsync
