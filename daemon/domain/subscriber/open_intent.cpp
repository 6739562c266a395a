#include "daemon/domain/subscriber/open_intent.hpp"

#include <utility>

#include "daemon/domain/subscriber/times.hpp"

namespace bwsync {

namespace {

void close(Draft& draft, IntentOutcome outcome, std::string detail)
{
    draft.decision.closes_intent = outcome;
    draft.decision.closing_detail = std::move(detail);
}

// Nothing can be looked up. An update or a removal is told again, which does no harm; a creation stays uncertain.
void resolve_workspace(Draft& draft, const OpenIntent& intent)
{
    WorkspaceRow& workspace = *draft.row().workspace;
    if (intent.operation == Operation::kProvision && workspace.id.empty()) {
        workspace.is_uncertain = true;
        return close(draft, IntentOutcome::kParked,
                     "a lost answer: Webex may have the workspace, and has no list of them");
    }
    close(draft, IntentOutcome::kSuperseded, "a lost answer: it is told again, which does no harm");
}

// A request that went out before a crash may still be on its way: nobody looks for it sooner than this after it was
// written down.
void wait_for_look(Draft& draft, const OpenIntent& intent)
{
    const Instant earliest = intent.opened_at + kSettle;
    if (draft.now < earliest) {
        draft.row().due_at = earliest;
    } else if (!draft.situation.has_grant) {
        draft.be(SubscriberState::kWaiting, Reason::kGrant, std::string(kNoGrantDetail));
        draft.due_in(kHeldRecheck);
    } else {
        draft.ask_peer(Step::kLook);
    }
}

void resolve_provision(Draft& draft, const OpenIntent& intent)
{
    if (!draft.webex) {
        return close(draft, IntentOutcome::kFailed, "looked after a lost answer: Webex does not have the user id");
    }
    draft.row().webex_id = draft.webex->id;
    draft.row().approval = Approval::kNone;
    draft.remember_sent(intent.provision);
    close(draft, IntentOutcome::kAdopted, "looked after a lost answer: the subscriber is there");
}

void resolve_removal(Draft& draft)
{
    if (draft.webex) {
        return close(draft, IntentOutcome::kFailed, "looked after a lost answer: the subscriber is still there");
    }
    close(draft, IntentOutcome::kDone, "looked after a lost answer: the subscriber is gone");
    draft.row().webex_id.clear();
}

void resolve(Draft& draft, const OpenIntent& intent)
{
    switch (intent.operation) {
        case Operation::kProvision:
            return resolve_provision(draft, intent);
        case Operation::kRemove:
            return resolve_removal(draft);
        case Operation::kUpdate:
        case Operation::kEmailChange:
            return close(draft, IntentOutcome::kSuperseded, "looked after a lost answer; the difference decides");
        case Operation::kHardDelete:
            return close(draft, IntentOutcome::kSuperseded,
                         "a lost answer: a deletion that is asked for again does no harm");
        case Operation::kConsentMove:
            return close(draft, IntentOutcome::kSuperseded, "a lost answer: the person is not written to again");
    }
}

}  // namespace

bool resolve_intent(Draft& draft)
{
    if (!draft.subject.open_intent) return true;
    const OpenIntent& intent = *draft.subject.open_intent;
    if (draft.row().workspace) {
        resolve_workspace(draft, intent);
        return true;
    }
    if (!draft.situation.has_looked) {
        wait_for_look(draft, intent);
        return false;
    }
    resolve(draft, intent);
    return true;
}

}  // namespace bwsync
