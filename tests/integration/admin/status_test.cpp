// Health, readiness, status and the configuration's check, as tools and platforms see them.
#include <gtest/gtest.h>

#include "tests/integration/admin/served_admin.hpp"

namespace bwsync::test {
namespace {

using nlohmann::json;

constexpr const char* kBridgeRows = R"({"items":[{"bridge":"east-acme","name":"east-acme","cluster":null,"paused":false,
  "states":{"provisioned":10,"parked":2},"removalsTripped":true,"updatesTripped":false,"heldRemovals":50,"heldUpdates":0,"openIntents":1}],"next":null})";

class AdminStatusTest : public testing::Test {
protected:
    RawAnswer get_unauthorized(const std::string& target)
    {
        return exchange(admin.port(), "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    json attention()
    {
        json kinds = json::array();
        const json status = json::parse(admin.get("/api/v1/status").body);
        for (const json& item : status["attention"]) kinds.push_back(item["kind"]);
        return kinds;
    }

    ServedAdmin admin;
};

TEST_F(AdminStatusTest, TellsHealthWithoutAToken)
{
    EXPECT_EQ(get_unauthorized("/healthz").status, 200);
    admin.service.stalled_parts = "feed east (95 s)";
    const RawAnswer answer = get_unauthorized("/healthz");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(json::parse(answer.body)["stalled"], "feed east (95 s)");
}

TEST_F(AdminStatusTest, TellsWhatIsNotReady)
{
    EXPECT_EQ(json::parse(get_unauthorized("/readyz").body)["ready"], true);
    admin.service.problems = {{"store", "is down"}, {"grant acme/primary", "is missing"}};
    const RawAnswer answer = get_unauthorized("/readyz");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    const json body = json::parse(answer.body);
    EXPECT_EQ(body["detail"], "store: is down; grant acme/primary: is missing");
    EXPECT_EQ(body["problems"][1]["subject"], "grant acme/primary");
}

TEST_F(AdminStatusTest, PutsTheWholeStateTogether)
{
    admin.operations.answer("list_bridges", std::string(kBridgeRows));
    const json status = json::parse(admin.get("/api/v1/status").body);
    EXPECT_EQ(status["version"], "9.9");
    EXPECT_EQ(status["uptimeSeconds"], 3 * 3600);
    EXPECT_EQ(status["ready"], true);
    EXPECT_EQ(status["bridges"][0]["policy"], "sync");
    EXPECT_EQ(status["bridges"][0]["cluster"], "east");
    EXPECT_EQ(status["bridges"][0]["states"]["parked"], 2);
    EXPECT_EQ(status["bridges"][1]["bridge"], "west-acme");
    EXPECT_EQ(status["feeds"][0]["lastByteAt"], "2026-11-23T09:30:00Z");
    EXPECT_EQ(status["grants"][0]["state"], "good");
}

TEST_F(AdminStatusTest, NeedsNoAttentionWhenAllIsWell)
{
    EXPECT_TRUE(attention().empty());
}

TEST_F(AdminStatusTest, NamesEverythingThatNeedsAttention)
{
    admin.operations.answer("list_bridges", std::string(kBridgeRows));
    admin.operations.answer(
        "list_gaps",
        std::string(R"({"items":[{"id":1,"closedAt":null},{"id":2,"closedAt":"2026-01-01T00:00:00Z"}],"next":null})"));
    admin.service.grant_list[0].state = "dead";
    admin.service.problems = {{"bridge east-acme", "no live grant"}};
    EXPECT_EQ(attention(), json({"not-ready", "parked", "brake", "gap", "grant"}));
}

TEST_F(AdminStatusTest, WarnsBeforeAGrantEnds)
{
    admin.service.grant_list[0].refresh_expires_at = admin.service.now() + std::chrono::hours(24 * 29);
    EXPECT_EQ(attention(), json({"grant"}));
}

TEST_F(AdminStatusTest, TellsAPauseWithoutUrgency)
{
    admin.operations.answer("list_bridges",
                            std::string(R"({"items":[{"bridge":"east-acme","paused":true}],"next":null})"));
    const json list = json::parse(admin.get("/api/v1/status").body)["attention"];
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0]["urgent"], false);
}

TEST_F(AdminStatusTest, StillAnswersWhenTheStoreDoesNot)
{
    admin.operations.answer("list_bridges", Error(ErrorKind::kRetry, "no connection"));
    admin.operations.answer("list_gaps", std::string("not json"));
    const RawAnswer answer = admin.get("/api/v1/status");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(json::parse(answer.body)["attention"][0]["detail"], "no connection");
}

TEST_F(AdminStatusTest, ListsBridgesWithPolicyAndCounts)
{
    admin.operations.answer("list_bridges", std::string(kBridgeRows));
    const json list = json::parse(admin.get("/api/v1/bridges").body);
    EXPECT_EQ(list["items"].size(), 2U);
    EXPECT_EQ(list["items"][0]["heldRemovals"], 50);
    EXPECT_EQ(list["items"][1]["policy"], "observe");
}

TEST_F(AdminStatusTest, ShowsTheFaultsOfTheConfigurationFile)
{
    EXPECT_EQ(json::parse(admin.get("/api/v1/config/check").body)["good"], true);
    config::Fault fault;
    fault.file = "f.yaml";
    fault.line = 3;
    fault.key_path = "bridges[0].policy";
    admin.service.config_check.faults = {fault};
    const json check = json::parse(admin.get("/api/v1/config/check").body);
    EXPECT_EQ(check["good"], false);
    EXPECT_EQ(check["faults"][0]["line"], 3);
}

}  // namespace
}  // namespace bwsync::test
