#include "adapters/webex/oauth/oauth_requests.hpp"

#include <gtest/gtest.h>

#include "adapters/webex/oauth/token_answer.hpp"

namespace bwsync {
namespace {

ClientCredentials client(bool is_basic)
{
    ClientCredentials out;
    out.id = "id&1";
    out.secret = "s+=";
    out.is_basic = is_basic;
    return out;
}

TEST(OAuthRequestsTest, ARefreshSendsTheCredentialsInTheForm)
{
    const HttpRequest request = refresh_request("/v1", client(false), "r/t");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/v1/access_token");
    EXPECT_EQ(request.content_type, "application/x-www-form-urlencoded");
    EXPECT_EQ(request.body, "grant_type=refresh_token&refresh_token=r%2Ft&client_id=id%261&client_secret=s%2B%3D");
    EXPECT_FALSE(request.headers.contains("Authorization"));
}

// RFC 6749 section 2.3.1: both are form-encoded, then joined; base64 of "id%261:s%2B%3D".
TEST(OAuthRequestsTest, OrAsBasicAndThenNotInTheForm)
{
    const HttpRequest request = refresh_request("/v1", client(true), "r/t");
    EXPECT_EQ(request.body, "grant_type=refresh_token&refresh_token=r%2Ft");
    EXPECT_EQ(request.headers.at("Authorization"), "Basic aWQlMjYxOnMlMkIlM0Q=");
}

TEST(OAuthRequestsTest, PadsBasicForEveryLength)
{
    ClientCredentials one;
    one.is_basic = true;
    one.id = "a";
    EXPECT_EQ(refresh_request("", one, "r").headers.at("Authorization"), "Basic YTo=");
    one.secret = "b";
    EXPECT_EQ(refresh_request("", one, "r").headers.at("Authorization"), "Basic YTpi");
    one.secret = "bc";
    EXPECT_EQ(refresh_request("", one, "r").headers.at("Authorization"), "Basic YTpiYw==");
}

TEST(OAuthRequestsTest, ACodeIsTradedWithItsVerifierAndRedirectUri)
{
    AuthorizationCode code;
    code.code = "c/1";
    code.code_verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    code.redirect_uri = "http://127.0.0.1:9482/callback";
    EXPECT_EQ(redeem_request("/v1", client(false), code).body,
              "grant_type=authorization_code&code=c%2F1&redirect_uri=http%3A%2F%2F127.0.0.1%3A9482%2Fcallback"
              "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk&client_id=id%261&client_secret=s%2B%3D");
}

TEST(OAuthRequestsTest, TheAddressForTheBrowserHoldsNoSecret)
{
    AuthorizationRequest request;
    request.client_id = "id&1";
    request.redirect_uri = "http://127.0.0.1:9482/callback";
    request.scopes = {"spark-admin:people_read", "spark-admin:people_write"};
    request.state = "st";
    request.code_challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    EXPECT_EQ(authorization_url("https://webexapis.com/v1", request),
              "https://webexapis.com/v1/authorize?response_type=code&client_id=id%261"
              "&redirect_uri=http%3A%2F%2F127.0.0.1%3A9482%2Fcallback"
              "&scope=spark-admin%3Apeople_read%20spark-admin%3Apeople_write&state=st"
              "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
}

HttpAnswer answered(int status, const std::string& body)
{
    HttpAnswer answer;
    answer.status = status;
    answer.body = body;
    return answer;
}

TEST(TokenExpiryTest, IsMillisecondsSince1970)
{
    const Result<Instant> ends = parse_token_expiry(answered(200, R"({"exp":1768630439322})"), Instant());
    ASSERT_TRUE(ends);
    EXPECT_EQ(ends->time_since_epoch().count(), 1768630439322);
    EXPECT_TRUE(parse_token_expiry(answered(200, R"({"exp":"1768630439322"})"), Instant()));
}

TEST(TokenExpiryTest, SaysWhenTheTokenIsRefusedAndLearnsNothingElse)
{
    EXPECT_EQ(parse_token_expiry(answered(401, R"({"message":"no"})"), Instant()).error().kind,
              ErrorKind::kUnauthorized);
    for (const char* body : {"", "{}", "<html>", R"({"exp":null})", R"({"exp":-1})", R"({"exp":99999999999999999})"}) {
        EXPECT_EQ(parse_token_expiry(answered(200, body), Instant()).error().kind, ErrorKind::kRetry) << body;
    }
    for (const int status : {403, 404, 429, 503})
        EXPECT_EQ(parse_token_expiry(answered(status, "{}"), Instant()).error().kind, ErrorKind::kRetry);
}

}  // namespace
}  // namespace bwsync
