// The Webex user behind a subscriber: erased after our own removal when the policy says so, and asked for consent once
// more.
#include <gtest/gtest.h>

#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/domain/subscriber/failure.hpp"
#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

struct PersonTest : testing::Test {
    PersonTest()
    {
        rules.erases_people = true;
        rules.confirmations = 1;
        rules.grace = 0h;
    }
    Decision decided() { return decide_on(subject, around, rules); }
    // As it stands after our own removal.
    void remove_softly()
    {
        const Decision decision = decided();
        ASSERT_EQ(decision.step, Step::kRemove);
        subject.row = decision.row;
        subject.row.webex_id.clear();
        subject.webex.reset();
    }
    BridgePolicy rules = policy();
    Subject subject = with_person();
    Situation around = situation();

    static Subject with_new_address()
    {
        Subject ours = provisioned();
        ours.webex->person_id = "person-1";
        ours.source->facts->email_address = "new@mail.example.com";
        return ours;
    }
    static Subject subject_of_another_person()
    {
        Subject other = provisioned();
        other.row.state = SubscriberState::kRemoved;
        other.row.webex_id.clear();
        other.row.person_id = "person-1";
        other.webex.reset();
        other.source->facts->last_name = "Other";
        other.source->facts->email_address = "other@mail.example.com";
        return other;
    }
    static Subject with_person()
    {
        Subject ours = gone();
        ours.webex->person_id = "person-1";
        return ours;
    }
};

TEST_F(PersonTest, IsRememberedWhileWebexShowsIt)
{
    Subject ours = provisioned();
    ours.webex->person_id = "person-1";
    EXPECT_EQ(decide_on(ours, around, rules).row.person_id, "person-1");
    ours.row.person_id = "person-1";
    ours.webex->person_id.clear();  // not shown in every status
    EXPECT_EQ(decide_on(ours, around, rules).row.person_id, "person-1");
}

TEST_F(PersonTest, IsErasedAfterTheRemovalWhenNobodyElseStandsForIt)
{
    remove_softly();
    EXPECT_TRUE(subject.row.erases_person);
    const Decision asks = decided();
    EXPECT_EQ(asks.step, Step::kSeekPerson);
    around.has_sought_person = true;
    const Decision erases = decided();
    EXPECT_EQ(erases.step, Step::kHardDelete);
    EXPECT_EQ(erases.row.person_id, "person-1");
    subject.row = erases.row;
    subject.row.person_id.clear();
    subject.row.erases_person = false;
    EXPECT_EQ(decided().row.state, SubscriberState::kRemoved);
}

TEST_F(PersonTest, IsErasedByOrderWhereThePolicyWouldNot)
{
    rules.erases_people = false;
    remove_softly();
    around.has_sought_person = true;
    EXPECT_EQ(decided().row.state, SubscriberState::kRemoved);
    subject.row.state = SubscriberState::kRemoved;
    subject.row.erases_person = true;
    subject.row.approval = Approval::kApproved;
    rules.sync = SyncPolicy::kUpsertOnly;
    EXPECT_EQ(decided().step, Step::kHardDelete);
    rules.sync = SyncPolicy::kObserve;
    EXPECT_EQ(decided().step, Step::kNone);
}

TEST_F(PersonTest, AnOrderToEraseApprovesNothingElse)
{
    subject = subject_of_another_person();
    subject.row.erases_person = true;
    subject.row.approval = Approval::kApproved;
    const Decision decision = decided();
    EXPECT_EQ(decision.row.reason, "reuse-guard");
    EXPECT_EQ(decision.row.approval, Approval::kNone);
    EXPECT_FALSE(decision.row.erases_person);
}

TEST_F(PersonTest, AnApprovalIsGoodForOneRefusal)
{
    remove_softly();
    around.has_sought_person = true;
    subject.row.state = SubscriberState::kParked;
    subject.row.reason = "webex-http-403";
    subject.row.approval = Approval::kApproved;
    const Decision erases = decided();
    ASSERT_EQ(erases.step, Step::kHardDelete);
    WebexFailure failure;
    failure.http_status = 403;
    subject.row = after_failure(erases.row, Operation::kHardDelete, failure, kNow, 0.5).row;
    EXPECT_EQ(subject.row.state, SubscriberState::kParked);
    EXPECT_EQ(decided().step, Step::kNone);
}

TEST_F(PersonTest, GetsTheNewAddressWhereThePolicySaysSo)
{
    subject = with_new_address();
    rules.email_change = EmailChange::kPerson;
    const Decision changes = decided();
    EXPECT_EQ(changes.step, Step::kEmailChange);
    EXPECT_EQ(changes.row.state, SubscriberState::kUpdating);
    EXPECT_EQ(changes.row.wanted->email, "new@mail.example.com");
    rules.sync = SyncPolicy::kCreateOnly;
    EXPECT_EQ(decided().row.reason, "create-only");
}

TEST_F(PersonTest, ThatIsNotKnownKeepsItsAddressUntilApproved)
{
    subject = with_new_address();
    subject.webex->person_id.clear();
    rules.email_change = EmailChange::kPerson;
    EXPECT_EQ(decided().row.reason, "approval");
    subject.row.approval = Approval::kApproved;
    EXPECT_EQ(decided().step, Step::kRemove);
}

TEST_F(PersonTest, ThatRefusesAnAddressIsParkedOnce)
{
    subject = with_new_address();
    rules.email_change = EmailChange::kPerson;
    WebexFailure failure;
    failure.http_status = 409;
    failure.what = "in use";
    subject.row = after_failure(decided().row, Operation::kEmailChange, failure, kNow, 0.5).row;
    EXPECT_EQ(subject.row.reason, "webex-http-409");
    EXPECT_EQ(decided().step, Step::kNone);
    EXPECT_EQ(decided().row.state, SubscriberState::kParked);
    subject.row.approval = Approval::kApproved;
    EXPECT_EQ(decided().step, Step::kRemove);
}

TEST_F(PersonTest, IsAskedForItsAddressAgainAfterALostAnswer)
{
    subject = with_new_address();
    rules.email_change = EmailChange::kPerson;
    OpenIntent intent;
    intent.operation = Operation::kEmailChange;
    intent.opened_at = kNow - 1min;
    subject.open_intent = intent;
    EXPECT_EQ(decided().step, Step::kLook);
    around.has_looked = true;
    EXPECT_EQ(decided().closes_intent, IntentOutcome::kSuperseded);
    subject.open_intent.reset();
    EXPECT_EQ(decided().step, Step::kEmailChange);
}

TEST_F(PersonTest, WhoseAddressWebexKeepsIsNotWrittenForEver)
{
    subject = with_new_address();
    rules.email_change = EmailChange::kPerson;
    for (int i = 0; i < 3; ++i) {
        const Decision changes = decided();
        ASSERT_EQ(changes.step, Step::kEmailChange);
        subject.row = changes.row;
    }
    EXPECT_EQ(decided().row.reason, "not-taken");
}

TEST_F(PersonTest, StaysWhenAnotherSubscriberStandsForIt)
{
    remove_softly();
    around.has_sought_person = true;
    around.person_is_used = true;
    const Decision decision = decided();
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.state, SubscriberState::kRemoved);
    EXPECT_EQ(decision.row.reason, "person-in-use");
    EXPECT_FALSE(decision.row.erases_person);
}

TEST_F(PersonTest, StaysUnderASoftPolicyAlsoWhenThePolicyTurnsHardLater)
{
    rules.erases_people = false;
    remove_softly();
    EXPECT_FALSE(subject.row.erases_person);
    rules.erases_people = true;
    around.has_sought_person = true;
    EXPECT_EQ(decided().step, Step::kNone);
    EXPECT_EQ(decided().row.state, SubscriberState::kRemoved);
}

TEST_F(PersonTest, StaysWhenThePolicyTurnsSoftBeforeItWasErased)
{
    remove_softly();
    rules.erases_people = false;
    EXPECT_EQ(decided().row.reason, "person-kept");
    EXPECT_EQ(decided().step, Step::kNone);
}

TEST_F(PersonTest, StaysWhenTheSubscriberWasRemovedOnTheWebexSide)
{
    subject.webex.reset();
    around.has_looked = true;
    around.has_sought_person = true;
    subject.row.person_id = "person-1";
    const Decision decision = decided();
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.state, SubscriberState::kRemoved);
}

TEST_F(PersonTest, NeedsAFreshReadingAndWhateverElseAWriteNeeds)
{
    remove_softly();
    around.has_sought_person = true;
    around.is_paused = true;
    EXPECT_EQ(decided().step, Step::kNone);
    EXPECT_EQ(decided().row.state, SubscriberState::kRemoving);
    around.is_paused = false;
    around.only_observe = true;
    EXPECT_EQ(decided().step, Step::kNone);
    around.only_observe = false;
    around.now = kNow + 2min;
    EXPECT_EQ(decided().step, Step::kReadSource);
}

TEST_F(PersonTest, IsOutOfDangerWhenTheUserReturns)
{
    remove_softly();
    subject.source->facts = facts();
    const Decision decision = decided();
    EXPECT_FALSE(decision.row.erases_person);
    EXPECT_NE(decision.step, Step::kHardDelete);
}

TEST_F(PersonTest, ARefusedDeletionIsParkedUntilApproved)
{
    remove_softly();
    around.has_sought_person = true;
    WebexFailure failure;
    failure.http_status = 403;
    const Aftermath after = after_failure(decided().row, Operation::kHardDelete, failure, kNow, 0.5);
    EXPECT_EQ(after.row.state, SubscriberState::kParked);
    subject.row = after.row;
    EXPECT_EQ(decided().step, Step::kNone);
    subject.row.approval = Approval::kApproved;
    EXPECT_EQ(decided().step, Step::kHardDelete);
}

TEST_F(PersonTest, OneThatIsGoneAlreadyIsErased)
{
    WebexFailure failure;
    failure.http_status = 404;
    EXPECT_EQ(after_failure(subject.row, Operation::kHardDelete, failure, kNow, 0.5).outcome, IntentOutcome::kDone);
}

TEST_F(PersonTest, ALostAnswerIsAskedForAgainWithAllItsQuestions)
{
    remove_softly();
    OpenIntent intent;
    intent.operation = Operation::kHardDelete;
    intent.opened_at = kNow - 1min;
    subject.open_intent = intent;
    around.has_looked = true;
    const Decision decision = decided();
    EXPECT_EQ(decision.closes_intent, IntentOutcome::kSuperseded);
    EXPECT_EQ(decision.row.person_id, "person-1");
    subject.open_intent.reset();
    subject.row = decision.row;
    EXPECT_EQ(decided().step, Step::kSeekPerson);
}

struct ConsentTest : testing::Test {
    ConsentTest()
    {
        rules.consent_reminder = std::chrono::days(3);
        subject.webex->status = WebexStatus::kPendingUserMigration;
    }
    Decision at(Instant now)
    {
        around.now = now;
        subject.source->read_at = now;
        return decide_on(subject, around, rules);
    }
    const Instant due = kNow - 1min + std::chrono::days(3);  // the status changed a minute ago
    BridgePolicy rules = policy();
    Subject subject = provisioned();
    Situation around = situation();
};

TEST_F(ConsentTest, IsAskedForOnceMoreAfterTheTimeAndNeverAgain)
{
    const Decision early = at(due - 1ms);
    EXPECT_EQ(early.step, Step::kNone);
    EXPECT_EQ(early.row.due_at, due);
    const Decision reminds = at(due);
    EXPECT_EQ(reminds.step, Step::kConsentMove);
    EXPECT_EQ(reminds.row.reminded_at, due);
    EXPECT_EQ(reminds.row.state, SubscriberState::kPendingPerson);
    subject.row = reminds.row;
    EXPECT_NE(at(due + std::chrono::days(30)).step, Step::kConsentMove);
}

TEST_F(ConsentTest, IsNotAskedForByDefaultNorInOtherStatusesNorWithoutTheRightToWrite)
{
    subject.webex->status = WebexStatus::kPendingEmailInput;
    EXPECT_NE(at(due).step, Step::kConsentMove);
    subject.webex->status = WebexStatus::kPendingUserMigration;
    around.is_paused = true;
    EXPECT_NE(at(due).step, Step::kConsentMove);
    around.is_paused = false;
    rules.consent_reminder = 0h;
    EXPECT_NE(at(due).step, Step::kConsentMove);
}

TEST_F(ConsentTest, AMailThatSurelyDidNotGoOutGoesOutLater)
{
    subject.row.reminded_at = kNow;
    WebexFailure failure;
    for (const auto& [kind, status] :
         {std::pair(WebexFailure::Kind::kNotSent, 0), std::pair(WebexFailure::Kind::kAnswered, 429),
          std::pair(WebexFailure::Kind::kAnswered, 503)}) {
        failure.kind = kind;
        failure.http_status = status;
        const Aftermath after = after_failure(subject.row, Operation::kConsentMove, failure, kNow, 0.5);
        EXPECT_FALSE(after.row.reminded_at) << status;
        EXPECT_EQ(after.row.state, subject.row.state);
        EXPECT_EQ(after.row.due_at, kNow + 15min);
    }
    failure.http_status = 404;
    EXPECT_TRUE(after_failure(subject.row, Operation::kConsentMove, failure, kNow, 0.5).row.reminded_at);
    failure.kind = WebexFailure::Kind::kUnknownOutcome;
    EXPECT_FALSE(after_failure(subject.row, Operation::kConsentMove, failure, kNow, 0.5).outcome);
}

}  // namespace
}  // namespace bwsync
