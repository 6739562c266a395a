#include "daemon/domain/workspace/decide_workspace.hpp"

#include <utility>

#include "daemon/domain/guard/holds.hpp"
#include "daemon/domain/subscriber/compare.hpp"
#include "daemon/domain/subscriber/removal.hpp"
#include "daemon/domain/workspace/workspace.hpp"

namespace bwsync {

namespace {

constexpr Millis kOrganizationRecheck = std::chrono::seconds(5);

// Somebody whom Webex has as a subscriber is no workspace before a person has taken the subscriber away.
bool is_subscriber(Draft& draft)
{
    if (!draft.row().webex_id.empty() && !draft.webex) {
        if (!draft.situation.has_looked) {
            draft.ask_peer(Step::kLook);
            return true;
        }
        draft.row().webex_id.clear();
    }
    if (!draft.webex) return false;
    draft.settle(SubscriberState::kParked, Reason::kWorkspaceConflict,
                 "The user is to be a workspace and is a subscriber in Webex. Remove the subscriber there, or take the "
                 "user out of `workspaces` and out of workspaces by command.");
    return true;
}

// An approval, which is good for one try, is used up.
bool was_refused(Draft& draft)
{
    const bool is_approved = std::exchange(draft.row().approval, Approval::kNone) == Approval::kApproved;
    return !is_approved && draft.row().state == SubscriberState::kParked && is_webex_reason(draft.row().reason);
}

void park_uncertain(Draft& draft)
{
    const std::string remedy =
        " Look in Control Hub: if it is there, bwsyncctl workspace adopt USER --id ID; if not, bwsyncctl workspace "
        "retry USER makes one.";
    if (has_reason(draft.before(), Reason::kWorkspaceGone)) {
        return draft.settle(SubscriberState::kParked, Reason::kWorkspaceGone,
                            "Webex does not know the workspace any more." + remedy);
    }
    draft.settle(SubscriberState::kParked, Reason::kUnknownOutcome,
                 "The answer to its creation was lost, and Webex has no list of workspaces." + remedy);
}

bool is_workspace_held(Draft& draft, bool is_creation)
{
    if (!is_held_back(draft, is_creation)) return false;
    // The end of an enterprise's pause wakes its subscribers only.
    if (!draft.row().due_at) draft.due_in(kHeldRecheck);
    return true;
}

void provision_workspace(Draft& draft)
{
    if (is_workspace_held(draft, true)) return;
    if (draft.situation.enterprise.state != EnterpriseState::kReady) {
        draft.be(SubscriberState::kWaiting, Reason::kOrganization,
                 "The enterprise has no Webex organisation yet: its first subscriber makes it.");
        return draft.due_in(kOrganizationRecheck);
    }
    draft.be(SubscriberState::kProvisioning);
    draft.step(Step::kProvision);
}

void update_workspace(Draft& draft)
{
    if (leaves_difference(draft)) return;
    if (is_workspace_held(draft, false)) return;
    if (is_update_braked(draft)) return;
    ++draft.row().unheeded;
    draft.be(SubscriberState::kUpdating);
    draft.step(Step::kUpdate);
}

// By an operator's order: it is the proof, and needs no grace.
void remove_workspace(Draft& draft)
{
    if (was_refused(draft)) return draft.keep();
    if (is_workspace_held(draft, false)) return;
    draft.be(SubscriberState::kRemoving, Reason::kOrdered, "An operator ordered the removal of the workspace.");
    draft.step(Step::kRemove);
}

void move_workspace(Draft& draft)
{
    if (draft.row().workspace->is_removal_ordered) return remove_workspace(draft);
    draft.settle(SubscriberState::kParked, Reason::kWorkspaceMoved,
                 "The workspace belongs to another enterprise or template now, which Webex takes only as a new one: "
                 "bwsyncctl workspace remove USER removes it there and makes it here.");
}

// What was adopted is taken to stand where it is wanted.
void take_place(WorkspaceRow& known)
{
    if (known.done.sp_enterprise_id.empty()) known.done.sp_enterprise_id = known.wanted.sp_enterprise_id;
    if (known.done.provisioning_id.empty()) known.done.provisioning_id = known.wanted.provisioning_id;
}

// It is in Webex: what is different?
void compare_workspace(Draft& draft)
{
    WorkspaceRow& known = *draft.row().workspace;
    take_place(known);
    if (is_other_place(known)) return move_workspace(draft);
    known.is_removal_ordered = false;  // policy, or a newer order, wants it
    if (!workspace_change(known).is_empty()) return update_workspace(draft);
    draft.begin_anew();
    draft.row().last_code = 0;
    draft.settle(SubscriberState::kProvisioned);
}

}  // namespace

void decide_workspace(Draft& draft)
{
    if (is_subscriber(draft)) return;
    draft.clear_removal();
    draft.row().wanted.reset();
    if (!draft.row().workspace) draft.row().workspace.emplace();
    WorkspaceRow& known = *draft.row().workspace;
    const bool is_changed = known.wanted != *draft.verdict->workspace;
    if (is_changed) draft.begin_anew();
    known.wanted = *draft.verdict->workspace;
    if (known.id.empty() && known.is_uncertain) return park_uncertain(draft);
    if (was_refused(draft) && !is_changed) return draft.keep();
    if (known.id.empty()) return provision_workspace(draft);
    compare_workspace(draft);
}

bool ends_workspace(Draft& draft, const std::string& proof)
{
    SubscriberRow& row = draft.row();
    if (!row.workspace) return false;
    const WorkspaceRow& known = *row.workspace;
    if (known.id.empty() && !known.is_uncertain) {
        row.workspace.reset();
        return false;
    }
    if (known.id.empty()) {
        park_uncertain(draft);
    } else if (known.is_removal_ordered) {
        remove_workspace(draft);
    } else if (known.is_by_command) {
        draft.settle(SubscriberState::kProvisioned, Reason::kByCommand,
                     "BroadWorks does not want it; made by command and kept until bwsyncctl workspace remove.");
    } else if (was_refused(draft)) {
        draft.keep();
    } else {
        remove_unwanted(draft, proof);
    }
    return true;
}

}  // namespace bwsync
