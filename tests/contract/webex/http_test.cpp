// The HTTP client against servers that answer in odd ways: each case is one that the library alone gets wrong.
#include <boost/asio/post.hpp>

#include "tests/contract/webex/http_fixture.hpp"

namespace bwsync::test {
namespace {

RawServer::Handler always(const std::string& bytes)
{
    return http_handler([bytes](RawConnection& connection, const RawRequest&) { return connection.write(bytes); });
}

// Answers GET well; whatever else comes on a connection that has been used before is read and then dropped.
RawServer::Handler kills_reused_connections()
{
    return http_handler([](RawConnection& connection, const RawRequest& request) {
        if (request.line.starts_with("GET")) return connection.write(answer("200 OK", "{}"));
        if (request.number > 1) return false;
        return connection.write(answer("200 OK", "{}"));
    });
}

TEST(HttpClientTest, SendsARequestAsItIsAndGivesTheAnswerAsItIs)
{
    RawServer server(always(answer("200 OK", "{\"name\":\"Zo\xEB\"}", "X-Thing: a\r\nX-Thing: b\r\n")));
    auto client = client_for(settings_for(server.origin()));
    const HttpOutcome outcome = call(*client, with_body("POST", "/v1/x?e=SP1%2BAcme&m=a%40b", "{\"k\":\"v\"}"));
    ASSERT_EQ(summary(outcome), "200");
    EXPECT_EQ(outcome->body, "{\"name\":\"Zo\xEB\"}");
    EXPECT_EQ(outcome->headers.at("x-thing"), "a, b");
    const RawRequest seen = server.requests().at(0);
    EXPECT_TRUE(seen.is("POST /v1/x?e=SP1%2BAcme&m=a%40b")) << seen.line;
    EXPECT_EQ(seen.body, "{\"k\":\"v\"}");
    EXPECT_TRUE(seen.has_header("Authorization"));
    EXPECT_TRUE(seen.has_header("Content-Length"));
    EXPECT_FALSE(seen.has_header("Transfer-Encoding"));
    EXPECT_FALSE(seen.has_header("Expect"));
    EXPECT_FALSE(seen.has_header("Accept-Encoding"));
}

TEST(HttpClientTest, UsesOneConnectionForCallsInARow)
{
    RawServer server(always(answer("200 OK", "{}")));
    auto client = client_for(settings_for(server.origin()));
    for (int i = 0; i < 30; ++i) ASSERT_EQ(summary(call(*client, with_body("POST", "/x"))), "200");
    // The library may hand a connection back a moment after the answer: a second one is then opened.
    EXPECT_LE(server.connections(), 6);
}

// The client may not have put the warm connection back yet and open another one, on which the call succeeds: `calls`
// until one finds a warm connection, which dies.
HttpOutcome on_a_warm_connection(HttpClient& client, const HttpRequest& request, int& calls)
{
    constexpr int kCallsMax = 100;
    for (calls = 1;; ++calls) {
        HttpOutcome outcome = call(client, request);
        if (!outcome || calls == kCallsMax) return outcome;
    }
}

TEST(HttpClientTest, NeverSendsAPostTwiceWhenAReusedConnectionDies)
{
    for (const std::string method : {"POST", "PUT"}) {
        for (const std::string body : {"{}", ""}) {
            RawServer server(kills_reused_connections());
            auto client = client_for(settings_for(server.origin()));
            ASSERT_EQ(summary(call(*client, get("/warm"))), "200");
            int calls = 0;
            const HttpOutcome outcome = on_a_warm_connection(*client, with_body(method, "/create", body), calls);
            EXPECT_EQ(summary(outcome), "unknown reset");
            EXPECT_EQ(server.count(method + " /create"), calls);
        }
    }
}

TEST(HttpClientTest, NeverSendsAPostTwiceWithManyWarmConnections)
{
    RawServer server(kills_reused_connections());
    auto client = client_for(settings_for(server.origin()));
    asio::io_context io;
    int warm = 0;
    for (int i = 0; i < 5; ++i) {
        auto one = [&]() -> Task<> {
            const std::stop_token never;
            const HttpOutcome outcome = co_await client->send(get("/warm"), never);
            warm += outcome ? 1 : 0;
        };
        asio::co_spawn(io, one, [](std::exception_ptr) {});
    }
    io.run();
    ASSERT_EQ(warm, 5);
    (void)call(*client, with_body("POST", "/create"));
    EXPECT_EQ(server.count("POST /create"), 1);
}

TEST(HttpClientTest, DoesNotFollowRedirectsNorCarryTheTokenAway)
{
    RawServer other(always(answer("200 OK", "{}")));
    for (const std::string status : {"301 Moved", "302 Found", "307 Temporary", "308 Permanent"}) {
        const std::string bytes = answer(status, "", "Location: " + other.origin() + "/target\r\n");
        RawServer server(always(bytes));
        auto client = client_for(settings_for(server.origin()));
        EXPECT_EQ(summary(call(*client, get("/x"))), status.substr(0, 3));
        EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))), status.substr(0, 3));
        EXPECT_EQ(summary(call(*client, with_body("PUT", "/x"))), status.substr(0, 3));
    }
    EXPECT_EQ(other.connections(), 0);
}

TEST(HttpClientTest, TakesAnInterimAnswerForAProtocolErrorAndNeverMixesAnswersUp)
{
    for (const std::string interim :
         {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"}) {
        RawServer server(http_handler([&](RawConnection& connection, const RawRequest& request) {
            const std::string body = "{\"target\":\"" + request.line + "\"}";
            const std::string prefix = request.is("POST /odd") ? interim : "";
            return connection.write(prefix + answer("200 OK", body));
        }));
        auto client = client_for(settings_for(server.origin()));
        EXPECT_EQ(summary(call(*client, with_body("POST", "/odd"))), "unknown bad_body");
        for (const std::string target : {"/a", "/b"}) {
            const HttpOutcome next = call(*client, get(target));
            ASSERT_EQ(summary(next), "200");
            EXPECT_NE(next->body.find("GET " + target), std::string::npos) << next->body;
        }
        EXPECT_EQ(server.count("POST /odd"), 1);
    }
}

TEST(HttpClientTest, UsesNoConnectionThatWasIdleTooLong)
{
    // The server hangs up after each answer without saying so.
    RawServer server(http_handler([](RawConnection& connection, const RawRequest&) {
        connection.write(answer("200 OK", "{}"));
        return false;
    }));
    HttpSettings settings = settings_for(server.origin());
    settings.idle_max = 0ms;
    auto client = client_for(settings);
    for (int i = 0; i < 20; ++i) ASSERT_EQ(summary(call(*client, with_body("POST", "/x"))), "200");
    EXPECT_EQ(server.count("POST /x"), 20);
    EXPECT_EQ(server.connections(), 20);
}

TEST(HttpClientTest, OnAStaleConnectionSaysHonestlyWhetherThePostMayHaveArrived)
{
    for (const bool with_reset : {false, true}) {
        RawServer server(http_handler([with_reset](RawConnection& connection, const RawRequest&) {
            connection.write(answer("200 OK", "{}"));
            if (with_reset) connection.reset();
            return false;
        }));
        auto client = client_for(settings_for(server.origin()));
        int answered = 0;
        for (int i = 0; i < 20; ++i) {
            const HttpOutcome outcome = call(*client, with_body("POST", "/x"));
            if (outcome) {
                ++answered;
            } else {
                EXPECT_EQ(outcome.error().label, "reset") << outcome.error().what;
            }
        }
        // One that was answered was read once, one that was not was never read.
        EXPECT_EQ(server.count("POST /x"), answered);
        EXPECT_GE(answered, 10);
    }
}

TEST(HttpClientTest, KnowsTheStatusWhenTheBodyIsCut)
{
    const std::string cut = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"a\":1,";
    const std::string cut_chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1,\r\n";
    for (const std::string& bytes : {cut, cut_chunk}) {
        RawServer server(http_handler([&](RawConnection& connection, const RawRequest&) {
            connection.write(bytes);
            return false;
        }));
        auto client = client_for(settings_for(server.origin()));
        const HttpOutcome outcome = call(*client, with_body("POST", "/x"));
        EXPECT_EQ(summary(outcome), "body-lost bad_body");
        EXPECT_EQ(outcome.error().status, 200);
        EXPECT_EQ(server.count("POST /x"), 1);
    }
}

TEST(HttpClientTest, ReadsChunkedAndEmptyAnswers)
{
    RawServer server(http_handler([](RawConnection& connection, const RawRequest& request) {
        if (request.is("DELETE /x")) return connection.write("HTTP/1.1 204 No Content\r\n\r\n");
        return connection.write(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n");
    }));
    auto client = client_for(settings_for(server.origin()));
    const HttpOutcome chunked = call(*client, get("/x"));
    ASSERT_EQ(summary(chunked), "200");
    EXPECT_EQ(chunked->body, "{\"a\":1}");
    HttpRequest remove = get("/x");
    remove.method = "DELETE";
    EXPECT_EQ(summary(call(*client, remove)), "204");
}

TEST(HttpClientTest, GivesAnUnaskedCompressedBodyAsItCame)
{
    const std::string gzip("\x1f\x8b\x08\x00\x00", 5);
    RawServer server(always(answer("200 OK", gzip, "Content-Encoding: gzip\r\n")));
    auto client = client_for(settings_for(server.origin()));
    const HttpOutcome outcome = call(*client, get("/x"));
    ASSERT_EQ(summary(outcome), "200");
    EXPECT_EQ(outcome->body, gzip);
}

TEST(HttpClientTest, ReadsABodyOfAnyDeclaredCharset)
{
    RawServer server(
        always("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\nContent-Length: 2\r\n\r\n{}"));
    auto client = client_for(settings_for(server.origin()));
    const HttpOutcome outcome = call(*client, get("/x"));
    ASSERT_EQ(summary(outcome), "200");
    EXPECT_EQ(outcome->body, "{}");
}

TEST(HttpClientTest, LeavesNoDeadConnectionBehindAfterABodyThatEndsWithTheConnection)
{
    RawServer server(http_handler([](RawConnection& connection, const RawRequest& request) {
        if (request.is("GET /close")) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"c\":1}");
            return false;
        }
        return connection.write(answer("200 OK", "{}"));
    }));
    auto client = client_for(settings_for(server.origin()));
    for (int i = 0; i < 3; ++i) {
        const HttpOutcome closed = call(*client, get("/close"));
        ASSERT_EQ(summary(closed), "200");
        EXPECT_EQ(closed->body, "{\"c\":1}");
        EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))), "200");
    }
}

TEST(HttpClientTest, EndsAnAnswerThatIsTooLong)
{
    const std::string endless(1 << 16, ' ');
    RawServer server(http_handler([&](RawConnection& connection, const RawRequest& request) {
        const bool is_chunked = request.is("GET /chunked");
        connection.write(is_chunked ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    : "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n");
        while (connection.write(is_chunked ? "10000\r\n" + endless + "\r\n" : endless)) {
        }
        return false;
    }));
    HttpSettings settings = settings_for(server.origin());
    settings.timeout = 10s;
    settings.answer_bytes_max = 1 << 20;
    auto client = client_for(settings);
    for (const std::string target : {"/length", "/chunked"}) {
        const auto began = std::chrono::steady_clock::now();
        const HttpOutcome outcome = call(*client, get(target));
        EXPECT_EQ(summary(outcome), "body-lost bad_body");
        EXPECT_LT(std::chrono::steady_clock::now() - began, 8s);
    }
}

TEST(HttpClientTest, RefusesMoreCallsAtOnceThanAllowed)
{
    RawServer server([](RawConnection& connection) { connection.wait_until_closed(); });
    HttpSettings settings = settings_for(server.origin());
    settings.in_flight_max = 1;
    settings.timeout = 300ms;
    auto client = client_for(settings);
    asio::io_context io;
    std::vector<std::string> ends;
    for (int i = 0; i < 2; ++i) {
        auto one = [&]() -> Task<> {
            const std::stop_token never;
            const HttpOutcome outcome = co_await client->send(get("/x"), never);
            ends.push_back(summary(outcome));
        };
        asio::co_spawn(io, one, [](std::exception_ptr) {});
    }
    io.run();
    ASSERT_EQ(ends.size(), 2U);
    EXPECT_EQ(ends[0], "not-sent refused");
    EXPECT_EQ(ends[1], "unknown timeout");
}

TEST(HttpClientTest, RefusesPlainHttpToAnotherMachineAndBadAddresses)
{
    for (const std::string origin : {"http://192.0.2.1", "http://example.net", "http://127.0.0.1.example.net",
                                     "ftp://x", "", "https://", "https://u:p@host", "https://host/path"}) {
        EXPECT_FALSE(HttpClient::make(settings_for(origin))) << origin;
    }
    for (const std::string origin :
         {"http://localhost:1", "http://127.0.0.2", "http://[::1]:80", "https://example.net"}) {
        EXPECT_TRUE(HttpClient::make(settings_for(origin))) << origin;
    }
}

TEST(HttpClientTest, SurvivesTheEndOfItsEventLoopWithACallInFlight)
{
    RawServer server([](RawConnection& connection) { connection.wait_until_closed(); });
    auto client = client_for(settings_for(server.origin()));
    {
        asio::io_context io;
        auto one = [&]() -> Task<> {
            const std::stop_token never;
            (void)co_await client->send(get("/x"), never);
        };
        asio::co_spawn(io, one, [](std::exception_ptr) {});
        io.run_for(50ms);
    }
    client.reset();
}

}  // namespace
}  // namespace bwsync::test
