// Properties of decide() over very many drawn subjects and situations: what must never come out, whatever goes in.
#include <gtest/gtest.h>

#include <random>

#include "daemon/domain/decide.hpp"
#include "tests/unit/domain/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

class Draw {
public:
    explicit Draw(unsigned seed) : engine_(seed) {}
    bool coin() { return engine_() % 2 == 0; }
    int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
    Instant around_now() { return kNow - std::chrono::seconds(below(100'000)); }

private:
    std::mt19937 engine_;
};

struct Drawn {
    Subject subject;
    Situation around;
    BridgePolicy rules;
};

RemovalEvidence evidence(Draw& draw)
{
    RemovalEvidence drawn;
    drawn.first_at = draw.around_now();
    drawn.last_at = drawn.first_at + std::chrono::seconds(draw.below(2000));
    drawn.confirmations = 1 + draw.below(3);
    return drawn;
}

void draw_webex(Draw& draw, Subject& subject)
{
    subject.webex = in_webex(verdict().wanted, static_cast<WebexStatus>(draw.below(8)));
    if (draw.coin()) subject.webex->last_name = "Other";
    if (draw.below(4) == 0) subject.webex->sp_enterprise_id = "other";
    if (draw.below(4) == 0) subject.webex->email = "other@mail.example.com";
    if (draw.coin()) subject.webex->person_id = "person-1";
    if (draw.coin()) subject.webex->errors = {WebexError{draw.coin() ? 5001 : 2002, "?"}};
}

void draw_source(Draw& draw, Subject& subject)
{
    subject.source->read_at = draw.around_now();
    const int what = draw.below(4);
    if (what == 0) subject.source->facts->service_packs.clear();
    if (what == 1) subject.source->facts->email_address.clear();
    if (what != 2) return;
    subject.source->facts.reset();
    subject.source->absence_is_proven = draw.coin();
}

Drawn draw_one(Draw& draw)
{
    Drawn drawn;
    drawn.rules = policy();
    drawn.rules.sync = static_cast<SyncPolicy>(draw.below(4));
    drawn.rules.confirmations = 1 + draw.below(3);
    drawn.rules.grace = std::chrono::seconds(draw.below(5000));
    drawn.rules.restore_removed_in_webex = draw.coin();
    drawn.rules.email_change = static_cast<EmailChange>(draw.below(3));
    Subject& subject = drawn.subject;
    subject = draw.coin() ? provisioned() : testing_data::subject();
    if (draw.coin()) draw_webex(draw, subject);
    if (draw.below(3) == 0) subject.webex.reset();
    draw_source(draw, subject);
    subject.row.state = static_cast<SubscriberState>(draw.below(10));
    subject.row.approval = static_cast<Approval>(draw.below(3));
    subject.row.removal_approval = static_cast<Approval>(draw.below(3));
    subject.row.attempts = draw.below(5);
    if (draw.coin()) subject.row.removal = evidence(draw);
    if (draw.below(4) == 0) {
        subject.open_intent = OpenIntent{1,
                                         static_cast<Operation>(draw.below(3)),
                                         kNow - std::chrono::seconds(draw.below(20)),
                                         verdict().wanted,
                                         {}};
    }
    Situation& around = drawn.around;
    around = situation();
    around.is_paused = draw.below(5) == 0;
    around.window_is_closed = draw.below(5) == 0;
    around.has_grant = draw.below(5) != 0;
    around.webex_is_known = draw.below(5) != 0;
    around.only_observe = draw.below(5) == 0;
    around.is_flow_through = draw.below(5) == 0;
    around.has_looked = draw.coin();
    around.enterprise.state = static_cast<EnterpriseState>(draw.below(3));
    around.enterprise.first_user_key = draw.coin() ? subject.row.user_key : "aaron@example.com";
    if (draw.coin()) around.candidate = draw.coin() ? subject.row.user_key : "aaron@example.com";
    around.brakes.removals_tripped = draw.below(5) == 0;
    around.brakes.updates_tripped = draw.below(5) == 0;
    return drawn;
}

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
