#include <gtest/gtest.h>

#include <thread>

#include "tests/integration/lab_webex/webex_lab.hpp"

namespace bwsync::lab::test {
namespace {

class WebexFaultsTest : public WebexLabTest {
protected:
    void fault(json document) { control("/faults", std::move(document)); }
};

TEST_F(WebexFaultsTest, ALostAnswerTookEffectAndIsCountedOnce)
{
    fault({{"operation", "provision"}, {"kind", "lost-answer"}});
    const Reply lost = provision(person("ada@x.com"));
    EXPECT_EQ(lost.status, 0);
    EXPECT_EQ(accepted_posts("ada@x.com"), 1);
    const json found = json::parse(call("GET", "/broadworks/subscribers?userId=ada@x.com").body).at("items");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(code_of(provision(person("ada@x.com"))), 2008);
    EXPECT_EQ(accepted_posts("ada@x.com"), 1);
    EXPECT_EQ(control("/received").at("byUser").at("ada@x.com").at("provision"), 2);
}

TEST_F(WebexFaultsTest, EveryTransportFaultTakesEffectUnlessItIsToldNotTo)
{
    int i = 0;
    for (const std::string kind : {"lost-answer", "reset", "truncated", "bad-json", "interim-100"}) {
        for (const bool processed : {true, false}) {
            const std::string user = "u" + std::to_string(++i) + "@x.com";
            const std::string enterprise = "SP1+G" + std::to_string(i);
            fault({{"operation", "provision"}, {"kind", kind}, {"processed", processed}});
            provision(person(user, enterprise));
            client->close();
            EXPECT_EQ(accepted_posts(user), processed ? 1 : 0) << kind;
        }
    }
}

TEST_F(WebexFaultsTest, ARefusalBeforeTheHandlerIsNoPostOfTheUser)
{
    fault({{"operation", "provision"}, {"kind", "status"}, {"status", 503}, {"retryAfter", "7"}});
    const Reply refused = provision(person("ada@x.com"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers.at("retry-after"), "7");
    EXPECT_FALSE(control("/received").at("byUser").contains("ada@x.com"));
    EXPECT_EQ(control("/received").at("operations").at("provision"), 1);
    EXPECT_EQ(provision(person("ada@x.com")).status, 200);
}

TEST_F(WebexFaultsTest, AStatusCanComeAfterTheEffect)
{
    fault({{"operation", "provision"}, {"kind", "status"}, {"status", 500}, {"code", 5001}, {"processed", true}});
    const Reply reply = provision(person("ada@x.com"));
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(code_of(reply), 5001);
    EXPECT_TRUE(json::parse(reply.body).at("errors")[0].contains("internalErrorCode"));
    EXPECT_EQ(accepted_posts("ada@x.com"), 1);
}

TEST_F(WebexFaultsTest, RetryAfterIsSentAsGivenOrNotAtAll)
{
    fault({{"operation", "list"}, {"kind", "429"}, {"retryAfter", "soon"}});
    fault({{"operation", "list"}, {"kind", "429"}});
    const Reply first = call("GET", "/broadworks/subscribers");
    EXPECT_EQ(first.status, 429);
    EXPECT_EQ(first.headers.at("retry-after"), "soon");
    const Reply second = call("GET", "/broadworks/subscribers");
    EXPECT_EQ(second.status, 429);
    EXPECT_EQ(second.headers.count("retry-after"), 0U);
    EXPECT_EQ(call("GET", "/broadworks/subscribers").status, 200);
}

TEST_F(WebexFaultsTest, FaultsHitByOrdinalUserAndOperation)
{
    fault({{"operation", "provision"}, {"kind", "status"}, {"userId", "BOB@x.com"}, {"after", 1}, {"count", 2}});
    control("/delays", {{"first_subscriber", "0ms"}, {"subscriber", "1h"}});
    EXPECT_EQ(provision(person("ada@x.com")).status, 200);
    advance(1s);
    EXPECT_EQ(provision(person("bob@x.com")).status, 200);
    EXPECT_EQ(provision(person("bob@x.com")).status, 500);
    EXPECT_EQ(provision(person("bob@x.com")).status, 500);
    EXPECT_EQ(code_of(provision(person("bob@x.com"))), 2008);
    const json list = control("/faults").at("faults");
    EXPECT_EQ(list.at(0).at("hits"), 2);
    EXPECT_EQ(list.at(0).at("count"), 0);
}

TEST_F(WebexFaultsTest, ProxiesAnswerHtmlRedirectsAndInterimAnswers)
{
    fault({{"operation", "get"}, {"kind", "html"}});
    const Reply html = call("GET", "/broadworks/subscribers/x");
    EXPECT_EQ(html.status, 502);
    EXPECT_EQ(html.body.rfind("<html>", 0), 0U);
    fault({{"operation", "get"}, {"kind", "redirect"}, {"location", "http://elsewhere.example/"}});
    const Reply redirect = call("GET", "/broadworks/subscribers/x");
    EXPECT_EQ(redirect.status, 302);
    EXPECT_EQ(redirect.headers.at("location"), "http://elsewhere.example/");
    fault({{"operation", "get"}, {"kind", "interim-100"}});
    EXPECT_EQ(call("GET", "/broadworks/subscribers/x").status, 100);
}

TEST_F(WebexFaultsTest, ContentCanLie)
{
    const std::string id = provisioned(person("ada@x.com"));
    fault({{"operation", "get"}, {"kind", "status-unknown"}});
    EXPECT_EQ(get(id).at("status"), "quarantined");
    fault({{"operation", "get"}, {"kind", "code-unknown"}});
    EXPECT_EQ(get(id).at("errors").at(0).at("errorCode"), 10022);
    fault({{"operation", "get"}, {"kind", "self-activated-string"}});
    EXPECT_EQ(get(id).at("selfActivated"), "false");
    fault({{"operation", "update"}, {"kind", "code-unknown"}});
    const Reply reply = call("PUT", "/broadworks/subscribers/" + id, {{"package", "basic"}});
    EXPECT_EQ(reply.status, 409);
    EXPECT_EQ(code_of(reply), 10022);
    EXPECT_EQ(get(id).at("package"), "standard");
}

TEST_F(WebexFaultsTest, ErrorsComeInEveryShape)
{
    const auto body_as = [&](const std::string& shape) {
        fault({{"operation", "get"}, {"kind", "error-shape"}, {"shape", shape}});
        return json::parse(call("GET", "/broadworks/subscribers/nobody").body);
    };
    EXPECT_EQ(body_as("top-level").at("errorCode"), 2001);
    EXPECT_EQ(body_as("string-code").at("errors")[0].at("errorCode"), "2001");
    EXPECT_FALSE(body_as("no-errors").contains("errors"));
    EXPECT_TRUE(body_as("null-errors").at("errors").is_null());
    EXPECT_FALSE(body_as("no-code").at("errors")[0].contains("errorCode"));
    EXPECT_FALSE(body_as("header-tracking").contains("trackingId"));
    EXPECT_EQ(body_as("standard").at("errors")[0].at("errorCode"), 2001);
}

TEST_F(WebexFaultsTest, SlowAnswersCountAsInFlight)
{
    call("GET", "/organizations");
    fault({{"operation", "organizations"}, {"kind", "slow"}, {"delay", "300ms"}, {"count", -1}});
    const auto slow = [&] {
        HttpClient other(webex->base_url());
        other.request("GET", "/organizations", "", {{"Authorization", "Bearer " + token}});
    };
    std::thread one(slow);
    std::thread two(slow);
    one.join();
    two.join();
    EXPECT_EQ(control("/received").at("maxInFlight"), 2);
}

TEST_F(WebexFaultsTest, MissingAccessEndsAWhileAfterGetOrganisation)
{
    const std::string path = "/broadworks/subscribers/" + provisioned(person("ada@x.com"));
    const std::string organization = control("/state").at("organizations").at(0).at("id");
    fault({{"operation", "update"}, {"kind", "no-access"}, {"count", -1}});
    EXPECT_EQ(call("PUT", path, {{"package", "basic"}}).status, 403);
    EXPECT_EQ(call("GET", "/organizations/" + organization).status, 200);
    EXPECT_EQ(call("PUT", path, {{"package", "basic"}}).status, 403);
    advance(5s);
    EXPECT_EQ(call("PUT", path, {{"package", "basic"}}).status, 200);
}

TEST_F(WebexFaultsTest, WrongFaultsAreRefusedWithAReason)
{
    EXPECT_EQ(control_status("/faults", {{"operation", "get"}}), 400);
    EXPECT_EQ(control_status("/faults", {{"kind", "explode"}}), 400);
    EXPECT_EQ(control_status("/faults", {{"kind", "status"}, {"operation", "gett"}}), 400);
    EXPECT_EQ(control_status("/faults", {{"kind", "status"}, {"statu", 500}}), 400);
    EXPECT_EQ(control_status("/faults", {{"kind", "slow"}, {"delay", "2"}}), 400);
    EXPECT_EQ(control_status("/faults", {{"kind", "status"}, {"count", 0}}), 400);
}

TEST_F(WebexFaultsTest, TheRateLimitAnswers429WithTheTimeToWait)
{
    call("GET", "/organizations");
    control("/rate-limit", {{"requests_per_second", 0.5}, {"burst", 2}});
    EXPECT_EQ(call("GET", "/organizations").status, 200);
    EXPECT_EQ(call("GET", "/organizations").status, 200);
    const Reply limited = call("GET", "/organizations");
    EXPECT_EQ(limited.status, 429);
    EXPECT_EQ(limited.headers.at("retry-after"), "2");
    EXPECT_EQ(control("/received").at("throttled"), 1);
    control("/rate-limit", {{"requests_per_second", 0}});
    EXPECT_EQ(call("GET", "/organizations").status, 200);
}

TEST_F(WebexFaultsTest, TheCallsOfAUserAreKeptInOrder)
{
    const std::string id = provisioned(person("ada@x.com"));
    call("PUT", "/broadworks/subscribers/" + id, {{"userId", "new@x.com"}});
    const json calls = control("/calls?userId=ada@x.com").at("calls");
    ASSERT_EQ(calls.size(), 3U);
    EXPECT_EQ(calls[0].at("operation"), "provision");
    EXPECT_EQ(calls[1].at("operation"), "get");
    EXPECT_EQ(calls[2].at("operation"), "update");
    EXPECT_EQ(calls[2].at("status"), 200);
    control("/received/reset", json::object());
    EXPECT_TRUE(control("/calls").at("calls").empty());
    EXPECT_TRUE(control("/received").at("byUser").empty());
}

}  // namespace
}  // namespace bwsync::lab::test
