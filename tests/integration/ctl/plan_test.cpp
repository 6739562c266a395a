// bwsyncctl plan against a real admin server.
#include <gtest/gtest.h>

#include "tests/integration/ctl/process.hpp"

namespace bwsync::test {
namespace {

PlanItem line(const std::string& user, PlanAction action, const std::string& held = "")
{
    PlanItem item;
    item.user_id = user;
    item.sp_enterprise_id = "ent1";
    item.action = action;
    item.held = held;
    item.why = "because";
    return item;
}

class PlanCtlTest : public testing::Test {
protected:
    void SetUp() override
    {
        fixture.admin.operations.answer(
            "list_bridges", std::string(R"({"items":[{"bridge":"east-acme"},{"bridge":"west-acme"}],"next":null})"));
    }
    static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

    CtlFixture fixture;
    FakeService& service = fixture.admin.service;
};

TEST_F(PlanCtlTest, ShowsEveryPageOfEveryBridge)
{
    for (const char* user : {"a", "b", "c", "d", "e"}) service.planned.push_back(line(user, PlanAction::kProvision));
    service.planned[0].site_package = "premium";
    service.planned[0].site_time_zone = "Europe/Berlin";
    const Ended ended = fixture.ctl({"plan", "-o", "json"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ended.json()["items"].size(), 10U);
    EXPECT_EQ(ended.json()["examined"], 10);
    EXPECT_EQ(ended.json()["actions"]["provision"], 10);
    const Ended table = fixture.ctl({"plan", "--bridge", "east-acme"});
    EXPECT_TRUE(has(table.out, "The time zone of the Meetings site for premium will be Europe/Berlin, for good."))
        << table.out;
    EXPECT_TRUE(has(table.out, "5 subscribers looked at, nothing sent, 5 provision")) << table.out;
}

TEST_F(PlanCtlTest, ExitsFourWhenAskedToAndSomethingWouldBeDone)
{
    EXPECT_EQ(fixture.ctl({"plan", "--exit-code"}).status, 0);
    service.planned.push_back(line("a", PlanAction::kNone, "missing-email"));
    EXPECT_EQ(fixture.ctl({"plan", "--exit-code"}).status, 0);
    service.planned.push_back(line("b", PlanAction::kUpdate, "paused"));
    EXPECT_EQ(fixture.ctl({"plan", "--exit-code"}).status, 4);
    EXPECT_EQ(fixture.ctl({"plan"}).status, 0);
}

TEST_F(PlanCtlTest, OneSubscriberOrOneEnterpriseIsAskedFor)
{
    fixture.admin.operations.answer("find_subscriber",
                                    std::string(R"({"items":[{"bridge":"west-acme","userId":"u@x"}],"next":null})"));
    EXPECT_EQ(fixture.ctl({"plan", "--user", "u@mail"}).status, 0);
    EXPECT_EQ(service.plan_calls.back(), "west-acme  u@x");
    EXPECT_EQ(fixture.ctl({"plan", "--bridge", "east-acme", "--enterprise", "ent1"}).status, 0);
    EXPECT_EQ(service.plan_calls.back(), "east-acme ent1 ");
    EXPECT_EQ(fixture.ctl({"plan", "--bridge", "none"}).status, 1);
    EXPECT_EQ(fixture.admin.get("/api/v1/bridges/east-acme/plan?limit=1001").status, 400);
    EXPECT_EQ(fixture.admin.get("/api/v1/bridges/east-acme/plan?nonsense=1").status, 400);
}

}  // namespace
}  // namespace bwsync::test
