// The routes of enterprises and procedures over real HTTP.
#include <gtest/gtest.h>

#include "tests/integration/admin/served_admin.hpp"

namespace bwsync::test {
namespace {

using nlohmann::json;

class EnterprisesApiTest : public testing::Test {
protected:
    std::string last_call() { return admin.enterprises.calls().empty() ? "" : admin.enterprises.calls().back(); }
    ServedAdmin admin;
};

TEST_F(EnterprisesApiTest, ListsEnterprisesWithFiltersAndCursor)
{
    const RawAnswer answer = admin.get("/api/v1/enterprises?bridge=b&startsWith=e%201&limit=1");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(last_call(), "list b||e 1|1|");
    const json body = json::parse(answer.body);
    EXPECT_EQ(body["next"], "c2");
    EXPECT_EQ(body["items"][0]["spEnterpriseId"], "e1");
    EXPECT_EQ(body["items"][0]["directorySync"]["counts"]["usersAdded"], 7);
    EXPECT_TRUE(body["items"][0]["directorySync"]["counts"]["usersDeleted"].is_null());
    EXPECT_EQ(answer.body.find("template-secret"), std::string::npos);
    EXPECT_TRUE(json::parse(admin.get("/api/v1/enterprises").body)["next"].is_null());
}

TEST_F(EnterprisesApiTest, RefusesBadQueriesBeforeAskingWebex)
{
    for (const char* query : {"limit=0", "limit=1001", "limit=x", "name=e1", "enterprise=a&startsWith=b"})
        EXPECT_EQ(admin.get(std::string("/api/v1/enterprises?") + query).status, 400) << query;
    EXPECT_TRUE(admin.enterprises.calls().empty());
    EXPECT_EQ(admin.get("/api/v1/procedures?limit=1001").status, 400);
}

TEST_F(EnterprisesApiTest, ExplainsTheCodesOfTheLastRun)
{
    const json body = json::parse(admin.get("/api/v1/bridges/east-acme/enterprises/SP%2BG%201").body);
    EXPECT_EQ(last_call(), "show east-acme SP+G 1");
    const json error = body["directorySync"]["errors"][0];
    EXPECT_EQ(error["code"], 6013);
    EXPECT_FALSE(error["meaning"].get<std::string>().empty());
    EXPECT_FALSE(error["remedy"].get<std::string>().empty());
}

TEST_F(EnterprisesApiTest, ShowsAnOrganisation)
{
    const json body = json::parse(admin.get("/api/v1/bridges/east-acme/enterprises/e1/organization").body);
    EXPECT_EQ(body["name"], "Metro Ltd");
    EXPECT_EQ(body["people"], 12);
}

TEST_F(EnterprisesApiTest, OrdersDirectorySynchronisationOfOneOrAll)
{
    const std::string one = "/api/v1/bridges/east-acme/enterprises/e1/directory-sync";
    const RawAnswer answer = admin.post(one, R"({"action":"trigger","by":"ada"})");
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(last_call(), "order directory-sync-run east-acme|e1|");
    EXPECT_EQ(json::parse(answer.body)["procedures"][0]["procedure"], 5);
    EXPECT_EQ(admin.post(one, R"({"action":"user","userId":"u@x"})").status, 202);
    EXPECT_EQ(last_call(), "order directory-sync-user east-acme|e1|u@x");
    const json all = json::parse(admin.post("/api/v1/directory-sync", R"({"action":"disable"})").body);
    EXPECT_EQ(last_call(), "order directory-sync-disable ||");
    EXPECT_EQ(all["skipped"][0]["why"], "is not enabled");
    const std::size_t asked = admin.enterprises.calls().size();
    for (const char* body : {R"({"action":"user"})", R"({"action":"trigger","userId":"u"})", R"({"action":"x"})", ""})
        EXPECT_EQ(admin.post(one, body).status, 400) << body;
    EXPECT_EQ(admin.post("/api/v1/directory-sync", R"({"action":"user"})").status, 400);
    EXPECT_EQ(admin.enterprises.calls().size(), asked);
}

TEST_F(EnterprisesApiTest, DeletesOnlyWithTheName)
{
    const std::string path = "/api/v1/bridges/east-acme/enterprises/e1/organization/delete";
    EXPECT_EQ(admin.post(path, "").status, 400);
    EXPECT_TRUE(admin.enterprises.calls().empty());
    EXPECT_EQ(admin.post(path, R"({"name":"metro ltd"})").status, 409);
    const RawAnswer answer = admin.post(path, R"({"name":"Metro Ltd"})");
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(json::parse(answer.body)["procedure"], 6);
    EXPECT_EQ(admin.get(path).status, 405);
}

TEST_F(EnterprisesApiTest, ShowsStopsAndResumesProcedures)
{
    admin.get("/api/v1/procedures?kind=directory-sync&state=running&bridge=b&enterprise=e&limit=3&cursor=9");
    EXPECT_EQ(last_call(), "procedures b|directory-sync|running|e|3|9");
    EXPECT_EQ(admin.get("/api/v1/procedures/7").status, 200);
    EXPECT_EQ(last_call(), "procedure 7");
    EXPECT_EQ(admin.get("/api/v1/procedures/x").status, 404);
    EXPECT_EQ(admin.get("/api/v1/procedures/0").status, 404);
    EXPECT_EQ(admin.post("/api/v1/procedures/7/stop", R"({"by":"ada"})").status, 202);
    EXPECT_EQ(last_call(), "stop 7");
    EXPECT_EQ(admin.post("/api/v1/procedures/7/resume").status, 202);
    EXPECT_EQ(last_call(), "resume 7");
}

TEST_F(EnterprisesApiTest, TellsWhatWebexRefused)
{
    admin.enterprises.error = Error(ErrorKind::kUnauthorized, "Webex answered 403");
    EXPECT_EQ(admin.get("/api/v1/enterprises").status, 422);
    admin.enterprises.error = Error(ErrorKind::kRetry, "there is no live grant");
    EXPECT_EQ(admin.get("/api/v1/bridges/b/enterprises/e").status, 503);
}

}  // namespace
}  // namespace bwsync::test
