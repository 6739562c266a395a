// Users that are workspaces: whom policy makes one, what is done about one, and what a failed call means.
#include "daemon/domain/workspace/workspace.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

BridgePolicy room_policy()
{
    BridgePolicy rules = policy();
    WorkspaceRule rooms;
    rooms.user = "room-*";
    WorkspaceRule pack;
    pack.entitlement = Entitlement{EntitlementKind::kServicePack, "Rooms"};
    rules.workspaces = {rooms, pack};
    return rules;
}

Subject room()
{
    Subject room = subject();
    room.row.user_key = "room-1@example.com";
    room.row.user_id = "Room-1@example.com";
    room.source->facts = facts("Room-1@example.com");
    room.source->facts->first_name = "Room";
    room.source->facts->last_name = "Atlas";
    return room;
}

WorkspaceRequest wanted_room()
{
    return *verdict(room_policy(), *room().source->facts).workspace;
}

Subject made_room()
{
    Subject made = room();
    made.row.state = SubscriberState::kProvisioned;
    made.row.workspace = WorkspaceRow();
    made.row.workspace->id = "workspace-1";
    made.row.workspace->wanted = wanted_room();
    made.row.workspace->done = wanted_room();
    return made;
}

Subject without_facts(Subject of, Instant read_at = kNow)
{
    SourceUser source;
    source.absence_is_proven = true;
    source.proof = "not found, and the group does not list it";
    source.read_at = read_at;
    of.source = source;
    return of;
}

Decision decide_room(const Subject& of, const Situation& around = situation())
{
    return decide_on(of, around, room_policy());
}

WebexFailure workspace_refusal(int status, int code)
{
    WebexFailure failure;
    failure.kind = WebexFailure::Kind::kAnswered;
    failure.http_status = status;
    failure.code = code;
    failure.what = "refused";
    return failure;
}

TEST(WorkspacePolicy, MapsByUserIdAndByServicePackAndNobodyElse)
{
    const Verdict by_id = verdict(room_policy(), *room().source->facts);
    EXPECT_EQ(by_id.kind, Verdict::Kind::kWorkspace);
    EXPECT_EQ(by_id.workspace->display_name, "Room Atlas");
    EXPECT_EQ(by_id.workspace->sp_enterprise_id, "ent1");
    EXPECT_EQ(by_id.workspace->primary_phone_number, "+12405551212");
    UserFacts holder = facts();
    EXPECT_EQ(verdict(room_policy(), holder).kind, Verdict::Kind::kWanted);
    holder.service_packs = {"Rooms"};
    EXPECT_EQ(verdict(room_policy(), holder).kind, Verdict::Kind::kWorkspace);
    EXPECT_EQ(verdict(policy(), holder).kind, Verdict::Kind::kNotEntitled);
}

TEST(WorkspacePolicy, IsNotOverruledByAPackageAndDiffersInTheFingerprint)
{
    UserFacts both = facts();
    both.service_packs = {"Webex-Premium", "Rooms"};
    EXPECT_EQ(verdict(room_policy(), both).kind, Verdict::Kind::kWorkspace);
    EXPECT_NE(fingerprint(room_policy()), fingerprint(policy()));
}

TEST(WorkspacePolicy, NeedsAName)
{
    UserFacts nameless = facts("room-2@example.com");
    nameless.first_name.clear();
    nameless.last_name.clear();
    const Verdict judged = verdict(room_policy(), nameless);
    EXPECT_EQ(judged.kind, Verdict::Kind::kBlocked);
    EXPECT_EQ(judged.reason, Reason::kMissingName);
}

TEST(WorkspaceDecision, MakesOneWhenTheOrganisationStands)
{
    const Decision made = decide_room(room());
    EXPECT_EQ(made.step, Step::kProvision);
    EXPECT_EQ(made.row.workspace->wanted, wanted_room());
    EXPECT_FALSE(made.row.wanted);
    Situation early = situation();
    early.enterprise.state = EnterpriseState::kBootstrapping;
    const Decision waiting = decide_room(room(), early);
    EXPECT_EQ(waiting.step, Step::kNone);
    EXPECT_EQ(waiting.row.reason, "organization");
    EXPECT_TRUE(waiting.row.due_at);
}

TEST(WorkspaceDecision, LeavesOneThatIsEqualAndUpdatesOneThatIsNot)
{
    EXPECT_EQ(decide_room(made_room()).step, Step::kNone);
    EXPECT_EQ(decide_room(made_room()).row.state, SubscriberState::kProvisioned);
    Subject moved = made_room();
    moved.source->facts->extension = "77";
    const Decision update = decide_room(moved);
    EXPECT_EQ(update.step, Step::kUpdate);
    const WorkspaceUpdate change = workspace_change(*update.row.workspace);
    EXPECT_EQ(change.extension, "77");
    EXPECT_FALSE(change.user_id);
    BridgePolicy careful = room_policy();
    careful.sync = SyncPolicy::kCreateOnly;
    EXPECT_EQ(decide_on(moved, situation(), careful).step, Step::kNone);
}

TEST(WorkspaceDecision, ALostCreationIsParkedAndNeverRepeatedByItself)
{
    Subject lost = room();
    lost.row.workspace = WorkspaceRow();
    lost.row.workspace->is_uncertain = true;
    OpenIntent intent;
    intent.id = 3;
    intent.opened_at = kNow;
    lost.open_intent = intent;
    const Decision closed = decide_room(lost);
    EXPECT_EQ(closed.closes_intent, IntentOutcome::kParked);
    Subject later = lost;
    later.row = closed.row;
    later.open_intent.reset();
    const Decision parked = decide_room(later);
    EXPECT_EQ(parked.step, Step::kNone);
    EXPECT_EQ(parked.row.state, SubscriberState::kParked);
    EXPECT_EQ(parked.row.reason, "unknown-outcome");
    EXPECT_NE(parked.row.detail.find("workspace adopt"), std::string::npos);

    later.row = parked.row;
    later.row.workspace_order = "retry";
    EXPECT_EQ(decide_room(later).step, Step::kProvision);
    later.row.workspace_order = "adopt workspace-9";
    const Decision adopted = decide_room(later);
    EXPECT_EQ(adopted.step, Step::kUpdate);
    EXPECT_EQ(adopted.row.workspace->id, "workspace-9");
    EXPECT_EQ(workspace_change(*adopted.row.workspace).user_id, "Room-1@example.com");
}

TEST(WorkspaceDecision, AUserThatIsASubscriberInWebexIsAConflictAndNothingIsSent)
{
    Subject both = room();
    both.row.webex_id = "webex-1";
    both.row.wanted = verdict().wanted;
    both.webex = in_webex(verdict().wanted);
    const Decision decision = decide_room(both);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.reason, "workspace-conflict");
    EXPECT_EQ(decision.row.webex_id, "webex-1");
}

TEST(WorkspaceDecision, IsRemovedOnTheSameEvidenceAsASubscriber)
{
    const Decision first = decide_room(without_facts(made_room()));
    EXPECT_EQ(first.step, Step::kNone);
    EXPECT_EQ(first.row.state, SubscriberState::kRemoving);
    ASSERT_TRUE(first.row.removal);
    Subject proven = without_facts(made_room());
    proven.row.removal = RemovalEvidence{kNow - 80h, kNow - 1h, 2, "gone"};
    proven.row.removal_decided_at = kNow - 80h;
    const Decision removal = decide_room(proven);
    EXPECT_EQ(removal.step, Step::kRemove);
    EXPECT_FALSE(removal.row.erases_person);
    Subject unproven = proven;
    unproven.source->absence_is_proven = false;
    EXPECT_NE(decide_room(unproven).step, Step::kRemove);
}

TEST(WorkspaceDecision, OneThatBecomesASubscriberIsRemovedFirst)
{
    Subject person = made_room();
    person.row.user_id = "Anna@example.com";
    person.source->facts = facts();
    EXPECT_EQ(decide_room(person).row.reason, "grace");
    person.row.workspace.reset();
    EXPECT_EQ(decide_room(person).step, Step::kProvision);
    EXPECT_TRUE(decide_room(person).row.wanted);
}

TEST(WorkspaceDecision, ByCommandIsKeptUntilRemovedByCommand)
{
    Subject plain = subject();
    plain.source->facts->service_packs.clear();
    plain.row.workspace_order = "provision";
    const Decision made = decide_on(plain);
    EXPECT_EQ(made.step, Step::kProvision);
    EXPECT_TRUE(made.row.workspace->is_by_command);
    Subject kept = plain;
    kept.row = made.row;
    kept.row.workspace->id = "workspace-1";
    kept.row.workspace->done = kept.row.workspace->wanted;
    EXPECT_EQ(decide_on(kept).row.state, SubscriberState::kProvisioned);
    EXPECT_EQ(decide_on(without_facts(kept)).row.reason, "by-command");
    kept.row.workspace_order = "remove";
    EXPECT_EQ(decide_on(kept).step, Step::kRemove);
    EXPECT_EQ(decide_on(without_facts(kept)).step, Step::kRemove);
}

TEST(WorkspaceDecision, AnotherEnterpriseNeedsAnOrder)
{
    Subject moved = made_room();
    moved.row.workspace->done.sp_enterprise_id = "ent2";
    EXPECT_EQ(decide_room(moved).row.reason, "workspace-moved");
    EXPECT_EQ(decide_room(moved).step, Step::kNone);
    moved.row.workspace_order = "remove";
    EXPECT_EQ(decide_room(moved).step, Step::kRemove);
}

TEST(WorkspaceFailure, OnlyACreationThatMayHaveBeenDoneIsUncertain)
{
    SubscriberRow row = room().row;
    row.workspace = WorkspaceRow();
    WebexFailure lost;
    lost.kind = WebexFailure::Kind::kUnknownOutcome;
    const Aftermath uncertain = after_workspace_failure(row, Operation::kProvision, lost, kNow, 0.5);
    EXPECT_EQ(uncertain.row.reason, "unknown-outcome");
    EXPECT_TRUE(uncertain.row.workspace->is_uncertain);
    EXPECT_EQ(uncertain.outcome, IntentOutcome::kParked);
    EXPECT_TRUE(after_workspace_failure(row, Operation::kProvision, workspace_refusal(502, 0), kNow, 0.5)
                    .row.workspace->is_uncertain);
    row.workspace->is_uncertain = true;
    const Aftermath taken =
        after_workspace_failure(row, Operation::kProvision, workspace_refusal(409, 2040), kNow, 0.5);
    EXPECT_FALSE(taken.row.workspace->is_uncertain);
    EXPECT_EQ(taken.row.reason, "webex-2040");
    WebexFailure unsent;
    unsent.kind = WebexFailure::Kind::kNotSent;
    const Aftermath again = after_workspace_failure(row, Operation::kProvision, unsent, kNow, 0.5);
    EXPECT_FALSE(again.row.workspace->is_uncertain);
    EXPECT_GT(*again.row.due_at, kNow);
    row.workspace->id = "workspace-1";
    EXPECT_EQ(after_workspace_failure(row, Operation::kUpdate, lost, kNow, 0.5).outcome, IntentOutcome::kFailed);
    EXPECT_EQ(after_workspace_failure(row, Operation::kRemove, workspace_refusal(404, 2039), kNow, 0.5).outcome,
              IntentOutcome::kDone);
    const Aftermath gone = after_workspace_failure(row, Operation::kUpdate, workspace_refusal(404, 2039), kNow, 0.5);
    EXPECT_EQ(gone.row.reason, "workspace-gone");
    EXPECT_TRUE(gone.row.workspace->id.empty());
}

// Whatever is drawn: no creation while one is uncertain, none for a subscriber, no removal without proofs or an order.
TEST(WorkspaceDecision, NeverCreatesTwiceNorRemovesWithoutProof)
{
    std::mt19937 engine(7);
    const auto below = [&engine](int n) { return static_cast<int>(engine() % static_cast<unsigned>(n)); };
    for (int i = 0; i < 10'000; ++i) {
        Subject drawn = below(3) == 0 ? room() : made_room();
        if (below(3) == 0) drawn.source->facts->service_packs.clear();
        if (below(3) == 0) drawn.source->facts->user_id = "anna@example.com";
        if (below(3) == 0) drawn = without_facts(drawn, kNow - std::chrono::seconds(below(200)));
        if (drawn.row.workspace && below(3) == 0) drawn.row.workspace->id.clear();
        if (drawn.row.workspace) drawn.row.workspace->is_uncertain = below(2) == 0;
        if (drawn.row.workspace) drawn.row.workspace->is_by_command = below(3) == 0;
        if (below(4) == 0) drawn.row.webex_id = "webex-1";
        if (below(4) == 0) drawn.webex = in_webex(verdict().wanted);
        if (below(2) == 0)
            drawn.row.removal = RemovalEvidence{kNow - std::chrono::hours(below(100)), kNow - 10min, below(4), "p"};
        const bool is_ordered = below(4) == 0;
        if (is_ordered) drawn.row.workspace_order = "remove";
        Situation around = situation();
        around.is_paused = below(5) == 0;
        around.only_observe = below(5) == 0;
        const Decision decision = decide_room(drawn, around);
        if (!decision.row.workspace) continue;
        const bool is_lost = drawn.row.workspace && drawn.row.workspace->is_uncertain;
        if (decision.step == Step::kProvision) {
            ASSERT_TRUE(decision.row.workspace->id.empty() && !is_lost) << i;
            ASSERT_FALSE(drawn.webex) << i;
        }
        const bool is_sent =
            decision.step == Step::kProvision || decision.step == Step::kUpdate || decision.step == Step::kRemove;
        ASSERT_FALSE(is_sent && (around.is_paused || around.only_observe)) << i;
        if (decision.step == Step::kRemove && !is_ordered) {
            ASSERT_TRUE(decision.row.removal && decision.row.removal->confirmations >= 2) << i;
            ASSERT_FALSE(decision.row.workspace->is_by_command) << i;
            ASSERT_LE(kNow - drawn.source->read_at, 60s) << i;
            ASSERT_LE(decision.row.removal->first_at + policy().grace, kNow) << i;
        }
    }
}

}  // namespace
}  // namespace bwsync
