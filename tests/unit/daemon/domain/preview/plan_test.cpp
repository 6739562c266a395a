#include "daemon/domain/preview/plan.hpp"

#include <gtest/gtest.h>

#include "tests/unit/daemon/domain/subscriber/subjects.hpp"

namespace bwsync {
namespace {

using namespace testing_data;

Decision free_of(const Subject& subject, const Situation& around, const BridgePolicy& rules)
{
    return decide_on(subject, without_holds(around), without_holds(rules));
}

PlanItem planned(const Subject& subject, const Situation& around = situation(), const BridgePolicy& rules = policy())
{
    const Decision now = decide_on(subject, around, rules);
    return plan_item(subject, now, is_held(now) ? free_of(subject, around, rules) : now);
}

TEST(Plan, SaysWhatIsDoneAndWhy)
{
    const PlanItem made = planned(subject());
    EXPECT_EQ(made.action, PlanAction::kProvision);
    EXPECT_EQ(made.held, "");
    EXPECT_EQ(made.sp_enterprise_id, "ent1");
    Subject changed = provisioned();
    changed.source->facts->last_name = "Doe";
    const PlanItem updated = planned(changed);
    EXPECT_EQ(updated.action, PlanAction::kUpdate);
    EXPECT_EQ(updated.changes, std::vector<std::string>{"lastName"});
    EXPECT_NE(updated.why.find("lastName"), std::string::npos);
    EXPECT_EQ(planned(provisioned()).action, PlanAction::kNone);
}

TEST(Plan, ANewAddressIsAnUpdateWhereThePersonIsChanged)
{
    Subject changed = provisioned();
    changed.webex->person_id = "person-1";
    changed.source->facts->email_address = "new@mail.example.com";
    BridgePolicy rules = policy();
    rules.email_change = EmailChange::kPerson;
    const PlanItem item = planned(changed, situation(), rules);
    EXPECT_EQ(item.action, PlanAction::kUpdate);
    EXPECT_EQ(item.changes, std::vector<std::string>{"email"});
    EXPECT_EQ(item.held, "");
}

TEST(Plan, WhatIsHeldIsSaidWithWhatItWouldBe)
{
    struct Hold {
        const char* word;
        void (*put)(Situation&, BridgePolicy&);
    };
    const Hold holds[] = {{"observe", [](Situation&, BridgePolicy& rules) { rules.sync = SyncPolicy::kObserve; }},
                          {"observe", [](Situation& around, BridgePolicy&) { around.only_observe = true; }},
                          {"paused", [](Situation& around, BridgePolicy&) { around.is_paused = true; }},
                          {"window", [](Situation& around, BridgePolicy&) { around.window_is_closed = true; }},
                          {"grant", [](Situation& around, BridgePolicy&) { around.has_grant = false; }},
                          {"webex-unread", [](Situation& around, BridgePolicy&) { around.webex_is_known = false; }},
                          {"breaker", [](Situation& around, BridgePolicy&) { around.held_by_breaker = "2016"; }}};
    for (const Hold& hold : holds) {
        Situation around = situation();
        BridgePolicy rules = policy();
        hold.put(around, rules);
        const PlanItem item = planned(subject(), around, rules);
        EXPECT_EQ(item.action, PlanAction::kProvision) << hold.word;
        EXPECT_EQ(item.held, hold.word);
    }
    Situation braked = situation();
    braked.brakes.updates_tripped = true;
    Subject changed = provisioned();
    changed.source->facts->last_name = "Doe";
    EXPECT_EQ(planned(changed, braked).action, PlanAction::kUpdate);
    EXPECT_EQ(planned(changed, braked).held, "brake");
}

TEST(Plan, FlowThroughIsNoHoldButNobodysWork)
{
    Situation around = situation();
    around.is_flow_through = true;
    EXPECT_EQ(planned(subject(), around).action, PlanAction::kNone);
}

TEST(Plan, ARemovalIsToldFromItsFirstReading)
{
    const PlanItem item = planned(gone());
    EXPECT_EQ(item.action, PlanAction::kRemove);
    EXPECT_EQ(item.held, "grace");
    EXPECT_FALSE(item.why.empty());
}

TEST(Plan, ADestructiveChangeIsAReplacementWhenItIsAllowed)
{
    Subject moved = provisioned();
    moved.source->facts->email_address = "other@mail.example.com";
    EXPECT_EQ(planned(moved).action, PlanAction::kNone);
    EXPECT_FALSE(planned(moved).why.empty());
    moved.row.approval = Approval::kApproved;
    EXPECT_EQ(planned(moved).action, PlanAction::kReplace);
}

TEST(Plan, WhoWaitsForTheOrganisationIsProvisionedLater)
{
    Situation around = situation();
    around.enterprise.state = EnterpriseState::kBootstrapping;
    around.enterprise.first_user_key = "somebody";
    const PlanItem item = planned(subject(), around);
    EXPECT_EQ(item.action, PlanAction::kProvision);
    EXPECT_EQ(item.held, "organization");
}

TEST(Plan, WhoCannotBeMadeHasNoActionAndAReason)
{
    Subject nameless = subject();
    nameless.source->facts->last_name.clear();
    const PlanItem item = planned(nameless);
    EXPECT_EQ(item.action, PlanAction::kNone);
    EXPECT_EQ(item.held, "missing-name");
    EXPECT_NE(item.why.find("BroadWorks"), std::string::npos);
}

}  // namespace
}  // namespace bwsync
