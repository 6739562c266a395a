// Promise P3: nothing is removed without proof.
#include <gtest/gtest.h>

#include "daemon/domain/subscriber/decide.hpp"
#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

struct RemovalTest : testing::Test {
    RemovalTest()
    {
        rules.grace = 1h;
        rules.confirm_after = 5min;
    }
    // One more reading at `at`, then a decision at the same moment.
    Decision read_at(Instant at)
    {
        subject.source->read_at = at;
        around.now = at;
        Decision decision = decide_on(subject, around, rules);
        subject.row = decision.row;
        return decision;
    }
    BridgePolicy rules = policy();
    Subject subject = gone();
    Situation around = situation();
};

TEST_F(RemovalTest, TakesTwoReadingsApartGraceAndAFreshOne)
{
    EXPECT_EQ(read_at(kNow).step, Step::kNone);
    EXPECT_EQ(subject.row.state, SubscriberState::kRemoving);
    EXPECT_EQ(subject.row.due_at, kNow + 5min);
    EXPECT_EQ(read_at(kNow + 1min).step, Step::kNone);
    EXPECT_EQ(subject.row.removal->confirmations, 1);
    EXPECT_EQ(read_at(kNow + 5min).step, Step::kNone);
    EXPECT_EQ(subject.row.removal->confirmations, 2);
    EXPECT_EQ(subject.row.due_at, kNow + 1h);
    around.now = kNow + 1h;
    EXPECT_EQ(decide_on(subject, around, rules).step, Step::kReadSource);
    EXPECT_EQ(read_at(kNow + 1h).step, Step::kRemove);
}

TEST_F(RemovalTest, AnUnprovenAbsenceIsNoEvidence)
{
    subject.source->absence_is_proven = false;
    const Decision decision = read_at(kNow);
    EXPECT_EQ(decision.row.state, SubscriberState::kProvisioned);
    EXPECT_FALSE(decision.row.removal);
    EXPECT_EQ(decision.row.due_at, kNow + 60s);
    around.now = kNow + 60s;
    EXPECT_EQ(decide_on(subject, around, rules).step, Step::kReadSource);
}

TEST_F(RemovalTest, ReturningEndsTheRemoval)
{
    (void)read_at(kNow);
    Subject back = provisioned();
    back.row = subject.row;
    const Decision decision = decide_on(back, around, rules);
    EXPECT_EQ(decision.row.state, SubscriberState::kProvisioned);
    EXPECT_FALSE(decision.row.removal);
    EXPECT_FALSE(decision.row.removal_decided_at);
}

TEST_F(RemovalTest, TheBrakeHoldsTheFirstOfMany)
{
    around.brakes.suspected_removals = 49;
    const Decision decision = read_at(kNow);
    EXPECT_TRUE(decision.trips_removals);
    EXPECT_EQ(decision.row.reason, "brake");
    EXPECT_EQ(decision.step, Step::kNone);
}

TEST_F(RemovalTest, WhatWasApprovedGoesOnUnderATrippedBrake)
{
    around.brakes.removals_tripped = true;
    (void)read_at(kNow);
    subject.row.removal_approval = Approval::kApproved;
    (void)read_at(kNow + 5min);
    EXPECT_EQ(read_at(kNow + 1h).step, Step::kRemove);
}

TEST_F(RemovalTest, ARejectedRemovalIsKept)
{
    (void)read_at(kNow);
    subject.row.removal_approval = Approval::kRejected;
    const Decision decision = read_at(kNow + 2h);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.state, SubscriberState::kProvisioned);
    EXPECT_TRUE(decision.row.is_absent);
}

TEST_F(RemovalTest, NobodyForeignIsTouched)
{
    subject.row.webex_id.clear();
    subject.row.state = SubscriberState::kForeign;
    const Decision decision = read_at(kNow);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.state, SubscriberState::kForeign);
}

TEST_F(RemovalTest, GoneOnBothSidesIsRemoved)
{
    subject.webex.reset();
    EXPECT_EQ(decide_on(subject, around, rules).step, Step::kLook);
    around.has_looked = true;
    const Decision decision = read_at(kNow);
    EXPECT_EQ(decision.step, Step::kNone);
    EXPECT_EQ(decision.row.state, SubscriberState::kRemoved);
    EXPECT_TRUE(decision.row.webex_id.empty());
}

}  // namespace
}  // namespace bwsync
