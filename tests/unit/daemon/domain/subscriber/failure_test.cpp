#include "daemon/domain/subscriber/failure.hpp"

#include <gtest/gtest.h>

#include "daemon/domain/webex_codes/webex_codes.hpp"
#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

Aftermath judge(Operation operation, WebexFailure failure, SubscriberRow row = subject().row)
{
    return after_failure(std::move(row), operation, failure, kNow, 1.0);
}

WebexFailure answered(int status, int code)
{
    WebexFailure failure;
    failure.http_status = status;
    failure.code = code;
    failure.what = "refused";
    return failure;
}

TEST(AfterFailure, ALostAnswerLeavesTheIntentOpen)
{
    WebexFailure lost;
    lost.kind = WebexFailure::Kind::kUnknownOutcome;
    for (const Operation operation : {Operation::kProvision, Operation::kUpdate, Operation::kRemove}) {
        const Aftermath aftermath = judge(operation, lost);
        EXPECT_FALSE(aftermath.outcome);
        EXPECT_TRUE(aftermath.row.due_at);
    }
}

TEST(AfterFailure, WhatWasNotSentIsTriedAgainEverMoreSlowly)
{
    WebexFailure refused;
    refused.kind = WebexFailure::Kind::kNotSent;
    SubscriberRow row = subject().row;
    Instant before = kNow;
    for (int i = 0; i < 12; ++i) {
        const Aftermath aftermath = judge(Operation::kProvision, refused, row);
        ASSERT_EQ(aftermath.outcome, IntentOutcome::kFailed);
        EXPECT_GE(*aftermath.row.due_at, before);
        EXPECT_LE(*aftermath.row.due_at, kNow + 20min);
        before = *aftermath.row.due_at;
        row = aftermath.row;
    }
}

TEST(AfterFailure, SlowDownIsNotAFailure)
{
    WebexFailure busy = answered(429, 0);
    busy.retry_after = 30s;
    const Aftermath aftermath = judge(Operation::kProvision, busy);
    EXPECT_EQ(aftermath.outcome, IntentOutcome::kFailed);
    EXPECT_EQ(aftermath.row.due_at, kNow + 30s);
    EXPECT_NE(aftermath.row.state, SubscriberState::kParked);
}

TEST(AfterFailure, SlowDownWithoutATimeIsObeyedEverMoreSlowly)
{
    SubscriberRow row = subject().row;
    row.attempts = 20;
    EXPECT_EQ(judge(Operation::kProvision, answered(429, 0)).row.due_at, kNow + 5s);
    EXPECT_EQ(judge(Operation::kProvision, answered(429, 0), row).row.due_at, kNow + 20min);
}

TEST(AfterFailure, AServerErrorAfterACreationIsLookedInto)
{
    EXPECT_FALSE(judge(Operation::kProvision, answered(500, 5001)).outcome);
    EXPECT_EQ(judge(Operation::kUpdate, answered(500, 5001)).outcome, IntentOutcome::kFailed);
}

TEST(AfterFailure, RemovingWhatIsGoneIsDone)
{
    EXPECT_EQ(judge(Operation::kRemove, answered(404, 2001)).outcome, IntentOutcome::kDone);
}

TEST(AfterFailure, UpdatingWhatIsGoneForgetsIt)
{
    EXPECT_TRUE(judge(Operation::kUpdate, answered(404, 2001)).is_gone_in_webex);
}

TEST(AfterFailure, BusyIsAFourHundredThatMeansWait)
{
    const Aftermath update = judge(Operation::kUpdate, answered(400, 2008));
    EXPECT_EQ(update.outcome, IntentOutcome::kFailed);
    EXPECT_EQ(update.row.due_at, kNow + 30s);
    EXPECT_FALSE(judge(Operation::kProvision, answered(400, 2008)).outcome);
}

TEST(AfterFailure, AnUnknownCodeParks)
{
    const Aftermath aftermath = judge(Operation::kProvision, answered(400, 987654));
    EXPECT_EQ(aftermath.outcome, IntentOutcome::kParked);
    EXPECT_EQ(aftermath.row.reason, "webex-987654");
}

// Every code, in every call: somebody is told, or something comes next; and nothing is forgotten by accident.
TEST(AfterFailure, EveryCodeLeadsSomewhere)
{
    for (const WebexCode& code : webex_codes()) {
        for (const Operation operation : {Operation::kProvision, Operation::kUpdate, Operation::kRemove}) {
            const Aftermath aftermath = judge(operation, answered(409, code.code));
            const bool is_told = aftermath.row.state == SubscriberState::kParked ||
                                 aftermath.row.state == SubscriberState::kPendingPerson;
            EXPECT_TRUE(is_told || aftermath.row.due_at) << code.code;
            EXPECT_TRUE(aftermath.outcome || aftermath.row.due_at) << code.code;
            EXPECT_EQ(aftermath.row.webex_id, subject().row.webex_id);
        }
    }
}

}  // namespace
}  // namespace bwsync
