// The routes of the admin API over real HTTP: who may call them, what they pass on, how they say no.
#include <gtest/gtest.h>

#include "tests/integration/admin/served_admin.hpp"

namespace bwsync::test {
namespace {

using nlohmann::json;

class AdminApiTest : public testing::Test {
protected:
    std::string last_call() { return admin.operations.calls().empty() ? "" : admin.operations.calls().back(); }
    void expect_problem(const RawAnswer& answer, int status, const std::string& part)
    {
        EXPECT_EQ(answer.status, status);
        EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
        const json body = json::parse(answer.body);
        EXPECT_EQ(body["type"], "about:blank");
        EXPECT_EQ(body["status"], status);
        EXPECT_FALSE(body["title"].get<std::string>().empty());
        EXPECT_NE(body["detail"].get<std::string>().find(part), std::string::npos) << body["detail"];
    }
    RawAnswer get_with(const std::string& header)
    {
        return exchange(admin.port(), "GET /api/v1/status HTTP/1.1\r\nHost: x\r\n" + header + "\r\n");
    }

    ServedAdmin admin;
};

TEST_F(AdminApiTest, RefusesEveryCallWithoutTheRightToken)
{
    const std::string token = kAdminToken;
    for (const std::string& header :
         {std::string(), std::string("Authorization: Bearer wrong\r\n"), "Authorization: Bearer " + token + "x\r\n",
          "Authorization: Bearer " + token.substr(1) + "\r\n", "Authorization: Basic " + token + "\r\n",
          std::string("Authorization: Bearer \r\n"),
          "Authorization: Bearer " + token + "\r\nAuthorization: Bearer " + token + "\r\n",
          "Cookie: token=" + token + "\r\n"}) {
        const RawAnswer answer = get_with(header);
        expect_problem(answer, 401, "token");
        EXPECT_EQ(answer.headers.at("www-authenticate").rfind("Bearer", 0), 0U);
    }
    EXPECT_TRUE(admin.operations.calls().empty());
    EXPECT_EQ(get_with("authorization: bearer   " + token + "\r\n").status, 200);
}

TEST_F(AdminApiTest, DoesNotTellStrangersWhichPathsThereAre)
{
    EXPECT_EQ(exchange(admin.port(), "GET /api/v1/nothing HTTP/1.1\r\nHost: x\r\n\r\n").status, 401);
    EXPECT_EQ(exchange(admin.port(), "DELETE /api/v1/status HTTP/1.1\r\nHost: x\r\n\r\n").status, 401);
}

TEST_F(AdminApiTest, AnswersUnknownPathsAndMethodsWithProblems)
{
    expect_problem(admin.get("/api/v1/nothing"), 404, "nothing");
    expect_problem(admin.get("/nothing"), 404, "nothing");
    const RawAnswer answer = admin.call("DELETE", "/api/v1/grants", "");
    expect_problem(answer, 405, "GET");
    EXPECT_EQ(answer.headers.at("allow"), "GET, HEAD, POST");
}

TEST_F(AdminApiTest, PassesTheSubscriberFiltersOn)
{
    admin.operations.answer("list_subscribers", std::string(R"({"items":[{"userId":"u@x"}],"next":"c2"})"));
    const RawAnswer answer =
        admin.get("/api/v1/subscribers?bridge=b&state=parked&enterprise=e%201&q=a%2Bb+c&limit=7&cursor=c1");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("content-type"), "application/json");
    EXPECT_EQ(json::parse(answer.body)["next"], "c2");
    EXPECT_EQ(last_call(), "list_subscribers b|parked|e 1|a+b c|7|c1");
    admin.get("/api/v1/subscribers");
    EXPECT_EQ(last_call(), "list_subscribers ||||100|");
}

TEST_F(AdminApiTest, RefusesBadQueriesBeforeAskingTheStore)
{
    for (const char* query : {"stat=parked", "state=nope", "limit=0", "limit=1001", "limit=1x", "limit=-1",
                              "limit=99999999999", "bridge=a&bridge=b"}) {
        expect_problem(admin.get(std::string("/api/v1/subscribers?") + query), 400, "");
    }
    for (const char* target : {"/api/v1/subscribers?q=%", "/api/v1/subscribers?q=%zz", "/api/v1/subscribers?q=%ff",
                               "/api/v1/subscribers?q=%00", "/api/v1/bridges/b/subscribers/%c0%af"}) {
        expect_problem(admin.get(target), 400, "not a valid path");
    }
    EXPECT_TRUE(admin.operations.calls().empty());
}

TEST_F(AdminApiTest, ExplainsASubscriberWhoseIdNeedsEncoding)
{
    admin.operations.answer("explain_subscriber", std::string(R"({"userId":"a/b c@x"})"));
    EXPECT_EQ(admin.get("/api/v1/bridges/east-acme/subscribers/a%2Fb%20c%40x").status, 200);
    EXPECT_EQ(last_call(), "explain_subscriber east-acme a/b c@x");
    admin.get("/api/v1/bridges/east-acme/subscribers/a+b@x");
    EXPECT_EQ(last_call(), "explain_subscriber east-acme a+b@x");
}

TEST_F(AdminApiTest, NamesTheBridgesWhenOneIsUnknown)
{
    expect_problem(admin.get("/api/v1/bridges/north/subscribers/u"), 404, "east-acme, west-acme");
    expect_problem(admin.post("/api/v1/bridges/north/pause"), 404, "east-acme, west-acme");
}

TEST_F(AdminApiTest, TurnsTheStoresErrorsIntoStatuses)
{
    const std::vector<std::pair<ErrorKind, int>> expected = {
        {ErrorKind::kNotFound, 404},       {ErrorKind::kConflict, 409}, {ErrorKind::kRejected, 400},
        {ErrorKind::kUnauthorized, 422},   {ErrorKind::kRetry, 503},    {ErrorKind::kRateLimited, 503},
        {ErrorKind::kUnknownOutcome, 503}, {ErrorKind::kCancelled, 503}};
    for (const auto& [kind, status] : expected) {
        admin.operations.answer("explain_subscriber", Error(kind, "the reason"));
        const RawAnswer answer = admin.get("/api/v1/bridges/east-acme/subscribers/u");
        expect_problem(answer, status, "the reason");
        EXPECT_EQ(answer.headers.contains("retry-after"), status == 503);
    }
}

TEST_F(AdminApiTest, CarriesOutOrdersForOneSubscriber)
{
    EXPECT_EQ(admin.post("/api/v1/bridges/west-acme/subscribers/u%40x/resync").status, 200);
    EXPECT_EQ(last_call(), "resync west-acme west u@x");
    EXPECT_EQ(admin.post("/api/v1/bridges/west-acme/subscribers/u/retry").status, 200);
    EXPECT_EQ(last_call(), "retry west-acme u");
    const json body = json::parse(admin.post("/api/v1/bridges/west-acme/subscribers/u/approve", "{}").body);
    EXPECT_EQ(body["userId"], "u");
    EXPECT_EQ(body["subscribers"], 1);
    admin.operations.answer_number("approve", std::int64_t(0));
    expect_problem(admin.post("/api/v1/bridges/west-acme/subscribers/u/approve"), 409, "nothing is held");
    EXPECT_EQ(admin.post("/api/v1/bridges/west-acme/subscribers/u/release").status, 200);
    EXPECT_EQ(last_call(), "release west-acme u");
}

TEST_F(AdminApiTest, ErasesAPersonOnlyWhenItsUserIdIsRepeatedInFull)
{
    expect_problem(admin.post("/api/v1/bridges/west-acme/subscribers/u/erase"), 400, "in full");
    expect_problem(admin.post("/api/v1/bridges/west-acme/subscribers/u/erase", R"({"confirm":"v"})"), 400, "in full");
    EXPECT_TRUE(admin.operations.calls().empty());
    EXPECT_EQ(admin.post("/api/v1/bridges/west-acme/subscribers/u/erase", R"({"confirm":"u"})").status, 200);
    EXPECT_EQ(last_call(), "erase west-acme u");
}

TEST_F(AdminApiTest, PausesABridgeOrOneEnterprise)
{
    EXPECT_EQ(admin.post("/api/v1/bridges/east-acme/pause").status, 200);
    EXPECT_EQ(last_call(), "pause east-acme ");
    EXPECT_EQ(admin.post("/api/v1/bridges/east-acme/resume", R"({"enterprise":"e1"})").status, 200);
    EXPECT_EQ(last_call(), "resume east-acme e1");
}

TEST_F(AdminApiTest, DecidesOneKindOfHeldChangesOrBoth)
{
    admin.post("/api/v1/bridges/east-acme/approve", R"({"kind":"removals"})");
    EXPECT_EQ(admin.operations.calls(), (std::vector<std::string>{"decide_removals east-acme approve"}));
    admin.operations.answer_number("decide_removals", Error(ErrorKind::kConflict, "none"));
    admin.operations.answer_number("decide_updates", std::int64_t(5));
    const json body = json::parse(admin.post("/api/v1/bridges/east-acme/reject").body);
    EXPECT_EQ(body["subscribers"], 5);
    EXPECT_EQ(body["decision"], "rejected");
    EXPECT_EQ(last_call(), "decide_updates east-acme reject");
}

TEST_F(AdminApiTest, SaysThatNothingIsHeldOnlyWhenNeitherKindIs)
{
    admin.operations.answer_number("decide_removals", Error(ErrorKind::kConflict, "none"));
    admin.operations.answer_number("decide_updates", Error(ErrorKind::kConflict, "none"));
    expect_problem(admin.post("/api/v1/bridges/east-acme/approve"), 409, "holds nothing");
    admin.operations.answer_number("decide_updates", std::int64_t(0));
    EXPECT_EQ(admin.post("/api/v1/bridges/east-acme/approve").status, 200);
    admin.operations.answer_number("decide_removals", Error(ErrorKind::kRetry, "store is down"));
    expect_problem(admin.post("/api/v1/bridges/east-acme/approve"), 503, "store is down");
}

TEST_F(AdminApiTest, ChecksBodiesStrictly)
{
    for (const char* body : {"{", "[]", "1", R"({"kind":1})", R"({"kinds":"removals"})", R"({"kind":"all"})",
                             R"({"kind":{"a":{"b":1}}})"}) {
        expect_problem(admin.post("/api/v1/bridges/east-acme/approve", body), 400, "");
    }
    const std::string text = "POST /api/v1/snapshots HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                             std::string(kAdminToken) + "\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}";
    expect_problem(exchange(admin.port(), text), 415, "application/json");
    EXPECT_TRUE(admin.operations.calls().empty());
}

TEST_F(AdminApiTest, StartsSnapshotsOfOneSideOrBoth)
{
    const RawAnswer answer = admin.post("/api/v1/snapshots", R"({"cluster":"west","side":"webex"})");
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(last_call(), "request_snapshot west webex");
    EXPECT_EQ(json::parse(admin.post("/api/v1/snapshots", R"({"cluster":"east"})").body)["sides"],
              json({"broadworks", "webex"}));
    expect_problem(admin.post("/api/v1/snapshots"), 400, "east, west");
    expect_problem(admin.post("/api/v1/snapshots", R"({"cluster":"north"})"), 404, "east, west");
    expect_problem(admin.post("/api/v1/snapshots", R"({"cluster":"east","side":"left"})"), 400, "broadworks or webex");
}

TEST_F(AdminApiTest, TakesARefreshTokenAndNeverGivesOneOut)
{
    const RawAnswer answer =
        admin.post("/api/v1/grants", R"({"partner":"acme","name":"primary","refreshToken":"the-secret"})");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(admin.service.imported, std::vector<std::string>{"acme primary the-secret"});
    EXPECT_EQ(answer.body.find("the-secret"), std::string::npos);
    expect_problem(admin.post("/api/v1/grants", R"({"partner":"acme","name":"primary","refreshToken":""})"), 400,
                   "refreshToken");
    admin.service.grant_error = Error(ErrorKind::kUnauthorized, "Webex refused the refresh token");
    expect_problem(admin.post("/api/v1/grants/acme/primary/refresh"), 422, "Webex refused");
}

TEST_F(AdminApiTest, ASignInIsBegunAndCompletedByWhoAsks)
{
    const std::string challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const json begin = {{"state", "0123456789abcdef"}, {"codeChallenge", challenge}};
    const RawAnswer begun = admin.post("/api/v1/grants/acme/primary/sign-in", begin.dump());
    ASSERT_EQ(begun.status, 200) << begun.body;
    EXPECT_EQ(json::parse(begun.body)["authorizationUrl"], "https://webex.example/authorize?state=0123456789abcdef");
    EXPECT_EQ(json::parse(begun.body)["redirectUri"], "http://127.0.0.1:9482/callback");
    const json end = {
        {"code", "the-code"}, {"codeVerifier", verifier}, {"redirectUri", "http://127.0.0.1:9482/callback"}};
    const RawAnswer ended = admin.post("/api/v1/grants/acme/primary/sign-in/complete", end.dump());
    EXPECT_EQ(ended.status, 200);
    EXPECT_EQ(admin.service.sign_in_code.code_verifier, verifier);
    EXPECT_EQ(ended.body.find("the-code"), std::string::npos);
    EXPECT_EQ(ended.body.find(verifier), std::string::npos);

    expect_problem(admin.post("/api/v1/grants/other/primary/sign-in", begin.dump()), 404, "no partner");
    for (const char* path : {"/api/v1/grants/acme/primary/sign-in", "/api/v1/grants/acme/primary/sign-in/complete"}) {
        for (const char* body :
             {"{}", R"({"state":"short","codeChallenge":"x"})", R"({"code":"","codeVerifier":""})",
              R"({"code":"c","codeVerifier":"too-short"})", R"({"code":"c\nd"})", R"({"secret":"s"})"}) {
            expect_problem(admin.post(path, body), 400, "");
        }
    }
    admin.service.grant_error = Error(ErrorKind::kConflict, "check client_id and client_secret");
    expect_problem(admin.post("/api/v1/grants/acme/primary/sign-in/complete", end.dump()), 409, "client_secret");
}

TEST_F(AdminApiTest, ListsGrantsOfAPartnerWithTheDaysLeft)
{
    const json list = json::parse(admin.get("/api/v1/grants?partner=acme").body);
    EXPECT_EQ(list["items"][0]["refreshDaysLeft"], 60);
    EXPECT_EQ(list["next"], nullptr);
    EXPECT_TRUE(json::parse(admin.get("/api/v1/grants?partner=other").body)["items"].empty());
}

TEST_F(AdminApiTest, SurvivesABugInOneHandler)
{
    admin.service.throws = true;
    expect_problem(admin.get("/api/v1/grants"), 500, "internal error");
    EXPECT_EQ(admin.telemetry.events().back(), "http.handler_failed");
    EXPECT_EQ(admin.get("/healthz").status, 200);
}

TEST_F(AdminApiTest, CountsRequestsByStatus)
{
    admin.get("/healthz");
    admin.get("/nothing");
    EXPECT_EQ(admin.telemetry.value("admin_requests_total", {"200"}), 1);
    EXPECT_EQ(admin.telemetry.value("admin_requests_total", {"404"}), 1);
}

TEST_F(AdminApiTest, RefusesWorkspaceOrdersThatAreNoneAndAdoptionsWithoutAnId)
{
    const std::string path = "/api/v1/bridges/east-acme/workspaces/u@x/";
    expect_problem(admin.call("POST", path + "paint", "{}"), 404, "adopt");
    expect_problem(admin.call("POST", path + "adopt", "{}"), 400, "id");
    expect_problem(admin.call("POST", path + "remove", R"({"id":"w"})"), 400, "id");
    EXPECT_EQ(admin.call("POST", path + "adopt", R"({"id":"w"})").status, 200);
    EXPECT_EQ(admin.operations.calls().back(), "order_workspace east-acme u@x adopt w");
}

}  // namespace
}  // namespace bwsync::test
