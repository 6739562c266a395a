// Properties of decide() over very many drawn subjects and situations: what must never come out, whatever goes in.
#include <gtest/gtest.h>

#include "tests/unit/daemon/domain/subscriber/drawn.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

class DecideSafety : public testing::TestWithParam<unsigned> {
protected:
    template <class Check>
    void for_each_drawn(Check check)
    {
        Draw draw(GetParam());
        for (int i = 0; i < 5'000; ++i) {
            const Drawn drawn = draw_one(draw);
            check(drawn, decide_on(drawn.subject, drawn.around, drawn.rules));
            if (HasFailure()) FAIL() << "draw " << i << " of seed " << GetParam();
        }
    }
};

bool is_write(Step step)
{
    return step == Step::kProvision || step == Step::kUpdate || step == Step::kRemove;
}

TEST_P(DecideSafety, NothingIsWrittenWhileObservingPausedOrWithoutAGrant)
{
    for_each_drawn([](const Drawn& drawn, const Decision& decision) {
        const Situation& around = drawn.around;
        const bool is_held = drawn.rules.sync == SyncPolicy::kObserve || around.only_observe ||
                             around.is_flow_through || around.is_paused || around.window_is_closed || !around.has_grant;
        EXPECT_FALSE(is_held && is_write(decision.step));
    });
}

TEST_P(DecideSafety, NothingIsWrittenWhileAnEarlierCallIsUnresolved)
{
    for_each_drawn([](const Drawn& drawn, const Decision& decision) {
        const bool is_unresolved = drawn.subject.open_intent && !drawn.around.has_looked;
        EXPECT_FALSE(is_unresolved && is_write(decision.step));
    });
}

TEST_P(DecideSafety, NobodyIsCreatedWhoIsThere)
{
    for_each_drawn([](const Drawn& drawn, const Decision& decision) {
        if (decision.step != Step::kProvision) return;
        EXPECT_FALSE(drawn.subject.webex);
        EXPECT_TRUE(decision.row.webex_id.empty());
        EXPECT_TRUE(drawn.around.webex_is_known);
        EXPECT_TRUE(decision.row.wanted);
        EXPECT_TRUE(drawn.subject.row.webex_id.empty() || drawn.around.has_looked);
    });
}

TEST_P(DecideSafety, OneAtATimeMakesAnOrganisation)
{
    for_each_drawn([](const Drawn& drawn, const Decision& decision) {
        if (decision.step != Step::kProvision) return;
        const Enterprise& enterprise = drawn.around.enterprise;
        const bool may =
            enterprise.state == EnterpriseState::kReady || enterprise.first_user_key == drawn.subject.row.user_key ||
            (enterprise.state == EnterpriseState::kNone && drawn.around.candidate == drawn.subject.row.user_key);
        EXPECT_TRUE(may);
        EXPECT_EQ(decision.makes_organization, enterprise.state != EnterpriseState::kReady);
    });
}

TEST_P(DecideSafety, ARemovalHasEvidenceOrAnApproval)
{
    for_each_drawn([](const Drawn& drawn, const Decision& decision) {
        if (decision.step != Step::kRemove) return;
        EXPECT_FALSE(decision.row.webex_id.empty());
        EXPECT_EQ(drawn.rules.sync, SyncPolicy::kSync);
        const bool is_wanted = decision.row.state == SubscriberState::kUpdating;
        if (is_wanted) {
            EXPECT_TRUE(drawn.subject.row.approval == Approval::kApproved ||
                        drawn.rules.email_change == EmailChange::kReplace);
            return;
        }
        EXPECT_EQ(drawn.rules.sync, SyncPolicy::kSync);
        ASSERT_TRUE(decision.row.removal);
        EXPECT_GE(decision.row.removal->confirmations, drawn.rules.confirmations);
        EXPECT_GE(drawn.around.now, decision.row.removal->first_at + drawn.rules.grace);
        EXPECT_LE(drawn.around.now - drawn.subject.source->read_at, Millis(60s));
        EXPECT_TRUE(drawn.subject.source->facts || drawn.subject.source->absence_is_proven);
        EXPECT_TRUE(decision.row.removal_approval == Approval::kApproved || !drawn.around.brakes.removals_tripped);
        EXPECT_NE(decision.row.removal_approval, Approval::kRejected);
    });
}

TEST_P(DecideSafety, APersonIsChangedOnlyWhereThePolicySaysSo)
{
    for_each_drawn([](const Drawn& drawn, const Decision& decision) {
        if (decision.step != Step::kEmailChange) return;
        EXPECT_EQ(drawn.rules.email_change, EmailChange::kPerson);
        EXPECT_TRUE(drawn.rules.sync == SyncPolicy::kSync || drawn.rules.sync == SyncPolicy::kUpsertOnly);
        EXPECT_FALSE(decision.row.person_id.empty());
        EXPECT_FALSE(decision.row.webex_id.empty());
        EXPECT_NE(decision.row.wanted->email, drawn.subject.webex->email);
        EXPECT_EQ(decision.row.wanted->sp_enterprise_id, drawn.subject.webex->sp_enterprise_id);
    });
}

TEST_P(DecideSafety, WhoeverWaitsOrIsParkedIsToldWhy)
{
    for_each_drawn([](const Drawn& drawn, const Decision& decision) {
        const bool needs_reason =
            decision.row.state == SubscriberState::kParked || decision.row.state == SubscriberState::kWaiting;
        const bool is_new =
            decision.row.state == drawn.subject.row.state && decision.row.reason == drawn.subject.row.reason;
        EXPECT_TRUE(!needs_reason || is_new || !decision.row.reason.empty());
    });
}

TEST_P(DecideSafety, TheSameInputGivesTheSameDecision)
{
    for_each_drawn([](const Drawn& drawn, const Decision& decision) {
        const Decision again = decide_on(drawn.subject, drawn.around, drawn.rules);
        EXPECT_EQ(again.step, decision.step);
        EXPECT_EQ(again.row, decision.row);
    });
}

INSTANTIATE_TEST_SUITE_P(Seeds, DecideSafety, testing::Values(1U, 2U, 3U));

}  // namespace
}  // namespace bwsync
