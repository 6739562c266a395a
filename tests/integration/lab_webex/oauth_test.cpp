#include <gtest/gtest.h>

#include "tests/integration/lab_webex/webex_lab.hpp"
#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::test {
namespace {

class WebexOAuthTest : public WebexLabTest {
protected:
    Reply form(const std::string& body, HttpClient::Headers headers = {})
    {
        headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        return client->request("POST", "/access_token", body, headers);
    }
    static std::string parameter_of(const Reply& reply, const std::string& name)
    {
        const std::string location = reply.headers.at("location");
        const auto start = location.find(name + "=");
        if (start == std::string::npos) return "";
        return location.substr(start + name.size() + 1, location.find('&', start) - start - name.size() - 1);
    }
};

TEST_F(WebexOAuthTest, ARefreshGivesATokenForFourteenDaysAndRenewsTheGrant)
{
    advance(24h);
    const json answer = json::parse(refresh().body);
    EXPECT_EQ(answer.at("expires_in"), 1209600);
    EXPECT_EQ(answer.at("refresh_token"), "refresh-1");
    EXPECT_EQ(answer.at("refresh_token_expires_in"), 7776000);
    EXPECT_EQ(answer.at("token_type"), "Bearer");
    EXPECT_NE(answer.at("scope").get<std::string>().find("spark-admin:broadworks_subscribers_write"),
              std::string::npos);
}

TEST_F(WebexOAuthTest, BothClientAuthenticationsWorkAndWrongOnesAre401)
{
    const std::string tail = "grant_type=refresh_token&refresh_token=refresh-1";
    const std::string basic = "Basic " + webex::base64_encode("client:s3cret", false);
    EXPECT_EQ(form(tail, {{"Authorization", basic}}).status, 200);
    EXPECT_EQ(form(tail + "&client_id=client&client_secret=s3cret").status, 200);
    EXPECT_EQ(form(tail + "&client_id=client&client_secret=wrong").status, 401);
    EXPECT_EQ(form(tail).status, 401);
    EXPECT_EQ(form(tail, {{"Authorization", "Basic !!"}}).status, 401);
    set("client_auth", "form");
    EXPECT_EQ(form(tail, {{"Authorization", basic}}).status, 401);
    set("client_auth", "basic");
    EXPECT_EQ(form(tail + "&client_id=client&client_secret=s3cret").status, 401);
}

TEST_F(WebexOAuthTest, RefusesUnknownGrantsAndForms)
{
    EXPECT_EQ(refresh("nobody").status, 400);
    EXPECT_EQ(form("client_id=client&client_secret=s3cret&grant_type=password").status, 400);
    EXPECT_EQ(form("client_id=client&client_secret=s3cret&grant_type=%").status, 400);
    EXPECT_EQ(client->request("POST", "/access_token", "{}", {{"Content-Type", "application/json"}}).status, 415);
}

TEST_F(WebexOAuthTest, TokenErrorsHaveTwoShapes)
{
    const json normal = json::parse(refresh("nobody").body);
    EXPECT_TRUE(normal.contains("message"));
    EXPECT_TRUE(normal.contains("trackingId"));
    set("token_errors_rfc6749", true);
    EXPECT_EQ(json::parse(refresh("nobody").body).at("error"), "invalid_grant");
}

TEST_F(WebexOAuthTest, AnAccessTokenExpiresOnTheLabClock)
{
    EXPECT_EQ(call("GET", "/organizations").status, 200);
    advance(14 * 24h - 1s);
    EXPECT_EQ(call("GET", "/organizations").status, 200);
    advance(1s);
    const Reply expired = call("GET", "/organizations");
    EXPECT_EQ(expired.status, 401);
    EXPECT_NE(json::parse(expired.body).at("message").get<std::string>().find("valid access token"), std::string::npos);
    EXPECT_EQ(control("/received").at("unauthorized"), 1);
}

TEST_F(WebexOAuthTest, ARefreshTokenLivesNinetyDaysFromItsLastUse)
{
    advance(89 * 24h);
    EXPECT_EQ(refresh().status, 200);
    advance(89 * 24h);
    EXPECT_EQ(refresh().status, 200);
    advance(90 * 24h);
    EXPECT_EQ(refresh().status, 400);
}

TEST_F(WebexOAuthTest, WithTheSwitchItsLifeCountsDown)
{
    set("refresh_expiry_counts_down", true);
    advance(60 * 24h);
    EXPECT_EQ(json::parse(refresh().body).at("refresh_token_expires_in"), 30 * 86400);
    advance(31 * 24h);
    EXPECT_EQ(refresh().status, 400);
}

TEST_F(WebexOAuthTest, ARotatedRefreshTokenEndsTheOldOne)
{
    set("rotate_refresh_tokens", true);
    const std::string fresh = json::parse(refresh().body).at("refresh_token");
    EXPECT_NE(fresh, "refresh-1");
    EXPECT_EQ(refresh("refresh-1").status, 400);
    EXPECT_EQ(refresh(fresh).status, 200);
}

TEST_F(WebexOAuthTest, FieldsThatOlderAnswersLackCanBeLeftOut)
{
    set("refresh_token_omitted", true);
    set("token_type_and_scope_omitted", true);
    const json answer = json::parse(refresh().body);
    EXPECT_EQ(answer.size(), 2U);
    EXPECT_TRUE(answer.contains("access_token"));
}

TEST_F(WebexOAuthTest, TokensAndGrantsCanBeTakenAway)
{
    EXPECT_EQ(call("GET", "/organizations").status, 200);
    control("/tokens/invalidate", json::object());
    EXPECT_EQ(call("GET", "/organizations").status, 401);
    EXPECT_EQ(refresh().status, 200);
    control("/grants/expire", {{"refreshToken", "refresh-1"}});
    EXPECT_EQ(refresh().status, 400);
    EXPECT_EQ(control("/state").at("grants")[0].at("status"), "expired");
    control("/grants/add", {{"refreshToken", "refresh-2"}});
    token = json::parse(refresh("refresh-2").body).at("access_token");
    EXPECT_EQ(call("GET", "/organizations").status, 200);
    control("/grants/revoke", json::object());
    EXPECT_EQ(call("GET", "/organizations").status, 401);
}

TEST_F(WebexOAuthTest, TheAuthorisationCodeFlowChecksPkceAndIsUsedOnce)
{
    // The pair of RFC 7636, appendix B.
    const std::string challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const std::string verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const std::string uri = "http%3A%2F%2F127.0.0.1%3A1%2Fcallback";
    const std::string ask = "/authorize?client_id=client&response_type=code&redirect_uri=" + uri +
                            "&scope=spark-admin%3Abroadworks_subscribers_read&state=a%2Bb&code_challenge=" + challenge +
                            "&code_challenge_method=S256";
    const auto redeem = [&](const std::string& code, const std::string& proof) {
        return form("grant_type=authorization_code&client_id=client&client_secret=s3cret&redirect_uri=" + uri +
                    "&code=" + code + "&code_verifier=" + proof);
    };
    const Reply redirect = client->request("GET", ask);
    EXPECT_EQ(redirect.status, 302);
    EXPECT_EQ(parameter_of(redirect, "state"), "a%2Bb");
    EXPECT_EQ(redeem(parameter_of(redirect, "code"), "wrong").status, 400);
    EXPECT_EQ(redeem(parameter_of(redirect, "code"), verifier).status, 400) << "a failed use is a use";
    const std::string code = parameter_of(client->request("GET", ask), "code");
    const json answer = json::parse(redeem(code, verifier).body);
    EXPECT_EQ(answer.at("scope"), "spark-admin:broadworks_subscribers_read");
    EXPECT_EQ(redeem(code, verifier).status, 400);
    token = answer.at("access_token");
    EXPECT_EQ(call("GET", "/broadworks/subscribers").status, 200);
    const Reply no_right = provision(person("ada@x.com"));
    EXPECT_EQ(no_right.status, 403);
    EXPECT_FALSE(control("/received").at("byUser").contains("ada@x.com"));
    const std::string late = parameter_of(client->request("GET", ask), "code");
    advance(11min);
    EXPECT_EQ(redeem(late, verifier).status, 400);
}

TEST_F(WebexOAuthTest, TheAuthorisationPageRefusesWhatItShould)
{
    const std::string base = "/authorize?response_type=code&scope=spark-admin%3Abroadworks_subscribers_read";
    const std::string uri = "&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2F";
    EXPECT_EQ(client->request("GET", base + uri + "&client_id=other").status, 400);
    EXPECT_EQ(client->request("GET", base + "&redirect_uri=https%3A%2F%2Fevil.example%2F&client_id=client").status,
              400);
    const Reply scope = client->request("GET", "/authorize?response_type=code&scope=all" + uri + "&client_id=client");
    EXPECT_EQ(parameter_of(scope, "error"), "invalid_scope");
    set("authorize_denied", true);
    EXPECT_EQ(parameter_of(client->request("GET", base + uri + "&client_id=client"), "error"), "access_denied");
}

TEST_F(WebexOAuthTest, TheSignInIsStrictAboutChallengeRedirectUriAndScope)
{
    WebexConfig config = standard_config();
    config.redirect_uris = {"http://127.0.0.1:9482/callback"};
    config.scopes = {"spark-admin:broadworks_subscribers_read"};
    restart(config);
    const std::string base = "/authorize?response_type=code&client_id=client&state=s";
    const std::string uri = "&redirect_uri=http%3A%2F%2F127.0.0.1%3A9482%2Fcallback";
    const std::string scope = "&scope=spark-admin%3Abroadworks_subscribers_read";
    for (const char* other : {"http%3A%2F%2F127.0.0.1%3A9483%2Fcallback", "http%3A%2F%2F127.0.0.1%3A9482%2Fcallback%2F",
                              "http%3A%2F%2Flocalhost%3A9482%2Fcallback"}) {
        EXPECT_EQ(client->request("GET", base + scope + "&redirect_uri=" + other).status, 400) << other;
    }
    for (const char* bad : {"&code_challenge=short&code_challenge_method=S256", "&code_challenge_method=S256",
                            "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S512",
                            "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM&code_challenge_method=S256"}) {
        const Reply reply = client->request("GET", base + scope + uri + bad);
        EXPECT_EQ(parameter_of(reply, "error"), "invalid_request") << bad;
        EXPECT_EQ(parameter_of(reply, "state"), "s");
    }
    EXPECT_FALSE(parameter_of(client->request("GET", base + scope + uri), "code").empty());
    set("pkce_required", true);
    EXPECT_EQ(parameter_of(client->request("GET", base + scope + uri), "error"), "invalid_request");
    set("pkce_required", false);
    const std::string more = scope + "%20spark-admin%3Apeople_read";
    EXPECT_EQ(parameter_of(client->request("GET", base + more + uri), "error"), "invalid_scope");
    set("unoffered_scopes_dropped", true);
    const std::string code = parameter_of(client->request("GET", base + more + uri), "code");
    const json answer = json::parse(
        form("grant_type=authorization_code&client_id=client&client_secret=s3cret" + uri + "&code=" + code).body);
    EXPECT_EQ(answer.at("scope"), "spark-admin:broadworks_subscribers_read");
}

TEST_F(WebexOAuthTest, AHostThatOnlyBeginsLikeThisMachineIsNotThisMachine)
{
    const std::string base =
        "/authorize?response_type=code&client_id=client&scope=spark-admin%3Apeople_read&redirect_uri=";
    EXPECT_EQ(client->request("GET", base + "http%3A%2F%2F127.0.0.1.evil.example%2F").status, 400);
    EXPECT_EQ(client->request("GET", base + "http%3A%2F%2Flocalhost%2Fcb").status, 302);
}

TEST_F(WebexOAuthTest, ASignInCanAskAPersonAndItsCodesCanBeShortLived)
{
    set("authorize_page", true);
    set("code_lifetime", "5s");
    const std::string uri = "http%3A%2F%2F127.0.0.1%3A1%2F";
    const Reply page =
        client->request("GET", "/authorize?response_type=code&client_id=client&state=s&redirect_uri=" + uri +
                                   "&scope=spark-admin%3Apeople_read");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("error=access_denied"), std::string::npos);
    const auto begin = page.body.find("?code=") + 6;
    const std::string code = page.body.substr(begin, page.body.find("&amp;", begin) - begin);
    advance(6s);
    const Reply late = form("grant_type=authorization_code&client_id=client&client_secret=s3cret&redirect_uri=" + uri +
                            "&code=" + code);
    EXPECT_EQ(late.status, 400);
}

TEST_F(WebexOAuthTest, OneRequestAuthenticatesInOneWay)
{
    const std::string basic = "Basic " + webex::base64_encode("client:s3cret", false);
    set("token_errors_rfc6749", true);
    const Reply both = form("grant_type=refresh_token&refresh_token=refresh-1&client_id=client&client_secret=s3cret",
                            {{"Authorization", basic}});
    EXPECT_EQ(both.status, 400);
    EXPECT_EQ(json::parse(both.body).at("error"), "invalid_request");
    const std::string encoded = "Basic " + webex::base64_encode("client:s3%63ret", false);
    EXPECT_EQ(form("grant_type=refresh_token&refresh_token=refresh-1", {{"Authorization", encoded}}).status, 200);
}

TEST_F(WebexOAuthTest, TokenExpiryTellsTheEndInMilliseconds)
{
    const json answer = json::parse(call("GET", "/authorizations/tokenExpiry").body);
    const auto now = thread.on_thread([this] { return clock->now_ms(); });
    EXPECT_EQ(answer.at("exp").get<std::int64_t>(), now + 1209600LL * 1000);
}

TEST_F(WebexOAuthTest, TheEdgeIsStrict)
{
    EXPECT_EQ(client->request("GET", "/broadworks/subscribers").status, 401);
    EXPECT_EQ(client->request("GET", "/broadworks/subscribers", "", {{"Authorization", "Bearer x"}}).status, 401);
    EXPECT_EQ(call("GET", "/nothing").status, 404);
    const Reply method = call("PATCH", "/broadworks/subscribers/x", json::object());
    EXPECT_EQ(method.status, 405);
    EXPECT_EQ(method.headers.at("allow"), "GET, PUT, DELETE");
    const HttpClient::Headers form{{"Authorization", "Bearer " + token}, {"Content-Type", "text/plain"}};
    EXPECT_EQ(client->request("POST", "/broadworks/subscribers", "{}", form).status, 415);
    const HttpClient::Headers good{{"Authorization", "Bearer " + token},
                                   {"Content-Type", "application/json; charset=utf-8"}};
    EXPECT_EQ(code_of(client->request("POST", "/broadworks/subscribers", "{", good)), 1005);
    EXPECT_EQ(code_of(client->request("POST", "/broadworks/subscribers", "[]", good)), 1005);
    EXPECT_EQ(code_of(client->request("POST", "/broadworks/subscribers", "{\"userId\":\"\xff\"}", good)), 1005);
}

TEST_F(WebexOAuthTest, TheTrackingIdComesBackInHeaderAndError)
{
    const HttpClient::Headers headers{{"TrackingID", "BWSYNC_1"}};
    const Reply mine = client->request("GET", "/broadworks/subscribers", "", headers);
    EXPECT_EQ(mine.headers.at("trackingid"), "BWSYNC_1");
    EXPECT_EQ(json::parse(mine.body).at("trackingId"), "BWSYNC_1");
    const Reply theirs = client->request("GET", "/broadworks/subscribers");
    EXPECT_EQ(theirs.headers.at("trackingid").rfind("ROUTERGW_", 0), 0U);
}

}  // namespace
}  // namespace bwsync::lab::test
