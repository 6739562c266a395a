#include "daemon/domain/subscriber/outcome.hpp"

#include <gtest/gtest.h>

#include "daemon/domain/subscriber/times.hpp"
#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

OpenIntent intent(Operation operation)
{
    OpenIntent result;
    result.operation = operation;
    result.provision = verdict().wanted;
    result.provision.time_zone = "Europe/Vienna";
    result.provision.language = "de_AT";
    return result;
}

SubscriberRow failing()
{
    SubscriberRow row = provisioned().row;
    row.attempts = 4;
    row.last_code = 2008;
    row.approval = Approval::kApproved;
    return row;
}

TEST(Outcome, ACreationLeavesTheIdAndWhatWebexNeverReturns)
{
    SubscriberRow before = failing();
    before.webex_id.clear();
    const WebexSubscriber shown = in_webex(verdict().wanted);
    const Aftermath after = after_success(before, intent(Operation::kProvision), shown, kNow);
    EXPECT_EQ(after.outcome, IntentOutcome::kDone);
    EXPECT_EQ(after.row.webex_id, shown.id);
    EXPECT_EQ(after.row.sent_time_zone, "Europe/Vienna");
    EXPECT_EQ(after.row.sent_language, "de_AT");
    EXPECT_EQ(after.row.approval, Approval::kNone);
    EXPECT_EQ(after.row.attempts, 0);
    EXPECT_EQ(after.row.last_code, 0);
    EXPECT_EQ(after.row.due_at, kNow + kTrackerNet);
}

TEST(Outcome, ACreationWhoseAnswerNobodyCouldReadStaysOpen)
{
    const Aftermath made = after_success(failing(), intent(Operation::kProvision), WebexSubscriber(), kNow);
    EXPECT_FALSE(made.outcome);
    EXPECT_EQ(made.row.due_at, kNow);
    const Aftermath updated = after_success(failing(), intent(Operation::kUpdate), WebexSubscriber(), kNow);
    EXPECT_EQ(updated.outcome, IntentOutcome::kDone);
}

TEST(Outcome, AnUpdateKeepsTheApprovalAndRemembersTheTimeZoneItSent)
{
    const SubscriberRow before = failing();
    OpenIntent sent = intent(Operation::kUpdate);
    const WebexSubscriber shown = in_webex(verdict().wanted);
    const Aftermath silent = after_success(before, sent, shown, kNow);
    EXPECT_EQ(silent.row.sent_time_zone, before.sent_time_zone);
    EXPECT_EQ(silent.row.approval, Approval::kApproved);
    sent.update.time_zone = "Asia/Tokyo";
    EXPECT_EQ(after_success(before, sent, shown, kNow).row.sent_time_zone, "Asia/Tokyo");
}

TEST(Outcome, ARemovalTakesTheIdAndForgetsWhatWebexShowed)
{
    const Aftermath done = after_done(failing(), Operation::kRemove, kNow);
    const Aftermath after = without_what_is_gone(done, Operation::kRemove, kNow);
    EXPECT_TRUE(after.is_gone_in_webex);
    EXPECT_EQ(after.row.webex_id, "");
    EXPECT_EQ(after.row.due_at, kNow);
}

TEST(Outcome, AWorkspaceThatIsRemovedLeavesTheSubscriberAlone)
{
    SubscriberRow row = failing();
    row.workspace.emplace().id = "room";
    const Aftermath after = without_what_is_gone(after_done(row, Operation::kRemove, kNow), Operation::kRemove, kNow);
    EXPECT_FALSE(after.row.workspace);
    EXPECT_FALSE(after.is_gone_in_webex);
    EXPECT_EQ(after.row.webex_id, row.webex_id);
}

TEST(Outcome, AnErasedPersonIsForgotten)
{
    SubscriberRow row = failing();
    row.person_id = "person";
    row.erases_person = true;
    const Aftermath after =
        without_what_is_gone(after_done(row, Operation::kHardDelete, kNow), Operation::kHardDelete, kNow);
    EXPECT_EQ(after.row.person_id, "");
    EXPECT_FALSE(after.row.erases_person);
}

TEST(Outcome, WhatFailedIsNotGone)
{
    Aftermath failed;
    failed.row = failing();
    failed.outcome = IntentOutcome::kFailed;
    for (const OperationRow& operation : kTable<Operation>)
        EXPECT_EQ(without_what_is_gone(failed, operation.value, kNow).row, failed.row) << operation.word;
}

TEST(Outcome, AMailIsFollowedByALook)
{
    EXPECT_EQ(after_done(failing(), Operation::kConsentMove, kNow).row.due_at, kNow + kTrackerNet);
}

TEST(Outcome, APrecheckThatLostItsAnswerMadeNothing)
{
    WebexFailure lost;
    lost.kind = WebexFailure::Kind::kUnknownOutcome;
    SubscriberRow row = subject().row;
    row.state = SubscriberState::kProvisioning;
    const SubscriberRow after = after_failed_precheck(row, lost, kNow, 0.5);
    EXPECT_EQ(after.state, SubscriberState::kWaiting);
    EXPECT_EQ(after.attempts, row.attempts + 1);
    EXPECT_GT(after.due_at, kNow);
}

TEST(Outcome, WhatIsPutOffIsNotCountedAsSent)
{
    Decision update;
    update.step = Step::kUpdate;
    update.row = provisioned().row;
    update.row.state = SubscriberState::kUpdating;
    update.row.unheeded = 2;
    const SubscriberRow waits = put_off(update, kNow + 1s);
    EXPECT_EQ(waits.unheeded, 1);
    EXPECT_EQ(waits.state, SubscriberState::kUpdating);
    EXPECT_TRUE(has_reason(waits, Reason::kQueue));
    EXPECT_EQ(waits.due_at, kNow + 1s);
}

TEST(Outcome, ACreationThatIsPutOffWaits)
{
    Decision creation;
    creation.step = Step::kProvision;
    creation.row = subject().row;
    creation.row.state = SubscriberState::kProvisioning;
    EXPECT_EQ(put_off(creation, kNow).state, SubscriberState::kWaiting);
    EXPECT_EQ(put_off(creation, kNow).unheeded, creation.row.unheeded);
}

}  // namespace
}  // namespace bwsync
