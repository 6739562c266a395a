// The Webex port against a server that answers in odd ways.
#include "tests/contract/webex/partner_fixture.hpp"

namespace bwsync::test {
namespace {

using Failure = WebexFailure::Kind;

const std::string kSubscriber = "{\"id\":\"Y2\",\"userId\":\"jo@x\",\"status\":\"provisioning\"}";

TEST_F(WebexPartnerTest, GivesTheSubscriberAndTheTrackingIdOfTheCall)
{
    serve(answer("200 OK", kSubscriber, "trackingId: ROUTER_1\r\n"));
    const auto answered = provision();
    ASSERT_TRUE(answered);
    EXPECT_EQ(answered->value.id, "Y2");
    EXPECT_EQ(answered->trace.tracking_id, "ROUTER_1");
    EXPECT_EQ(answered->trace.http_status, 200);
    EXPECT_EQ(requests("provision", "200"), 1);
    const Labels labels{"acme", "provision"};
    EXPECT_EQ(telemetry.value("webex_request_seconds", labels), 1);
}

TEST_F(WebexPartnerTest, TakesEvery2xxForASuccess)
{
    for (const std::string status : {"201 Created", "202 Accepted"}) {
        serve(answer(status, kSubscriber));
        EXPECT_TRUE(provision());
        EXPECT_TRUE(update());
        EXPECT_TRUE(remove());
    }
}

TEST_F(WebexPartnerTest, NamesItsCallsSoThatALostOneCanBeTraced)
{
    serve([](RawConnection&, const RawRequest&) { return false; });
    const auto answered = provision();
    ASSERT_FALSE(answered);
    EXPECT_EQ(answered.error().kind, Failure::kUnknownOutcome);
    EXPECT_EQ(answered.error().tracking_id.substr(0, 7), "BWSYNC_");
    EXPECT_NE(server->requests().at(0).head.find(answered.error().tracking_id), std::string::npos);
    EXPECT_EQ(server->count("POST /v1/broadworks/subscribers"), 1);
    EXPECT_EQ(requests("provision", "reset"), 1);
}

TEST_F(WebexPartnerTest, ASuccessThatCannotBeReadIsAnUnknownOutcome)
{
    for (const std::string& body : {std::string("<html>"), std::string("{}"), std::string("")}) {
        serve(answer("200 OK", body));
        for (const Subscriber& answered : {provision(), update()}) {
            ASSERT_FALSE(answered);
            EXPECT_EQ(answered.error().kind, Failure::kUnknownOutcome);
            EXPECT_EQ(answered.error().http_status, 200);
        }
        EXPECT_EQ(requests("update", body == "{}" ? "200" : "bad_body"), body == "" ? 2 : 1);
    }
}

TEST_F(WebexPartnerTest, WhatNoListHasIsHarmlessCountedAndToldOnce)
{
    serve(
        answer("200 OK",
               R"({"id":"Y2","status":"hibernating","mood":"good","errors":[{"errorCode":10022,"description":"?"}]})"));
    for (int i = 0; i < 3; ++i) {
        const auto answered = provision();
        ASSERT_TRUE(answered);
        EXPECT_EQ(answered->value.status_text, "hibernating");
    }
    for (const char* kind : {"status", "code", "field"}) {
        const Labels labels{"acme", kind};
        EXPECT_EQ(telemetry.value("webex_unknown_total", labels), 3) << kind;
    }
    EXPECT_EQ(telemetry.lines("webex-unknown").size(), 3U);
    serve(answer("400 Bad Request", R"({"errors":[{"errorCode":10022,"description":"?"}]})"));
    EXPECT_EQ(provision().error().code, 10022);
}

TEST_F(WebexPartnerTest, InternalErrorCodesAreCountedAndTold)
{
    serve(answer("500 Internal Server Error",
                 R"({"errors":[{"errorCode":5001,"description":"?","internalErrorCode":"I-7"}]})"));
    EXPECT_EQ(provision().error().internal_code, "I-7");
    const Labels labels{"acme"};
    EXPECT_EQ(telemetry.value("webex_internal_errors_total", labels), 1);
}

TEST_F(WebexPartnerTest, ARemovalIsDoneByItsStatusWhateverTheBody)
{
    serve([](RawConnection& c, const RawRequest&) {
        c.write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"cut");
        return false;
    });
    EXPECT_TRUE(remove());
    serve("HTTP/1.1 204 No Content\r\n\r\n");
    EXPECT_TRUE(remove());
    EXPECT_EQ(requests("remove", "bad_body"), 1);
    EXPECT_EQ(requests("remove", "204"), 1);
}

TEST_F(WebexPartnerTest, A401RenewsTheTokenOnceAndSendsAgainOnce)
{
    serve([](RawConnection& c, const RawRequest& r) {
        const bool is_new = r.head.find("Bearer new-1") != std::string::npos;
        return c.write(is_new ? answer("200 OK", kSubscriber) : answer("401 Unauthorized", "{\"message\":\"no\"}"));
    });
    EXPECT_TRUE(provision());
    EXPECT_EQ(refreshes, 1);
    EXPECT_EQ(server->count("POST /v1/broadworks/subscribers"), 2);
    EXPECT_EQ(store.at("primary").access_token, "new-1");
    EXPECT_EQ(requests("token", "200"), 1);
    EXPECT_TRUE(provision());
    EXPECT_EQ(refreshes, 1);
}

TEST_F(WebexPartnerTest, A401ThatANewTokenDoesNotCureIsGivenBackWithoutEnd)
{
    serve(answer("401 Unauthorized", "{\"message\":\"no\"}"));
    for (int i = 0; i < 10; ++i) {
        const auto answered = provision();
        ASSERT_FALSE(answered);
        const bool is_honest = answered.error().http_status == 401 || answered.error().kind == Failure::kNotSent;
        EXPECT_TRUE(is_honest);
    }
    EXPECT_LE(refreshes, 3);
    EXPECT_LE(server->count("POST /v1/broadworks/subscribers"), 6);
}

TEST_F(WebexPartnerTest, WithoutALiveGrantNothingIsSent)
{
    serve(answer("200 OK", kSubscriber));
    Grant dead = store.at("primary");
    dead.is_dead = true;
    store.put(dead);
    EXPECT_EQ(provision().error().kind, Failure::kNoGrant);
    EXPECT_FALSE(partner->has_grant());
    EXPECT_EQ(server->connections(), 0);
}

TEST_F(WebexPartnerTest, A429IsWaitedForAndSentAgain)
{
    std::atomic<int> calls = 0;
    serve([&calls](RawConnection& c, const RawRequest&) {
        if (++calls == 1) return c.write(answer("429 Too Many Requests", "", "Retry-After: 1\r\n"));
        return c.write(answer("200 OK", kSubscriber));
    });
    const auto began = std::chrono::steady_clock::now();
    EXPECT_TRUE(provision());
    EXPECT_GE(std::chrono::steady_clock::now() - began, 950ms);
    EXPECT_EQ(calls, 2);
    const Labels labels{"acme"};
    EXPECT_NEAR(telemetry.value("webex_throttled_seconds_total", labels), 1, 0.1);
    EXPECT_EQ(requests("provision", "429"), 1);
}

TEST_F(WebexPartnerTest, ALongRetryAfterGoesBackToTheCallerAndHoldsEverybody)
{
    serve(answer("429 Too Many Requests", "{\"errors\":[{\"errorCode\":2030}]}", "Retry-After: 120\r\n"));
    const auto answered = provision();
    ASSERT_FALSE(answered);
    EXPECT_EQ(answered.error().http_status, 429);
    EXPECT_EQ(answered.error().code, 2030);
    EXPECT_EQ(answered.error().retry_after, 120s);
    std::jthread stopper([this] {
        std::this_thread::sleep_for(100ms);
        stop.request_stop();
    });
    EXPECT_EQ(provision().error().kind, Failure::kCancelled);
    EXPECT_EQ(server->count("POST /v1/broadworks/subscribers"), 1);
}

TEST_F(WebexPartnerTest, AnotherDirectorySynchronisationHoldsNobodyElse)
{
    serve(answer("429 Too Many Requests", "{\"errors\":[{\"errorCode\":6002}]}", "Retry-After: 120\r\n"));
    const auto answered = provision();
    ASSERT_FALSE(answered);
    EXPECT_EQ(answered.error().code, 6002);
    EXPECT_EQ(answered.error().retry_after, 120s);
    EXPECT_EQ(server->count("POST /v1/broadworks/subscribers"), 1);
    EXPECT_EQ(provision().error().code, 6002) << "the next call is sent at once";
    EXPECT_EQ(telemetry.value("webex_throttled_seconds_total", Labels(1, "acme")), 0);
}

TEST_F(WebexPartnerTest, SaysWhatWebexAnsweredWithoutRepeating)
{
    serve(answer("409 Conflict",
                 "{\"errors\":[{\"errorCode\":2009,\"description\":\"exists\"}],\"trackingId\":\"R_2\"}"));
    const auto answered = provision();
    ASSERT_FALSE(answered);
    EXPECT_EQ(answered.error().kind, Failure::kAnswered);
    EXPECT_EQ(answered.error().code, 2009);
    EXPECT_EQ(answered.error().what, "exists");
    EXPECT_EQ(answered.error().tracking_id, "R_2");
    serve(answer("502 Bad Gateway", "<html>inner-host</html>"));
    EXPECT_EQ(provision().error().http_status, 502);
    EXPECT_EQ(server->count("POST /v1/broadworks/subscribers"), 1);
}

TEST_F(WebexPartnerTest, ARedirectIsAnErrorAndTheTokenStays)
{
    RawServer other(http_handler([](RawConnection& c, const RawRequest&) { return c.write(answer("200 OK", "{}")); }));
    serve(answer("307 Temporary Redirect", "", "Location: " + other.origin() + "/v1/x\r\n"));
    EXPECT_EQ(provision().error().http_status, 307);
    EXPECT_EQ(list(SubscriberFilter()).error().http_status, 307);
    EXPECT_EQ(other.connections(), 0);
}

TEST_F(WebexPartnerTest, WalksPagesByTheLinkAndPutsLostFiltersBack)
{
    serve([](RawConnection& c, const RawRequest& r) {
        const bool is_second = r.line.find("offset=100") != std::string::npos;
        const bool is_third = r.line.find("offset=200") != std::string::npos;
        const std::string link =
            "Link: </v1/broadworks/subscribers?max=null&offset=" + std::string(is_second ? "200" : "100") +
            ">; rel=\"next\"\r\n";
        // The second page is empty and yet not the last.
        const std::string items = is_second ? "" : "{\"id\":\"1\"}";
        return c.write(answer("200 OK", "{\"items\":[" + items + "]}", is_third ? "" : link));
    });
    SubscriberFilter filter;
    filter.sp_enterprise_id = "SP1+Acme";
    std::string next;
    std::size_t items = 0;
    int pages = 0;
    do {
        const auto page = list(filter, next);
        ASSERT_TRUE(page) << page.error().what;
        items += page->items.size();
        next = page->next;
        ++pages;
    } while (!next.empty() && pages < 10);
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(items, 2U);
    for (const RawRequest& request : server->requests()) {
        EXPECT_NE(request.line.find("spEnterpriseId=SP1%2BAcme"), std::string::npos) << request.line;
        EXPECT_NE(request.line.find("max=100"), std::string::npos) << request.line;
    }
}

TEST_F(WebexPartnerTest, DoesNotFollowANextLinkToAnotherHost)
{
    RawServer other(http_handler([](RawConnection& c, const RawRequest&) { return c.write(answer("200 OK", "{}")); }));
    serve(answer("200 OK", "{\"items\":[]}",
                 "Link: <" + other.origin() + "/v1/broadworks/subscribers>; rel=\"next\"\r\n"));
    EXPECT_FALSE(list(SubscriberFilter()));
    EXPECT_EQ(other.connections(), 0);
}

TEST_F(WebexPartnerTest, ACutListIsNoList)
{
    serve([](RawConnection& c, const RawRequest&) {
        c.write("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"items\":[{\"id\":\"1\"}");
        return false;
    });
    EXPECT_FALSE(list(SubscriberFilter()));
    serve(answer("200 OK", "{\"items\":[{\"id\":\"1\"},{\"noid\":1}]}"));
    EXPECT_FALSE(list(SubscriberFilter()));
}

TEST_F(WebexPartnerTest, PutsNeitherTokensNorPeopleIntoLogsMetricsOrErrors)
{
    serve(answer("401 Unauthorized", "{\"message\":\"Bearer access-secret of jo@x refused\"}"));
    const auto answered = provision();
    const std::string all = telemetry.everything() + answered.error().what;
    for (const char* secret : {"access-secret", "refresh-secret", "client-secret", "new-1", "jo@x"}) {
        EXPECT_EQ(all.find(secret), std::string::npos) << secret;
    }
}

TEST_F(WebexPartnerTest, SaysWhyItCannotBeMade)
{
    const auto make = [&](const std::string& base_url, const std::string& ca_file) -> std::string {
        PartnerConfig settings;
        settings.name = "acme";
        settings.base_url = base_url;
        settings.ca_file = ca_file;
        try {
            const PartnerLine::Ports ports{clock, random, telemetry};
            const PartnerAccess unused(settings, store, ports, io.get_executor());
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_EQ(make("http://example.net/v1", ""), "partner acme: plain http is allowed to a loopback host only");
    EXPECT_EQ(make("nonsense", ""), "partner acme: base_url is not an http or https address");
    EXPECT_EQ(make("https://example.net/v1", "/nonexistent"),
              "partner acme: no certificate could be read from /nonexistent");
    EXPECT_EQ(make("http://localhost:1/v1", ""), "");
}

}  // namespace
}  // namespace bwsync::test
