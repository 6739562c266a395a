// What an answer, a hold or a missing fact about one thing must not do to another: single cases of promise P9 and P3.
#include <gtest/gtest.h>

#include "daemon/domain/subscriber/outcome.hpp"
#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

Subject with_other_email()
{
    Subject ours = provisioned();
    ours.webex->email = "former@mail.example.com";
    return ours;
}

TEST(HeldChange, AHeldAddressLetsNameAndNumberPass)
{
    Subject ours = with_other_email();
    ours.webex->last_name = "Former";
    const Decision first = decide_on(ours);
    EXPECT_EQ(first.step, Step::kUpdate);
    EXPECT_EQ(first.update.last_name, "Moe");
    ours.webex->last_name = "Moe";
    ours.row = first.row;
    const Decision second = decide_on(ours);
    EXPECT_EQ(second.step, Step::kNone);
    EXPECT_EQ(second.row.state, SubscriberState::kParked);
    EXPECT_EQ(second.row.reason, name_of(Reason::kApproval));
}

TEST(Replacement, IsCountedAndBrakedAsARemoval)
{
    BridgePolicy rules = policy();
    rules.email_change = EmailChange::kReplace;
    Situation around = situation();
    around.brakes.removals = rules.brake.removals;
    const Decision braked = decide_on(with_other_email(), around, rules);
    EXPECT_EQ(braked.step, Step::kNone);
    EXPECT_TRUE(braked.trips_removals);
    EXPECT_EQ(braked.row.reason, name_of(Reason::kBrake));
    EXPECT_EQ(braked.row.removal_decided_at, kNow);
}

TEST(Replacement, GoesOnWhenTheBrakesRemovalsWereApproved)
{
    BridgePolicy rules = policy();
    rules.email_change = EmailChange::kReplace;
    Situation around = situation();
    around.brakes.removals_tripped = true;
    Subject ours = with_other_email();
    ours.row.removal_approval = Approval::kApproved;
    EXPECT_EQ(decide_on(ours, around, rules).step, Step::kRemove);
}

TEST(Replacement, AsksWebexBeforeItTakesAnythingAway)
{
    BridgePolicy rules = policy();
    rules.email_change = EmailChange::kReplace;
    rules.precheck = PrecheckUse::kNever;
    const Decision decision = decide_on(with_other_email(), situation(), rules);
    EXPECT_EQ(decision.step, Step::kRemove);
    EXPECT_TRUE(decision.wants_precheck);
}

TEST(Replacement, ThatThePrecheckRefusedKeepsTheSubscriberAndTheReason)
{
    BridgePolicy rules = policy();
    rules.email_change = EmailChange::kReplace;
    Subject ours = with_other_email();
    WebexFailure refusal;
    refusal.http_status = 400;
    refusal.code = 2014;
    refusal.what = "The provisioning id differs";
    ours.row = after_failed_precheck(decide_on(ours, situation(), rules).row, refusal, kNow, 0.5);
    const Decision decision = decide_on(ours, situation(), rules);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.state, SubscriberState::kParked);
    EXPECT_EQ(decision.row.reason, "webex-2014");
    EXPECT_EQ(decision.row.webex_id, "webex-1");
}

Situation without_an_organization()
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kNone;
    return around;
}

TEST(FirstSubscriber, WhoWaitsForAnotherOneIsDueAgainBeforeAnybodyIsChosen)
{
    Situation around = without_an_organization();
    around.candidate = "aaron@example.com";
    const Decision decision = decide_on(subject(), around);
    EXPECT_EQ(decision.row.reason, name_of(Reason::kOrganization));
    EXPECT_EQ(decision.row.due_at, kNow + 2s);
}

TEST(FirstSubscriber, WhoWaitsForTheChosenOneHasANetBelowTheWakeUp)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kBootstrapping;
    around.enterprise.first_user_key = "aaron@example.com";
    const Decision decision = decide_on(subject(), around);
    EXPECT_EQ(decision.row.reason, name_of(Reason::kOrganization));
    EXPECT_EQ(decision.row.due_at, kNow + 60s);
}

TEST(Precheck, IsNotAskedWhereThereIsNoAddressToAskWith)
{
    BridgePolicy rules = policy();
    rules.precheck = PrecheckUse::kAlways;
    EXPECT_TRUE(decide_on(subject(), situation(), rules).wants_precheck);
    rules.organizations.front().has_trusted_emails = false;
    const Decision decision = decide_on(subject(), situation(), rules);
    EXPECT_EQ(decision.step, Step::kProvision);
    EXPECT_FALSE(decision.wants_precheck);
}

WebexFailure answered(int status, int code)
{
    WebexFailure failure;
    failure.http_status = status;
    failure.code = code;
    return failure;
}

TEST(Precheck, ThatCannotTellLetsTheProvisioningGoOn)
{
    for (const int code : {2042, 2045, 2046, 1001}) EXPECT_TRUE(precheck_cannot_tell(answered(400, code))) << code;
    for (const int status : {403, 404, 405}) EXPECT_TRUE(precheck_cannot_tell(answered(status, 0))) << status;
}

TEST(Precheck, ThatSaysWhatWouldFailIsBelieved)
{
    for (const int code : {2002, 2014, 2017, 2018, 2019, 2027, 1003})
        EXPECT_FALSE(precheck_cannot_tell(answered(400, code)));
    EXPECT_FALSE(precheck_cannot_tell(answered(400, 0)));
    WebexFailure other = answered(400, 1001);
    other.field_name = "extension";
    EXPECT_FALSE(precheck_cannot_tell(other));
    WebexFailure lost;
    lost.kind = WebexFailure::Kind::kUnknownOutcome;
    EXPECT_FALSE(precheck_cannot_tell(lost));
}

}  // namespace
}  // namespace bwsync
