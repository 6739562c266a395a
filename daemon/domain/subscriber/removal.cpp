#include "daemon/domain/subscriber/removal.hpp"

#include "daemon/domain/basics/back_off.hpp"
#include "daemon/domain/guard/holds.hpp"
#include "daemon/domain/subscriber/times.hpp"

namespace bwsync {

namespace {

bool is_reading_fresh(const Draft& draft)
{
    return draft.now - draft.subject.source->read_at <= kFreshReading;
}

// The state stays kRemoving while something else holds the removal back.
bool is_removal_held(Draft& draft)
{
    if (!is_held_back(draft, false)) return false;
    draft.row().state = SubscriberState::kRemoving;
    return true;
}

// The subscriber is gone by our own removal, which had its proofs, its grace and the brake's consent. The Webex user
// behind it follows, unless it stands for somebody else by now.
void erase_person(Draft& draft)
{
    const SubscriberRow& before = draft.before();
    const bool was_refused = before.state == SubscriberState::kParked && is_webex_reason(before.reason);
    if (was_refused && !draft.is_approved()) return draft.keep();
    if (!draft.is_approved() && !(may_remove(draft) && draft.policy.erases_people)) {
        return draft.settle(SubscriberState::kRemoved, Reason::kPersonKept,
                            "Removed; the policy keeps the Webex user.");
    }
    draft.be(SubscriberState::kRemoving, Reason::kPerson, "The subscriber is removed; its Webex user follows.");
    if (!is_reading_fresh(draft)) return draft.read_source();
    if (is_removal_held(draft)) return;
    if (!draft.situation.has_sought_person) return draft.ask_peer(Step::kSeekPerson);
    if (draft.situation.person_is_used) {
        draft.row().erases_person = false;
        return draft.settle(SubscriberState::kRemoved, Reason::kPersonInUse,
                            "Removed; the Webex user stays, since another subscriber stands for it.");
    }
    draft.step(Step::kHardDelete);
}

bool is_person_to_erase(const SubscriberRow& row)
{
    return row.erases_person && !row.person_id.empty();
}

void never_ours(Draft& draft)
{
    const SubscriberState before = draft.before().state;
    if (draft.webex) {
        draft.settle(SubscriberState::kForeign, Reason::kForeign,
                     "Webex has this user id, BroadWorks does not entitle it, and bwsync did not provision it.");
    } else if (before == SubscriberState::kRemoved || before == SubscriberState::kRemoving) {
        draft.settle(SubscriberState::kRemoved);
    } else {
        draft.settle(SubscriberState::kIgnored, draft.subject.source->facts ? Reason::kNotEntitled : Reason::kGone);
    }
}

void not_in_webex(Draft& draft)
{
    draft.clear_removal();
    if (is_person_to_erase(draft.row())) return erase_person(draft);
    draft.row().erases_person = false;
    draft.row().approval = Approval::kNone;
    never_ours(draft);
}

// A list that did not show it proves nothing.
void gone_from_webex(Draft& draft)
{
    if (!draft.situation.has_looked) return draft.ask_peer(Step::kLook);
    draft.row().webex_id.clear();
    draft.clear_removal();
    if (is_person_to_erase(draft.row())) return erase_person(draft);
    draft.settle(SubscriberState::kRemoved);
}

void keep_absent(Draft& draft)
{
    draft.row().removal.reset();
    if (draft.row().removal_approval == Approval::kRejected) {
        return draft.settle(SubscriberState::kProvisioned, Reason::kRejected,
                            "Gone from BroadWorks; the operator rejected its removal.");
    }
    draft.settle(SubscriberState::kProvisioned, Reason::kAbsent, "Gone from BroadWorks; the policy keeps it in Webex.");
}

void count_reading(Draft& draft, const std::string& proof)
{
    const Instant read_at = draft.subject.source->read_at;
    std::optional<RemovalEvidence>& evidence = draft.row().removal;
    if (!evidence) {
        evidence = RemovalEvidence{read_at, read_at, 1, proof};
        draft.row().removal_decided_at = draft.now;
    } else if (read_at >= evidence->last_at + draft.policy.confirm_after) {
        evidence->last_at = read_at;
        ++evidence->confirmations;
        evidence->proof = proof;
    }
}

// Webex refused the removal and nothing has changed since: the row keeps Webex's reason, and the removal is tried again
// at a distance that doubles. An approval lets one try go at once.
bool is_refusal_standing(Draft& draft)
{
    const SubscriberRow& before = draft.before();
    const bool is_stuck = before.state == SubscriberState::kParked || before.state == SubscriberState::kPendingPerson;
    const bool was_refused = is_stuck && is_webex_reason(before.reason);
    if (!was_refused || draft.is_approved()) return false;
    const Millis distance = doubling(kRefusedRemovalFirst, kRefusedRemovalLongest, before.attempts - 1);
    const Instant again = before.changed_at + distance;
    if (draft.now >= again) return false;
    draft.row().due_at = again;
    draft.keep();
    return true;
}

void confirm(Draft& draft, const std::string& proof)
{
    if (is_refusal_standing(draft)) return;
    count_reading(draft, proof);
    draft.be(SubscriberState::kRemoving, Reason::kGrace, "Removal decided: " + proof);
    if (is_removal_braked(draft)) return;
    const RemovalEvidence& evidence = *draft.row().removal;
    if (evidence.confirmations < draft.policy.confirmations)
        return draft.read_source_at(evidence.last_at + draft.policy.confirm_after);
    const Instant grace_ends = evidence.first_at + draft.policy.grace;
    if (draft.now < grace_ends) return draft.read_source_at(grace_ends);
    if (!is_reading_fresh(draft)) return draft.read_source();
    if (is_removal_held(draft)) return;
    draft.be(SubscriberState::kRemoving);
    draft.row().erases_person = draft.policy.erases_people && !draft.row().workspace;
    draft.step(Step::kRemove);
}

}  // namespace

void unwanted(Draft& draft, const std::string& proof)
{
    if (draft.row().webex_id.empty()) return not_in_webex(draft);
    if (!draft.webex) return gone_from_webex(draft);
    remove_unwanted(draft, proof);
}

void remove_unwanted(Draft& draft, const std::string& proof)
{
    draft.row().is_absent = true;
    const bool is_kept = !may_remove(draft) || draft.row().removal_approval == Approval::kRejected;
    if (is_kept) return keep_absent(draft);
    confirm(draft, proof);
}

}  // namespace bwsync
