#include "daemon/domain/subscriber/decide.hpp"

#include <utility>

#include "daemon/domain/subscriber/draft.hpp"
#include "daemon/domain/subscriber/open_intent.hpp"
#include "daemon/domain/subscriber/removal.hpp"
#include "daemon/domain/subscriber/wanted.hpp"
#include "daemon/domain/workspace/decide_workspace.hpp"
#include "daemon/domain/workspace/workspace.hpp"

namespace bwsync {

namespace {

// The user is not in BroadWorks.
void absent(Draft& draft)
{
    const SourceUser& source = *draft.subject.source;
    if (!source.absence_is_proven) return draft.read_source_at(source.read_at + kHeldRecheck);
    if (ends_workspace(draft, source.proof)) return;
    unwanted(draft, source.proof);
}

// Nothing is done about the subscriber; the verdict says why.
void leave(Draft& draft, SubscriberState state)
{
    draft.clear_removal();
    draft.settle(state, draft.verdict->reason, draft.verdict->detail);
}

void by_subscriber_verdict(Draft& draft)
{
    switch (draft.verdict->kind) {
        case Verdict::Kind::kWorkspace:
            return decide_workspace(draft);
        case Verdict::Kind::kOutOfScope:
            draft.row().wanted.reset();
            return leave(draft, SubscriberState::kIgnored);
        case Verdict::Kind::kBlocked:
            return leave(draft, SubscriberState::kParked);
        case Verdict::Kind::kNotEntitled:
            return unwanted(draft, "The user exists and holds nothing that maps to a package.");
        case Verdict::Kind::kWanted:
            return wanted(draft);
    }
}

void by_verdict(Draft& draft)
{
    SubscriberRow& row = draft.row();
    const UserFacts& facts = *draft.subject.source->facts;
    const Verdict& verdict = *draft.verdict;
    row.user_id = facts.user_id;
    row.service_provider_id = facts.service_provider_id;
    row.group_id = facts.group_id;
    const bool is_ordered = row.workspace && row.workspace->is_by_command && verdict.workspace;
    if (verdict.kind == Verdict::Kind::kWorkspace || is_ordered) return decide_workspace(draft);
    const bool is_no_more = verdict.kind == Verdict::Kind::kNotEntitled || verdict.kind == Verdict::Kind::kWanted;
    const bool is_ending = is_no_more || (row.workspace && row.workspace->is_removal_ordered);
    if (is_ending && ends_workspace(draft, "The user is no workspace any more.")) return;
    by_subscriber_verdict(draft);
}

// The organization stands once one subscriber of it is provisioned. A subscriber that waits for a person creates
// nothing by itself, so others may go ahead; one that cannot be provisioned leaves the place of the first to the next.
void tell_of_organization(Draft& draft)
{
    const SubscriberRow& row = draft.row();
    Decision& decision = draft.decision;
    const bool is_provisioned = draft.webex && draft.webex->status == WebexStatus::kProvisioned;
    const bool is_ours = draft.webex && !row.webex_id.empty() && row.wanted;
    decision.organization_stands = is_ours && (is_provisioned || row.state == SubscriberState::kPendingPerson);
    const bool has_proof = is_ours && is_provisioned && has_site(draft.webex->package);
    if (has_proof) decision.site_package = draft.webex->package;
    const Enterprise& enterprise = draft.situation.enterprise;
    const bool was_first =
        enterprise.state == EnterpriseState::kBootstrapping && enterprise.first_user_key == row.user_key;
    const bool waits_for_another = has_reason(row, Reason::kPrimaryFirst);
    const bool goes_on = row.state == SubscriberState::kProvisioning || row.state == SubscriberState::kUpdating ||
                         (row.state == SubscriberState::kWaiting && !waits_for_another);
    const bool is_undecided = decision.step == Step::kReadSource || decision.step == Step::kLook;
    decision.gives_up_first = was_first && !decision.organization_stands && !goes_on && !is_undecided;
}

Decision finished(Draft& draft)
{
    SubscriberRow& row = draft.row();
    const bool is_ours = draft.webex && !row.webex_id.empty();
    if (is_ours && !draft.webex->person_id.empty()) row.person_id = draft.webex->person_id;
    tell_of_organization(draft);
    const bool has_moved = row.state != draft.before().state || row.reason != draft.before().reason;
    if (has_moved) row.changed_at = draft.now;
    return std::move(draft.decision);
}

}  // namespace

Decision decide(const Subject& subject, const std::optional<Verdict>& verdict, const BridgePolicy& policy,
                const Situation& situation)
{
    Draft draft(subject, verdict, policy, situation);
    if (!resolve_intent(draft)) return finished(draft);
    if (draft.decision.closes_intent) {
        // One thing at a time: what follows from it is the next decision.
        draft.row().due_at = draft.now;
        return std::move(draft.decision);
    }
    take_workspace_order(draft.row());
    if (!subject.source || (subject.source->facts && !verdict)) {
        draft.read_source();
    } else if (!subject.source->facts) {
        absent(draft);
    } else {
        by_verdict(draft);
    }
    return finished(draft);
}

}  // namespace bwsync
