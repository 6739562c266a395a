// What a procedure does next, from what it sees: deletion of an organisation, directory synchronisation.
#include "daemon/domain/enterprise/procedure.hpp"

#include <gtest/gtest.h>

#include "daemon/domain/enterprise/directory_sync_procedure.hpp"
#include "daemon/domain/enterprise/organization_deletion.hpp"

namespace bwsync {
namespace {

using namespace std::chrono_literals;

const Instant kNow{1'000'000'000s};
const ProcedurePace kPace;

DirectorySync sync_of(DirectorySyncStatus status, bool is_enabled, const std::string& tracking_id = "t1")
{
    DirectorySync sync;
    sync.status = status;
    sync.status_text = std::string(name_of(status));
    sync.is_enabled = is_enabled;
    sync.last_tracking_id = tracking_id;
    return sync;
}

WebexFailure webex_answered(int http_status, int code, std::string what = "no")
{
    WebexFailure failure;
    failure.http_status = http_status;
    failure.code = code;
    failure.what = std::move(what);
    return failure;
}

class Deletion : public ::testing::Test {
protected:
    Deletion()
    {
        procedure.kind = std::string(kOrganizationDelete);
        procedure.facts["name"] = "Metro";
        procedure.step_since = kNow;
        sight.may_write = true;
        sight.is_organization_there = true;
        sight.organization_name = "Metro";
    }
    DeletionNext next() { return next_deletion(procedure, sight, now, kPace); }
    DeletionNext at(std::string_view step)
    {
        procedure.step = std::string(step);
        return next();
    }

    Procedure procedure;
    DeletionSight sight;
    Instant now = kNow;
};

TEST_F(Deletion, LooksAtTheOrganisationBeforeAnythingElseInEveryStep)
{
    sight.is_organization_there.reset();
    for (const auto step :
         {kQueued, kRemovePeopleStep, kSyncOffStep, kSyncCleanUpStep, kRemoveOrganizationStep, kAwaitEndStep})
        EXPECT_EQ(at(step).order, DeletionOrder::kLookAtOrganization) << step;
}

TEST_F(Deletion, IsDoneInWhateverStepTheOrganisationIsGone)
{
    sight.is_organization_there = false;
    for (const auto step : {kRemovePeopleStep, kSyncOffStep, kSyncCleanUpStep, kRemoveOrganizationStep, kAwaitEndStep})
        EXPECT_EQ(at(step).move.next.state, ProcedureState::kDone) << step;
    EXPECT_EQ(at(kQueued).move.next.state, ProcedureState::kFailed);
}

TEST_F(Deletion, OrdersNothingInAnyStepWhenTheBridgeOnlyObservesOrTheNameIsAnother)
{
    const DirectorySync on = sync_of(DirectorySyncStatus::kComplete, true);
    for (const bool may_write : {false, true}) {
        sight.may_write = may_write;
        sight.organization_name = may_write ? "Another" : "Metro";
        sight.people.emplace(1);
        sight.sync.emplace(on);
        for (const auto step : {kQueued, kRemovePeopleStep, kSyncOffStep, kSyncCleanUpStep, kRemoveOrganizationStep}) {
            const DeletionNext what = at(step);
            EXPECT_FALSE(is_destructive(what.order));
            EXPECT_EQ(what.move.next.state, ProcedureState::kStopped) << step;
        }
    }
}

TEST_F(Deletion, RemovesPeopleUntilNobodyIsListed)
{
    EXPECT_EQ(at(kRemovePeopleStep).order, DeletionOrder::kLookAtPeople);
    sight.people.emplace(2);
    EXPECT_EQ(next().order, DeletionOrder::kRemoveThem);
    sight.were_removed = true;
    sight.removed = 2;
    const DeletionNext more = next();
    EXPECT_EQ(more.move.next.step, kRemovePeopleStep);
    EXPECT_EQ(more.move.next.number("removed"), 2);
    EXPECT_EQ(more.move.wait, 0ms);
    sight.removed = 0;  // the list still shows those who are gone
    EXPECT_EQ(next().move.wait, kPace.poll);
    sight.people.emplace();
    EXPECT_EQ(next().move.next.step, kSyncOffStep);
}

TEST_F(Deletion, SwitchesSynchronisationOffOnceAndWaitsForItsCleanUp)
{
    EXPECT_EQ(at(kSyncOffStep).order, DeletionOrder::kLookAtSync);
    sight.sync.emplace(sync_of(DirectorySyncStatus::kComplete, true));
    EXPECT_EQ(next().order, DeletionOrder::kDisableSync);
    sight.is_disable_sent = true;
    EXPECT_EQ(next().move.next.step, kSyncCleanUpStep);
    for (const auto status : {DirectorySyncStatus::kDisableInitiated, DirectorySyncStatus::kDisableInProgress}) {
        sight.sync.emplace(sync_of(status, false));
        const DeletionNext what = at(kSyncCleanUpStep);
        EXPECT_EQ(what.order, DeletionOrder::kMove);
        EXPECT_EQ(what.move.next.step, kSyncCleanUpStep);
        EXPECT_EQ(what.move.wait, kPace.poll);
    }
    sight.sync.emplace(sync_of(DirectorySyncStatus::kNotSynced, false));
    EXPECT_EQ(at(kSyncCleanUpStep).move.next.step, kRemoveOrganizationStep);
}

TEST_F(Deletion, WaitsForARunAndGoesOnWithoutAnEnterprise)
{
    sight.sync.emplace(sync_of(DirectorySyncStatus::kInProgress, true));
    EXPECT_EQ(at(kSyncOffStep).move.next.step, kSyncOffStep);
    sight.sync.emplace(std::nullopt);
    EXPECT_EQ(at(kSyncOffStep).move.next.step, kRemoveOrganizationStep);
}

TEST_F(Deletion, GoesOnInTheClassicWayWithoutTheWordsOfTheCleanUp)
{
    sight.sync.emplace(sync_of(DirectorySyncStatus::kComplete, false));
    EXPECT_EQ(at(kSyncCleanUpStep).move.next.step, kSyncCleanUpStep);
    now = kNow + 3 * kPace.poll;
    EXPECT_EQ(at(kSyncCleanUpStep).move.next.step, kRemoveOrganizationStep);
}

TEST_F(Deletion, SaysAfterTenMinutesThatTheEndIsLateAndOrdersAnewAfterThirty)
{
    EXPECT_EQ(at(kRemoveOrganizationStep).order, DeletionOrder::kRemoveOrganization);
    sight.is_removal_sent = true;
    EXPECT_EQ(next().move.next.step, kAwaitEndStep);
    EXPECT_EQ(at(kAwaitEndStep).move.next.problem, "");
    now = kNow + 10min;
    EXPECT_NE(at(kAwaitEndStep).move.next.problem, "");
    now = kNow + 30min;
    EXPECT_EQ(at(kAwaitEndStep).move.next.step, kRemoveOrganizationStep);
}

TEST_F(Deletion, ExplainsAConflictBeginsAnewAndNeedsAPersonInTheEnd)
{
    sight.failed = DeletionOrder::kRemoveOrganization;
    sight.failure = webex_answered(409, 0, "Org cannot be deleted as it has linked sites.");
    procedure.step = std::string(kRemoveOrganizationStep);
    for (int i = 0; i < 5; ++i) {
        const DeletionNext what = next();
        EXPECT_EQ(what.move.next.step, kRemovePeopleStep);
        EXPECT_NE(what.move.next.problem.find("unlink"), std::string::npos);
        procedure = what.move.next;
    }
    EXPECT_EQ(next().move.next.state, ProcedureState::kStopped);
}

TEST_F(Deletion, WaitsOutWhatHealsAndStopsForWhatDoesNot)
{
    procedure.step = std::string(kRemovePeopleStep);
    sight.failed = DeletionOrder::kRemoveThem;
    for (const int status : {403, 429, 500, 503}) {
        sight.failure = webex_answered(status, 0);
        const DeletionNext what = next();
        EXPECT_EQ(what.move.next.state, ProcedureState::kRunning) << status;
        EXPECT_NE(what.move.next.problem, "");
        EXPECT_GE(what.move.wait, kPace.poll);
    }
    sight.failure = webex_answered(400, 0);
    EXPECT_EQ(next().move.next.state, ProcedureState::kStopped);
}

TEST(ProcedureJudgement, WaitsTwiceAsLongEachTimeUpToTheLongestAndAsLongAsWebexAsks)
{
    Procedure procedure;
    Millis before{0};
    for (int i = 0; i < 12; ++i) {
        const ProcedureMove move = judge(procedure, webex_answered(503, 0), kPace, "x");
        EXPECT_GE(move.wait, before);
        EXPECT_LE(move.wait, kPace.longest);
        EXPECT_EQ(move.note.empty(), i > 0) << "told once";
        before = move.wait;
        procedure = move.next;
    }
    EXPECT_EQ(before, kPace.longest);
    WebexFailure asked = webex_answered(429, 0);
    asked.retry_after = 1h;
    EXPECT_EQ(judge(procedure, asked, kPace, "x").wait, Millis(1h));
}

TEST(ProcedureStop, StopsADeletionForAResumeAndEndsASynchronisation)
{
    Procedure procedure;
    procedure.stop_asked_by = "ada";
    procedure.kind = std::string(kOrganizationDelete);
    procedure.step = std::string(kRemovePeopleStep);
    const ProcedureMove stopped = obey_stop(procedure);
    EXPECT_EQ(stopped.next.state, ProcedureState::kStopped);
    EXPECT_EQ(stopped.next.step, kRemovePeopleStep);
    EXPECT_NE(stopped.next.problem.find("ada"), std::string::npos);
    procedure.kind = std::string(kSyncRun);
    EXPECT_EQ(obey_stop(procedure).next.state, ProcedureState::kFailed);
}

class Sync : public ::testing::Test {
protected:
    Sync()
    {
        procedure.kind = std::string(kSyncRun);
        procedure.step_since = kNow;
        sight.may_write = true;
    }
    SyncNext next() { return next_sync(procedure, sight, kNow, kPace); }
    SyncNext take(SyncNext what)
    {
        procedure = what.move.next;
        sight = SyncSight();
        sight.may_write = true;
        return what;
    }
    Procedure procedure;
    SyncSight sight;
};

TEST_F(Sync, WaitsForItsTurnInTheCluster)
{
    procedure.is_first_in_cluster = false;
    const SyncNext what = next();
    EXPECT_EQ(what.order, SyncOrder::kMove);
    EXPECT_EQ(what.move.next.step, kQueued);
    EXPECT_EQ(what.move.wait, kPace.poll);
}

TEST_F(Sync, RunsFollowsAndKeepsTheCounters)
{
    EXPECT_EQ(next().order, SyncOrder::kLook);
    sight.sync = sync_of(DirectorySyncStatus::kNotSynced, true, "");
    EXPECT_EQ(take(next()).move.next.step, kSendStep);
    sight.sync = sync_of(DirectorySyncStatus::kNotSynced, true, "");
    EXPECT_EQ(next().order, SyncOrder::kTrigger);
    sight.is_sent = true;
    EXPECT_EQ(take(next()).move.next.step, kFollowStep);
    sight.sync = sync_of(DirectorySyncStatus::kInProgress, true, "");
    EXPECT_EQ(take(next()).move.next.state, ProcedureState::kRunning);
    sight.sync = sync_of(DirectorySyncStatus::kComplete, true, "t2");
    sight.sync->counts.users_added = 7;
    const SyncNext end = next();
    EXPECT_EQ(end.move.next.state, ProcedureState::kDone);
    EXPECT_EQ(end.move.next.fact("usersAdded"), "7");
}

TEST_F(Sync, FollowsARunThatALostProcessHadBegunInsteadOfRepeatingIt)
{
    sight.sync = sync_of(DirectorySyncStatus::kComplete, true, "t1");
    take(next());
    sight.sync = sync_of(DirectorySyncStatus::kInProgress, true, "t1");
    EXPECT_EQ(next().move.next.step, kFollowStep);
    sight.sync = sync_of(DirectorySyncStatus::kComplete, true, "t2");
    EXPECT_EQ(next().move.next.state, ProcedureState::kDone);
}

TEST_F(Sync, GoesBackToTheQueueWhenAnotherRunOfTheClusterGoesOn)
{
    procedure.step = std::string(kSendStep);
    sight.failed = SyncOrder::kTrigger;
    sight.failure = webex_answered(429, 6002);
    sight.failure->retry_after = 40s;
    const SyncNext what = next();
    EXPECT_EQ(what.move.next.step, kQueued);
    EXPECT_EQ(what.move.next.state, ProcedureState::kRunning);
    EXPECT_EQ(what.move.wait, Millis(40s));
}

TEST_F(Sync, FailsWithTheExplanationOfTheRunsCodes)
{
    sight.sync = sync_of(DirectorySyncStatus::kComplete, true, "t1");
    take(next());
    sight.sync = sync_of(DirectorySyncStatus::kFailed, true, "t2");
    sight.sync->errors.push_back(WebexError{6001, "cannot connect"});
    const SyncNext end = next();
    EXPECT_EQ(end.move.next.state, ProcedureState::kFailed);
    EXPECT_NE(end.move.next.problem.find("6001"), std::string::npos);
}

TEST_F(Sync, IsRefusedWhereItIsOffAndWhereTheBridgeOnlyObserves)
{
    sight.sync = sync_of(DirectorySyncStatus::kNotSynced, false);
    EXPECT_EQ(next().move.next.state, ProcedureState::kFailed);
    sight.may_write = false;
    for (const auto kind : {kSyncRun, kSyncEnable, kSyncDisable, kSyncUser}) {
        procedure.kind = std::string(kind);
        EXPECT_EQ(next().move.next.state, ProcedureState::kFailed) << kind;
    }
}

TEST_F(Sync, GivesItsTurnAwayWhenWebexRefusesForAnHourButNotWhileWebexIsAway)
{
    procedure.step = std::string(kFollowStep);
    sight.failed = SyncOrder::kLook;
    sight.failure = webex_answered(500, 0);
    for (int i = 0; i < 10; ++i) {
        const SyncNext what = next();
        ASSERT_EQ(what.move.next.state, ProcedureState::kRunning) << i;
        procedure = what.move.next;
    }
    EXPECT_EQ(next().move.next.state, ProcedureState::kFailed);
    sight.failure->kind = WebexFailure::Kind::kNotSent;
    EXPECT_EQ(next().move.next.state, ProcedureState::kRunning);
}

TEST_F(Sync, IsSwitchedOnAndOff)
{
    procedure.kind = std::string(kSyncEnable);
    procedure.step = std::string(kSendStep);
    sight.sync = sync_of(DirectorySyncStatus::kNotSynced, false);
    EXPECT_EQ(next().order, SyncOrder::kSwitchOn);
    sight.sync = sync_of(DirectorySyncStatus::kNotSynced, true);
    EXPECT_EQ(next().move.next.state, ProcedureState::kDone);
    procedure.kind = std::string(kSyncDisable);
    EXPECT_EQ(next().order, SyncOrder::kSwitchOff);
    sight.sync = sync_of(DirectorySyncStatus::kInProgress, true);
    EXPECT_EQ(next().order, SyncOrder::kMove);
    sight.sync = sync_of(DirectorySyncStatus::kDisableInProgress, false);
    EXPECT_EQ(next().move.next.step, kFollowStep);
    sight.sync = sync_of(DirectorySyncStatus::kNotSynced, false);
    EXPECT_EQ(next().move.next.state, ProcedureState::kDone);
}

TEST_F(Sync, TakesOneUserAndKeepsWhatBecameOfIt)
{
    procedure.kind = std::string(kSyncUser);
    procedure.step = std::string(kSendStep);
    EXPECT_EQ(next().order, SyncOrder::kAskForUser);
    sight.user.emplace();
    sight.user->action = ExternalUserAction::kAdded;
    const SyncNext end = next();
    EXPECT_EQ(end.move.next.state, ProcedureState::kDone);
    EXPECT_EQ(end.move.next.fact("action"), "added");
}

}  // namespace
}  // namespace bwsync
