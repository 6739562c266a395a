#include "adapters/webex/wire/responses.hpp"

#include <gtest/gtest.h>

#include "adapters/webex/oauth/token_answer.hpp"

namespace bwsync {
namespace {

using namespace std::chrono_literals;

HttpAnswer http(int status, const std::string& body)
{
    HttpAnswer answer;
    answer.status = status;
    answer.body = body;
    return answer;
}

WebexFailure failure(int status, const std::string& body)
{
    return parse_failure(http(status, body), Instant());
}

TEST(SubscriberAnswerTest, ReadsEveryField)
{
    const auto subscriber = parse_subscriber(R"({"id":"Y2","personId":"P","userId":"jo@x","spEnterpriseId":"S+G",
        "firstName":"Jo","lastName":"Do","email":"j@x","primaryPhoneNumber":"+1","mobilePhoneNumber":"+2","extension":"3",
        "package":"basic","status":"updating","errors":[{"errorCode":2002,"description":"d"}],"provisioningId":"p",
        "created":"2019-10-18T14:26:16.000Z","lastStatusChange":"2019-10-18T14:26:17Z","selfActivated":true,"new":[1]})");
    ASSERT_TRUE(subscriber);
    WebexSubscriber expected;
    expected.id = "Y2";
    expected.person_id = "P";
    expected.user_id = "jo@x";
    expected.sp_enterprise_id = "S+G";
    expected.provisioning_id = "p";
    expected.first_name = "Jo";
    expected.last_name = "Do";
    expected.email = "j@x";
    expected.primary_phone_number = "+1";
    expected.mobile_phone_number = "+2";
    expected.extension = "3";
    expected.package = "basic";
    expected.status = WebexStatus::kUpdating;
    expected.status_text = "updating";
    expected.errors.resize(1);
    expected.errors[0].code = 2002;
    expected.errors[0].description = "d";
    expected.self_activated = true;
    expected.created = Instant(1571408776s);
    expected.last_status_change = Instant(1571408777s);
    EXPECT_EQ(*subscriber, expected);
}

TEST(SubscriberAnswerTest, TakesStringsForOtherTypesAndTheOtherWayRound)
{
    const auto odd =
        parse_subscriber(R"({"id":"'Y2'","extension":1234,"selfActivated":"TRUE","status":"sleeping","created":null,
        "errors":{"code":"10022","message":"m"},"lastStatusChange":1571408776000,"email":null})");
    ASSERT_TRUE(odd);
    EXPECT_EQ(odd->id, "'Y2'");
    EXPECT_EQ(odd->extension, "1234");
    EXPECT_TRUE(odd->self_activated);
    EXPECT_EQ(odd->status, WebexStatus::kUnknown);
    EXPECT_EQ(odd->status_text, "sleeping");
    EXPECT_EQ(odd->errors.at(0).code, 10022);
    EXPECT_EQ(odd->errors.at(0).description, "m");
    EXPECT_EQ(odd->last_status_change, Instant(1571408776s));
    EXPECT_FALSE(parse_subscriber(R"({"id":"1","selfActivated":"false","errors":null})")->self_activated);
}

TEST(SubscriberAnswerTest, RefusesWhatIsNoSubscriber)
{
    for (const char* body : {"", "null", "[]", "{}", "\"x\"", "{\"id\":\"\"}", "<html>", "{\"id\":\"1\"", "\xff\xfe"}) {
        EXPECT_FALSE(parse_subscriber(body)) << body;
    }
}

TEST(SubscriberListTest, IsReadWholeOrNotAtAll)
{
    EXPECT_EQ(parse_subscribers(R"({"items":[{"id":"1"},{"id":"2"}]})")->size(), 2U);
    EXPECT_TRUE(parse_subscribers(R"({"items":[]})")->empty());
    for (const char* body : {"", "{}", "{\"items\":null}", "{\"items\":{}}", "{\"items\":[{\"id\":\"1\"},{}]}",
                             "{\"items\":[{\"id\":\"1\"},null]}", "{\"items\":[{\"id\":\"1\"}", "[]", "<html>"}) {
        EXPECT_FALSE(parse_subscribers(body)) << body;
    }
}

TEST(PrecheckAnswerTest, TakesInfoAsArrayObjectOrNothing)
{
    EXPECT_EQ(parse_precheck(R"({"info":[{"infoCode":100,"description":"a"},{"infoCode":"104"}]})")->info_codes,
              (std::vector<int>{100, 104}));
    EXPECT_EQ(parse_precheck(R"({"info":{"infoCode":101,"description":"b"}})")->descriptions,
              (std::vector<std::string>{"b"}));
    EXPECT_TRUE(parse_precheck(R"({"message":"success"})")->info_codes.empty());
    EXPECT_FALSE(parse_precheck("<html>"));
}

TEST(ErrorEnvelopeTest, FindsTheCodeInEveryShape)
{
    EXPECT_EQ(failure(409, R"({"errors":[{"errorCode":2009,"description":"x"}]})").code, 2009);
    EXPECT_EQ(failure(409, R"({"errors":[{"errorCode":"2009"}]})").code, 2009);
    EXPECT_EQ(failure(409, R"({"errors":[{"code":2009}]})").code, 2009);
    EXPECT_EQ(failure(409, R"({"errors":{"errorCode":2009}})").code, 2009);
    EXPECT_EQ(failure(409, R"({"errorCode":2009,"errors":null})").code, 2009);
    EXPECT_EQ(failure(409, R"({"errorCode":2009,"errors":[]})").code, 2009);
    EXPECT_EQ(failure(409, R"({"errorCode":"2009"})").code, 2009);
    EXPECT_EQ(failure(409, R"({"errorCode":2009,"errors":[{"description":"no code here"}]})").code, 2009);
}

TEST(ErrorEnvelopeTest, PrefersTheFirstKnownCode)
{
    EXPECT_EQ(failure(409, R"({"errors":[{"errorCode":77777},{"errorCode":2010},{"errorCode":2009}]})").code, 2010);
    EXPECT_EQ(failure(409, R"({"errors":[{"errorCode":77777}]})").code, 77777);
}

TEST(ErrorEnvelopeTest, SurvivesBodiesThatSayNothing)
{
    for (const char* body :
         {"", "<html><body>Bad Gateway</body></html>", "null", "[]", "42", "\"text\"", "{\"errors\":\"odd\"}",
          "{\"errors\":[null]}", "{\"errors\":[[]]}", "{\"errors\":[{\"errorCode\":{}}]}",
          "{\"errorCode\":99999999999999999999}", "{\"errorCode\":-1}", "{\"errors\":[{\"errorC"}) {
        const WebexFailure parsed = failure(502, body);
        EXPECT_EQ(parsed.kind, WebexFailure::Kind::kAnswered);
        EXPECT_EQ(parsed.http_status, 502);
        EXPECT_EQ(parsed.code, 0) << body;
        EXPECT_FALSE(parsed.what.empty());
        EXPECT_EQ(parsed.what.find("<html>"), std::string::npos);
    }
}

TEST(ErrorEnvelopeTest, TakesTheTrackingIdFromHeaderOrBody)
{
    HttpAnswer answer = http(500, R"({"trackingId":"ROUTER_body"})");
    EXPECT_EQ(parse_failure(answer, Instant()).tracking_id, "ROUTER_body");
    answer.headers["trackingid"] = "NA_header\r\n";
    EXPECT_EQ(parse_failure(answer, Instant()).tracking_id, "NA_header");
    EXPECT_EQ(failure(500, "").tracking_id, "");
}

TEST(ErrorEnvelopeTest, KeepsFieldNameAndInternalCodeWhereverTheyStand)
{
    const WebexFailure inside =
        failure(400, R"({"errors":[{"errorCode":1002,"fieldName":"firstName","internalErrorCode":30014}]})");
    EXPECT_EQ(inside.field_name, "firstName");
    EXPECT_EQ(inside.internal_code, "30014");
    EXPECT_EQ(failure(400, R"({"errorCode":1002,"fieldName":"email","errors":[{"errorCode":1002}]})").field_name,
              "email");
}

TEST(ErrorEnvelopeTest, CleansTheTextForPeople)
{
    const std::string text = "POST failed [url = https://inner.webex.com/x , TrackingId = ROUTER_1]";
    const std::string body = "{\"message\":\"" + text + "\",\"errors\":[{\"errorCode\":1005}]}";
    EXPECT_EQ(failure(400, body).what, "POST failed [url = <address> , TrackingId = ROUTER_1]");
}

TEST(ErrorEnvelopeTest, GivesRetryAfterForWaitingAnswersAndWhereItWasSent)
{
    EXPECT_EQ(failure(429, "").retry_after, 5s);
    EXPECT_EQ(failure(423, "").retry_after, 5s);
    EXPECT_FALSE(failure(503, "").retry_after);
    HttpAnswer answer = http(503, "");
    answer.headers["retry-after"] = "7";
    EXPECT_EQ(parse_failure(answer, Instant()).retry_after, 7s);
}

TEST(TokenAnswerTest, ReadsTokensAndCountsTheirLifeFromTheSending)
{
    const Instant sent(1000s);
    const auto tokens = parse_tokens(http(200, R"({"access_token":"a","expires_in":1209599,"refresh_token":"r",
        "refresh_token_expires_in":"7775999","token_type":"Bearer","scope":"x y"})"),
                                     sent);
    ASSERT_TRUE(tokens);
    EXPECT_EQ(tokens->access_token, "a");
    EXPECT_EQ(tokens->refresh_token, "r");
    EXPECT_EQ(tokens->scopes, "x y");
    EXPECT_EQ(tokens->access_expires_at, sent + 1209599s);
    EXPECT_EQ(tokens->refresh_expires_at, sent + 7775999s);
}

TEST(TokenAnswerTest, LeavesOutWhatTheAnswerLeavesOut)
{
    const auto tokens =
        parse_tokens(http(200, R"({"access_token":"a","expires_in":0,"refresh_token":null})"), Instant());
    ASSERT_TRUE(tokens);
    EXPECT_FALSE(tokens->refresh_token);
    EXPECT_FALSE(tokens->access_expires_at);
}

ErrorKind token_error(int status, const std::string& body)
{
    const auto tokens = parse_tokens(http(status, body), Instant());
    return tokens ? ErrorKind::kCancelled : tokens.error().kind;
}

TEST(TokenAnswerTest, KnowsADeadGrantInBothShapes)
{
    EXPECT_EQ(token_error(400, R"({"error":"invalid_grant","error_description":"expired"})"), ErrorKind::kUnauthorized);
    EXPECT_EQ(token_error(401, R"({"message":"The refresh token is invalid.","errors":[{"description":"x"}]})"),
              ErrorKind::kUnauthorized);
}

TEST(TokenAnswerTest, DoesNotHoldAGrantDeadForWrongClientCredentials)
{
    EXPECT_EQ(token_error(401, R"({"error":"invalid_client"})"), ErrorKind::kConflict);
    EXPECT_EQ(token_error(401, R"({"message":"Invalid client credentials"})"), ErrorKind::kConflict);
    EXPECT_EQ(token_error(400, R"({"message":"no","errors":[{"description":"The provided clientSecret is invalid"}]})"),
              ErrorKind::kConflict);
}

TEST(TokenAnswerTest, HoldsEverythingElseForPassing)
{
    EXPECT_EQ(token_error(500, ""), ErrorKind::kRetry);
    EXPECT_EQ(token_error(502, "<html>"), ErrorKind::kRetry);
    EXPECT_EQ(token_error(400, "<html>proxy</html>"), ErrorKind::kRetry);
    EXPECT_EQ(token_error(403, "{}"), ErrorKind::kRetry);
    EXPECT_EQ(token_error(302, ""), ErrorKind::kRetry);
    EXPECT_EQ(token_error(200, ""), ErrorKind::kRetry);
    EXPECT_EQ(token_error(200, "{\"access_token\":\"\"}"), ErrorKind::kRetry);
    EXPECT_EQ(token_error(200, "{\"access_token\":\"a\\r\\nX: y\"}"), ErrorKind::kRetry);
    EXPECT_EQ(token_error(429, ""), ErrorKind::kRateLimited);
}

TEST(TokenAnswerTest, NeverRepeatsATokenInAnError)
{
    const std::string token = std::string(70, 'Z');
    const auto tokens = parse_tokens(
        http(400, "{\"error\":\"invalid_grant\",\"error_description\":\"token " + token + "\"}"), Instant());
    ASSERT_FALSE(tokens);
    EXPECT_EQ(tokens.error().what.find("ZZZ"), std::string::npos) << tokens.error().what;
}

}  // namespace
}  // namespace bwsync
