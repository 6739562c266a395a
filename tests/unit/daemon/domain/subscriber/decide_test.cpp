#include "daemon/domain/subscriber/decide.hpp"

#include <gtest/gtest.h>

#include "daemon/domain/subscriber/failure.hpp"
#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

TEST(Decide, ProvisionsWhoIsWantedAndNotThere)
{
    const Decision decision = decide_on(subject());
    EXPECT_EQ(decision.step, Step::kProvision);
    EXPECT_EQ(decision.row.state, SubscriberState::kProvisioning);
    EXPECT_EQ(decision.row.wanted, verdict().wanted);
    EXPECT_FALSE(decision.makes_organization);
}

TEST(Decide, CreatesNobodyBeforeWebexIsKnown)
{
    Situation around = situation();
    around.webex_is_known = false;
    const Decision decision = decide_on(subject(), around);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.reason, "webex-unread");
}

TEST(Decide, AsksWhoIsFirstBeforeAnOrganisationIsMade)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kNone;
    EXPECT_EQ(decide_on(subject(), around).step, Step::kAskCandidate);
    around.candidate = "anna@example.com";
    const Decision first = decide_on(subject(), around);
    EXPECT_EQ(first.step, Step::kProvision);
    EXPECT_TRUE(first.makes_organization);
    EXPECT_TRUE(first.wants_precheck);
    around.candidate = "aaron@example.com";
    const Decision other = decide_on(subject(), around);
    EXPECT_EQ(other.step, Step::kNone);
    EXPECT_EQ(other.row.state, SubscriberState::kWaiting);
    EXPECT_EQ(other.row.reason, "organization");
}

TEST(Decide, WaitsForUnreadUsersBeforeChoosingTheFirstButNotForEver)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kNone;
    around.enterprise.seen_at = kNow - 5s;
    around.candidate = "anna@example.com";
    around.candidate_may_change = true;
    const Decision early = decide_on(subject(), around);
    EXPECT_EQ(early.step, Step::kNone);
    EXPECT_EQ(early.row.due_at, kNow + 1s);
    around.enterprise.seen_at = kNow - 61s;
    EXPECT_EQ(decide_on(subject(), around).step, Step::kProvision);
}

TEST(Decide, OthersWaitWhileTheFirstIsOnItsWay)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kBootstrapping;
    around.enterprise.first_user_key = "aaron@example.com";
    EXPECT_EQ(decide_on(subject(), around).step, Step::kNone);
    around.enterprise.first_user_key = "anna@example.com";
    EXPECT_TRUE(decide_on(subject(), around).makes_organization);
}

TEST(Decide, AFirstSubscriberThatIsParkedGivesUpItsPlace)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kBootstrapping;
    around.enterprise.first_user_key = "anna@example.com";
    Subject anna = subject();
    anna.source->facts->email_address.clear();
    EXPECT_TRUE(decide_on(anna, around).gives_up_first);
}

TEST(Decide, TheOrganisationStandsOnceOneIsProvisioned)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kBootstrapping;
    EXPECT_TRUE(decide_on(provisioned(), around).organization_stands);
}

TEST(Decide, AdoptsWhatIsAlreadyThere)
{
    Subject known = subject();
    known.webex = in_webex(verdict().wanted);
    const Decision decision = decide_on(known);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.state, SubscriberState::kProvisioned);
    EXPECT_EQ(decision.row.webex_id, "webex-1");
    EXPECT_TRUE(decision.has_converged);
}

TEST(Decide, AConflictIsHeldUntilApproved)
{
    Subject known = subject();
    known.webex = in_webex(verdict().wanted);
    known.webex->sp_enterprise_id = "somebody-else";
    const Decision held = decide_on(known);
    EXPECT_EQ(held.row.state, SubscriberState::kParked);
    EXPECT_EQ(held.row.reason, "conflict");
    known.row.approval = Approval::kApproved;
    EXPECT_EQ(decide_on(known).step, Step::kRemove);
}

TEST(Decide, UpdatesByOnePut)
{
    Subject changed = provisioned();
    changed.source->facts->last_name = "Doe";
    changed.source->facts->extension = "77";
    const Decision decision = decide_on(changed);
    EXPECT_EQ(decision.step, Step::kUpdate);
    EXPECT_EQ(decision.update.last_name, "Doe");
    EXPECT_EQ(decision.update.extension, "77");
    EXPECT_FALSE(decision.update.first_name);
}

TEST(Decide, ARenameIsAnUpdate)
{
    Subject renamed = provisioned();
    renamed.source->facts->user_id = "anna.moe@example.com";
    renamed.row.user_key = "anna.moe@example.com";
    const Decision decision = decide_on(renamed);
    EXPECT_EQ(decision.step, Step::kUpdate);
    EXPECT_EQ(decision.update.user_id, "anna.moe@example.com");
}

TEST(Decide, AnUpdateThatWebexNeverShowsIsParkedInTheEnd)
{
    Subject changed = provisioned();
    changed.source->facts->last_name = "Doe";
    changed.row.wanted->last_name = "Doe";
    for (int i = 0; i < 3; ++i) {
        const Decision decision = decide_on(changed);
        ASSERT_EQ(decision.step, Step::kUpdate);
        changed.row = decision.row;
    }
    EXPECT_EQ(decide_on(changed).row.reason, "not-taken");
}

TEST(Decide, DestructiveChangesAreHeldUnlessAllowed)
{
    Subject changed = provisioned();
    changed.source->facts->email_address = "new@mail.example.com";
    EXPECT_EQ(decide_on(changed).row.reason, "approval");
    EXPECT_EQ(decide_on(changed).step, Step::kNone);
    BridgePolicy rules = policy();
    rules.email_change = EmailChange::kReplace;
    EXPECT_EQ(decide_on(changed, situation(), rules).step, Step::kRemove);
    changed.row.approval = Approval::kApproved;
    EXPECT_EQ(decide_on(changed).step, Step::kRemove);
}

TEST(Decide, AnApprovalIsGoodForOneTry)
{
    Subject refused = subject();
    refused.row.wanted = verdict().wanted;
    refused.row.state = SubscriberState::kParked;
    refused.row.reason = "webex-2002";
    refused.row.approval = Approval::kApproved;
    const Decision again = decide_on(refused);
    ASSERT_EQ(again.step, Step::kProvision);
    WebexFailure failure;
    failure.http_status = 409;
    failure.code = 2002;
    refused.row = after_failure(again.row, Operation::kProvision, failure, kNow, 0.5).row;
    EXPECT_EQ(refused.row.state, SubscriberState::kParked);
    EXPECT_EQ(decide_on(refused).step, Step::kNone);
}

TEST(Decide, AnApprovalEndsWithTheProvisioningThatALookFinds)
{
    Subject lost = provisioned();
    lost.row.webex_id.clear();
    lost.row.approval = Approval::kApproved;
    OpenIntent intent;
    intent.opened_at = kNow - 1min;
    lost.open_intent = intent;
    Situation around = situation();
    around.has_looked = true;
    const Decision closes = decide_on(lost, around);
    EXPECT_EQ(closes.closes_intent, IntentOutcome::kAdopted);
    EXPECT_EQ(closes.row.approval, Approval::kNone);
}

TEST(Decide, WaitsForAPerson)
{
    Subject pending = provisioned();
    pending.webex->status = WebexStatus::kPendingUserMigration;
    const Decision decision = decide_on(pending);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.state, SubscriberState::kPendingPerson);
    EXPECT_EQ(decision.row.reason, "pending-user-migration");
}

TEST(Decide, ParksAnAsynchronousErrorWithItsRemedy)
{
    Subject failed = provisioned();
    failed.webex->status = WebexStatus::kError;
    failed.webex->errors = {WebexError{4001, "invalid"}};
    const Decision decision = decide_on(failed);
    EXPECT_EQ(decision.row.state, SubscriberState::kParked);
    EXPECT_EQ(decision.row.reason, "webex-4001");
    EXPECT_FALSE(decision.row.detail.empty());
    EXPECT_EQ(decision.step, Step::kNone);
}

TEST(Decide, AnUnknownCodeOrStatusIsHarmless)
{
    Subject failed = provisioned();
    failed.webex->status = WebexStatus::kError;
    failed.webex->errors = {WebexError{10022, "?"}};
    EXPECT_EQ(decide_on(failed).step, Step::kNone);
    failed.webex->status = WebexStatus::kUnknown;
    failed.webex->status_text = "hibernating";
    EXPECT_EQ(decide_on(failed).step, Step::kNone);
    EXPECT_EQ(decide_on(failed).row.reason, "unknown-status");
}

TEST(Decide, StaysParkedUntilTheInputChanges)
{
    Subject refused = subject();
    refused.row.wanted = verdict().wanted;
    refused.row.state = SubscriberState::kParked;
    refused.row.reason = "webex-2002";
    EXPECT_EQ(decide_on(refused).step, Step::kNone);
    EXPECT_EQ(decide_on(refused).row.state, SubscriberState::kParked);
    refused.source->facts->email_address = "other@mail.example.com";
    EXPECT_EQ(decide_on(refused).step, Step::kProvision);
}

TEST(Decide, LooksAfterALostAnswerAndAdopts)
{
    Subject crashed = subject();
    crashed.open_intent = OpenIntent{3, Operation::kProvision, kNow - 10s, verdict().wanted, {}};
    EXPECT_EQ(decide_on(crashed).step, Step::kLook);
    Situation looked = situation();
    looked.has_looked = true;
    const Decision not_there = decide_on(crashed, looked);
    EXPECT_EQ(not_there.closes_intent, IntentOutcome::kFailed);
    crashed.webex = in_webex(verdict().wanted, WebexStatus::kProvisioning);
    const Decision there = decide_on(crashed, looked);
    EXPECT_EQ(there.closes_intent, IntentOutcome::kAdopted);
    EXPECT_EQ(there.row.webex_id, "webex-1");
    EXPECT_EQ(there.step, Step::kNone);
}

TEST(Decide, LooksNotBeforeTheRequestCanHaveArrived)
{
    Subject crashed = subject();
    crashed.open_intent = OpenIntent{3, Operation::kProvision, kNow - 1s, verdict().wanted, {}};
    const Decision decision = decide_on(crashed);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.due_at, kNow + 4s);
}

TEST(Decide, LooksBeforeProvisioningAUserIdThatWebexSaysExists)
{
    Subject taken = subject();
    taken.row.last_code = 2009;
    EXPECT_EQ(decide_on(taken).step, Step::kLook);
    Situation looked = situation();
    looked.has_looked = true;
    EXPECT_EQ(decide_on(taken, looked).row.reason, "webex-2009");
    taken.webex = in_webex(verdict().wanted);
    EXPECT_EQ(decide_on(taken, looked).row.state, SubscriberState::kProvisioned);
}

TEST(Decide, RemovedOnTheWebexSideIsParkedOrRestored)
{
    Subject lost = provisioned();
    lost.webex.reset();
    EXPECT_EQ(decide_on(lost).step, Step::kLook);
    Situation looked = situation();
    looked.has_looked = true;
    EXPECT_EQ(decide_on(lost, looked).row.reason, "removed-in-webex");
    BridgePolicy rules = policy();
    rules.restore_removed_in_webex = true;
    const Decision forgotten = decide_on(lost, looked, rules);
    EXPECT_EQ(forgotten.row.webex_id, "");
    EXPECT_EQ(forgotten.row.due_at, kNow);
    lost.row = forgotten.row;
    EXPECT_EQ(decide_on(lost, situation(), rules).step, Step::kProvision);
}

TEST(Decide, RemovedOnTheWebexSideStaysParkedWhateverMakesItDueUntilApproved)
{
    Subject lost = provisioned();
    lost.webex.reset();
    Situation looked = situation();
    looked.has_looked = true;
    lost.row = decide_on(lost, looked).row;
    const Decision again = decide_on(lost);
    EXPECT_EQ(again.step, Step::kNone);
    EXPECT_EQ(again.row.reason, "removed-in-webex");
    lost.source->facts->last_name = "Doe";
    EXPECT_EQ(decide_on(lost).step, Step::kNone);
    lost.row.approval = Approval::kApproved;
    EXPECT_EQ(decide_on(lost).step, Step::kProvision);
}

TEST(Decide, AsksWhoHasTheEmailBeforeProvisioning)
{
    Situation around = situation();
    around.has_sought_holder = false;
    EXPECT_EQ(decide_on(subject(), around).step, Step::kFindHolder);
}

TEST(Decide, WaitsWhileWebexShowsTheUserIdOnSomebodyWhoIsBeingRenamed)
{
    Situation around = situation();
    around.email_holder = EmailHolder{"bert@example.com", SubscriberState::kUpdating, "Bert", "Moe", true};
    const Decision decision = decide_on(subject(), around);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.state, SubscriberState::kWaiting);
    EXPECT_EQ(decision.row.reason, "user-id-in-use");
    EXPECT_EQ(decision.row.due_at, kNow + 5s);
}

TEST(Decide, WhoComesBackUnderAnotherUserIdKeepsTheWebexAccount)
{
    Situation around = situation();
    around.email_holder = EmailHolder{"old.anna@example.com", SubscriberState::kRemoving, "Anna", "Moe", false};
    EXPECT_EQ(decide_on(subject(), around).step, Step::kSucceed);
}

TEST(Decide, AnEmailOfSomebodyElseIsNotTaken)
{
    Situation around = situation();
    around.email_holder = EmailHolder{"bert@example.com", SubscriberState::kProvisioned, "Bert", "Moe", false};
    EXPECT_EQ(decide_on(subject(), around).row.reason, "email-in-use");
    EXPECT_EQ(decide_on(subject(), around).step, Step::kNone);
    around.email_holder = EmailHolder{"bert@example.com", SubscriberState::kRemoving, "Bert", "Moe", false};
    EXPECT_EQ(decide_on(subject(), around).row.reason, "email-in-use");
    EXPECT_TRUE(decide_on(subject(), around).row.due_at);
}

TEST(Decide, AFirstSubscriberThatWebexRefusesGivesUpItsPlace)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kBootstrapping;
    around.enterprise.first_user_key = "anna@example.com";
    Subject refused = subject();
    refused.row.wanted = verdict().wanted;
    refused.row.state = SubscriberState::kParked;
    refused.row.reason = "webex-2013";
    EXPECT_TRUE(decide_on(refused, around).gives_up_first);
}

TEST(Decide, AnApprovalNeverRemovesUnderAPolicyWithoutRemovals)
{
    BridgePolicy rules = policy();
    Subject changed = provisioned();
    changed.source->facts->email_address = "new@mail.example.com";
    changed.row.approval = Approval::kApproved;
    for (const SyncPolicy sync : {SyncPolicy::kObserve, SyncPolicy::kCreateOnly, SyncPolicy::kUpsertOnly}) {
        rules.sync = sync;
        EXPECT_EQ(decide_on(changed, situation(), rules).step, Step::kNone);
    }
}

TEST(Decide, AHeldRetryOfAFailedUpdateIsNotCountedAsTried)
{
    Subject failed = provisioned();
    failed.webex->status = WebexStatus::kError;
    failed.webex->errors = {WebexError{5001, "?"}};
    failed.source->facts->last_name = "Doe";
    Situation around = situation();
    around.is_paused = true;
    for (int i = 0; i < 5; ++i) failed.row = decide_on(failed, around).row;
    EXPECT_EQ(decide_on(failed).step, Step::kUpdate);
}

TEST(Decide, AReusedUserIdIsHeld)
{
    Subject reused = subject();
    reused.row.state = SubscriberState::kRemoved;
    reused.row.wanted = verdict().wanted;
    reused.source->facts->first_name = "Bert";
    reused.source->facts->email_address = "bert@mail.example.com";
    EXPECT_EQ(decide_on(reused).row.reason, "reuse-guard");
    reused.row.approval = Approval::kApproved;
    EXPECT_EQ(decide_on(reused).step, Step::kProvision);
    reused.row.approval = Approval::kNone;
    reused.source->facts = facts();
    EXPECT_EQ(decide_on(reused).step, Step::kProvision);
}

TEST(Decide, TooManyUpdatesTripTheBrakeBeforeTheyAreSent)
{
    Subject changed = provisioned();
    changed.source->facts->last_name = "Doe";
    Situation around = situation();
    around.brakes.provisioned = 100;
    around.brakes.updates = 29;
    const Decision decision = decide_on(changed, around);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_TRUE(decision.trips_updates);
    EXPECT_EQ(decision.row.reason, "brake");
    changed.row = decision.row;
    changed.row.update_approval = Approval::kApproved;
    EXPECT_EQ(decide_on(changed, around).step, Step::kUpdate);
}

// ---- who may only come after another one, by Webex's own word ----

Subject held_for_another()
{
    Subject held = subject();
    held.row.state = SubscriberState::kWaiting;
    held.row.reason = name_of(Reason::kPrimaryFirst);
    held.row.changed_at = kNow;
    return held;
}

TEST(Decide, WhoMustComeAfterAnotherGivesThePlaceOfTheFirstUp)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kBootstrapping;
    around.enterprise.first_user_key = "anna@example.com";
    const Decision decision = decide_on(held_for_another(), around);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_TRUE(decision.gives_up_first);
    EXPECT_EQ(decision.row.reason, name_of(Reason::kPrimaryFirst));
    EXPECT_GT(decision.row.due_at, kNow);
}

TEST(Decide, WhoMustComeAfterAnotherWaitsWhileAnotherCanBeFirst)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kNone;
    EXPECT_EQ(decide_on(held_for_another(), around).step, Step::kAskCandidate);
    around.candidate = "berta@example.com";
    const Decision waits = decide_on(held_for_another(), around);
    EXPECT_EQ(waits.step, Step::kNone);
    EXPECT_EQ(waits.row.reason, name_of(Reason::kPrimaryFirst));
    EXPECT_EQ(waits.row.due_at, kNow + 15min);
}

TEST(Decide, WebexIsAskedAgainAboutTheOnlyOneAfterAWhileAndNotAtOnce)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kNone;
    around.candidate = "anna@example.com";
    EXPECT_EQ(decide_on(held_for_another(), around).step, Step::kNone);
    around.now = kNow + 15min;
    const Decision again = decide_on(held_for_another(), around);
    EXPECT_EQ(again.step, Step::kProvision);
    EXPECT_TRUE(again.wants_precheck);
}

TEST(Decide, WhoMustComeAfterAnotherGoesWhenTheOrganisationStands)
{
    EXPECT_EQ(decide_on(held_for_another()).step, Step::kProvision);
}

TEST(Decide, EveryHoldHasItsWord)
{
    Situation around = situation();
    around.is_paused = true;
    EXPECT_EQ(decide_on(subject(), around).row.reason, "paused");
    around = situation();
    around.window_is_closed = true;
    EXPECT_EQ(decide_on(subject(), around).row.reason, "window");
    around = situation();
    around.has_grant = false;
    EXPECT_EQ(decide_on(subject(), around).row.reason, "grant");
    around = situation();
    around.is_flow_through = true;
    EXPECT_EQ(decide_on(subject(), around).row.reason, "flow-through");
}

TEST(Decide, CreateOnlySendsNeitherPutNorDelete)
{
    BridgePolicy rules = policy();
    rules.sync = SyncPolicy::kCreateOnly;
    EXPECT_EQ(decide_on(subject(), situation(), rules).step, Step::kProvision);
    Subject changed = provisioned();
    changed.source->facts->last_name = "Doe";
    EXPECT_EQ(decide_on(changed, situation(), rules).step, Step::kNone);
    EXPECT_EQ(decide_on(gone(), situation(), rules).step, Step::kNone);
    EXPECT_TRUE(decide_on(gone(), situation(), rules).row.is_absent);
}

}  // namespace
}  // namespace bwsync
