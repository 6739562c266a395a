#include "daemon/domain/subscriber/compare.hpp"

#include <utility>

#include "daemon/domain/guard/holds.hpp"
#include "daemon/domain/subscriber/diff.hpp"

namespace bwsync {

namespace {

// Accepted updates in a row after which Webex still shows other values.
constexpr int kUnheededUpdates = 3;

// Everything that can keep a change of an existing subscriber from being sent.
bool begin_update(Draft& draft)
{
    if (leaves_difference(draft)) return false;
    if (draft.row().unheeded >= kUnheededUpdates) {
        draft.settle(SubscriberState::kParked, Reason::kNotTaken,
                     "Webex accepted the same update several times and still shows other values: compare the two with "
                     "bwsyncctl subscriber show.");
        return false;
    }
    if (is_held_back(draft, false) || is_update_braked(draft)) return false;
    ++draft.row().unheeded;
    draft.be(SubscriberState::kUpdating);
    return true;
}

// An approval asks for remove and provision: it is given where the person could not be changed.
bool changes_only_the_person(const Draft& draft, const SubscriberDiff& diff)
{
    const bool knows_person = !draft.webex->person_id.empty() || !draft.row().person_id.empty();
    const bool is_only_email = diff.destructive.size() == 1 && diff.destructive.front() == "email";
    return draft.policy.email_change == EmailChange::kPerson && is_only_email && knows_person && !draft.is_approved();
}

bool holds(const BridgePolicy& policy, const std::string& field)
{
    if (field == "email") return policy.email_change != EmailChange::kReplace;
    if (field == "enterprise") return policy.hold_enterprise_change;
    return policy.hold_provisioning_id_change;
}

void destructive(Draft& draft, const SubscriberDiff& diff, bool was_refused)
{
    if (was_refused && !draft.is_approved()) return draft.keep();
    if (changes_only_the_person(draft, diff)) {
        if (begin_update(draft)) draft.step(Step::kEmailChange);
        return;
    }
    bool is_held = false;
    std::string what;
    for (const std::string& field : diff.destructive) {
        what += (what.empty() ? "" : ", ") + field;
        is_held = is_held || holds(draft.policy, field);
    }
    if (diff.update.is_empty()) draft.row().unheeded = 0;
    if (is_held && !draft.is_approved()) {
        // What Webex takes as an update does not wait for what it takes only as remove and provision.
        if (!diff.update.is_empty()) return update_subscriber(draft, diff.update);
        return draft.settle(
            SubscriberState::kParked, Reason::kApproval,
            "Changed in BroadWorks: " + what + ". Webex takes it only as remove and provision; approve to do it.");
    }
    if (!is_held_back(draft, false)) replace_subscriber(draft);
}

void agree(Draft& draft, const SubscriberDiff& diff)
{
    draft.begin_anew();
    draft.row().last_code = 0;
    draft.row().approval = Approval::kNone;
    if (!diff.keeps_last_number) return draft.settle(SubscriberState::kProvisioned);
    draft.settle(SubscriberState::kParked, Reason::kLastNumber,
                 "BroadWorks has neither a number nor an extension for the user and Webex keeps at least one: give the "
                 "user one of them.");
}

}  // namespace

void compare(Draft& draft, bool was_refused)
{
    const SubscriberDiff diff =
        difference(*draft.row().wanted, *draft.webex, draft.row().sent_time_zone, draft.verdict->has_trusted_email);
    if (!diff.destructive.empty()) return destructive(draft, diff, was_refused);
    if (diff.update.is_empty()) return agree(draft, diff);
    if (was_refused && !draft.is_approved()) return draft.keep();
    update_subscriber(draft, diff.update);
}

void update_subscriber(Draft& draft, const UpdateRequest& what)
{
    if (!begin_update(draft)) return;
    draft.decision.update = what;
    draft.step(Step::kUpdate);
}

void replace_subscriber(Draft& draft)
{
    if (draft.policy.sync != SyncPolicy::kSync) {
        return draft.settle(SubscriberState::kParked, Reason::kApproval,
                            "Webex takes this change only as a removal, which the bridge's policy never does.");
    }
    if (is_replacement_braked(draft)) return;
    draft.be(SubscriberState::kUpdating, Reason::kReplacing);
    // Make before break: a verdict that the provisioning afterwards would fail keeps the subscriber as it is.
    draft.decision.wants_precheck = !draft.row().wanted->email.empty();
    draft.step(Step::kRemove);
}

bool leaves_difference(Draft& draft)
{
    if (draft.policy.sync == SyncPolicy::kCreateOnly) {
        draft.settle(SubscriberState::kProvisioned, Reason::kCreateOnly,
                     "BroadWorks and Webex differ; the policy create-only leaves it so.");
        return true;
    }
    if (draft.row().update_approval == Approval::kRejected) {
        draft.settle(SubscriberState::kProvisioned, Reason::kRejected,
                     "The operator rejected this update; a newer change in BroadWorks is taken up.");
        return true;
    }
    return false;
}

}  // namespace bwsync
