#include "tests/lab/http/http_server.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>

#include "tests/integration/lab_webex/http_client.hpp"
#include "tests/integration/lab_webex/io_thread.hpp"

namespace bwsync::lab::test {
namespace {

using namespace std::chrono_literals;
using Fate = HttpResponse::Fate;

// One server whose next answers are set by the test.
class HttpServerTest : public testing::Test {
protected:
    HttpServerTest() { start(HttpLimits()); }
    ~HttpServerTest() override
    {
        thread.on_thread([this] { server.reset(); });
    }

    void start(HttpLimits limits)
    {
        thread.on_thread([this, limits] {
            server = std::make_unique<HttpServer>(
                thread.io, "127.0.0.1:0", TlsFiles(), [this](HttpRequest request) { return handle(request); }, limits);
            server->start();
            url = server->url();
        });
    }

    Task<HttpResponse> handle(HttpRequest request)
    {
        last = request;
        ++handled;
        if (request.path == "/throw") throw std::runtime_error("on purpose");
        co_return next;
    }

    IoThread thread;
    std::unique_ptr<HttpServer> server;
    std::string url;
    HttpRequest last;
    HttpResponse next;
    int handled = 0;
};

TEST_F(HttpServerTest, HandsOverTheRequestDecoded)
{
    HttpClient client(url);
    next.body = "hello";
    const Reply reply = client.request("POST", "/a%20b+c?x=SP1%2BAcme&y=a+b", "body", {{"X-One", "1"}});
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "hello");
    EXPECT_EQ(last.method, "POST");
    EXPECT_EQ(last.path, "/a b+c");
    EXPECT_EQ(last.target, "/a%20b+c?x=SP1%2BAcme&y=a+b");
    EXPECT_EQ(last.query.find("x")->second, "SP1+Acme");
    EXPECT_EQ(last.query.find("y")->second, "a b");
    EXPECT_EQ(last.headers.at("x-one"), "1");
    EXPECT_EQ(last.body, "body");
    EXPECT_EQ(last.remote.rfind("127.0.0.1:", 0), 0U);
}

TEST_F(HttpServerTest, ServesManyRequestsOnOneConnection)
{
    HttpClient client(url);
    for (int i = 0; i < 50; ++i) ASSERT_EQ(client.request("GET", "/").status, 200);
    EXPECT_EQ(client.connects(), 1);
    EXPECT_EQ(handled, 50);
}

TEST_F(HttpServerTest, ClosesWhenTheClientAsksForIt)
{
    HttpClient client(url);
    const Reply reply = client.request("GET", "/", "", {{"Connection", "close"}});
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.at("connection"), "close");
}

TEST_F(HttpServerTest, SendsNoLengthWith204)
{
    HttpClient client(url);
    next.status = 204;
    const Reply reply = client.request("DELETE", "/x");
    EXPECT_EQ(reply.status, 204);
    EXPECT_EQ(reply.headers.count("content-length"), 0U);
    EXPECT_EQ(client.request("DELETE", "/x").status, 204);
    EXPECT_EQ(client.connects(), 1);
}

TEST_F(HttpServerTest, ALostAnswerWasProcessedAndEndsTheConnection)
{
    HttpClient client(url);
    next.fate = Fate::kCloseUnanswered;
    const Reply reply = client.request("POST", "/", "x");
    EXPECT_EQ(reply.status, 0);
    EXPECT_FALSE(reply.reset);
    EXPECT_FALSE(reply.timed_out);
    EXPECT_EQ(handled, 1);
}

TEST_F(HttpServerTest, AResetIsATcpReset)
{
    HttpClient client(url);
    next.fate = Fate::kReset;
    EXPECT_TRUE(client.request("POST", "/", "x").reset);
    EXPECT_EQ(handled, 1);
}

TEST_F(HttpServerTest, ATruncatedAnswerHasItsHeadAndHalfItsBody)
{
    HttpClient client(url);
    next.body = "0123456789";
    next.fate = Fate::kTruncate;
    const Reply reply = client.request("GET", "/");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "01234");
    EXPECT_FALSE(reply.complete);
}

TEST_F(HttpServerTest, AHangingAnswerNeverComesAndOthersAreServedMeanwhile)
{
    HttpClient patient(url, 200);
    next.fate = Fate::kHang;
    EXPECT_TRUE(patient.request("GET", "/").timed_out);
    next.fate = Fate::kSend;
    HttpClient other(url);
    EXPECT_EQ(other.request("GET", "/").status, 200);
}

TEST_F(HttpServerTest, DelaysTheHeadAndTheSecondHalfOfTheBody)
{
    HttpClient client(url);
    next.body = "abcd";
    next.delay = 30ms;
    next.body_delay = 30ms;
    const auto start = std::chrono::steady_clock::now();
    const Reply reply = client.request("GET", "/");
    EXPECT_EQ(reply.body, "abcd");
    EXPECT_GE(std::chrono::steady_clock::now() - start, 60ms);
}

TEST_F(HttpServerTest, SendsThePrefixBeforeTheStatusLine)
{
    HttpClient client(url);
    next.prefix = "HTTP/1.1 100 Continue\r\n\r\n";
    EXPECT_EQ(client.request("GET", "/").status, 100);
}

TEST_F(HttpServerTest, AnswersExpectContinueBeforeTheBodyIsSent)
{
    HttpClient client(url);
    const Reply interim = client.raw("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
    EXPECT_EQ(interim.status, 100);
    EXPECT_EQ(client.raw("b").status, 200);
    EXPECT_EQ(last.body, "b");
}

TEST_F(HttpServerTest, AFailingHandlerIs500AndTheServerGoesOn)
{
    HttpClient client(url);
    const Reply reply = client.request("GET", "/throw");
    EXPECT_EQ(reply.status, 500);
    EXPECT_NE(reply.body.find("on purpose"), std::string::npos);
    EXPECT_EQ(client.request("GET", "/").status, 200);
}

TEST_F(HttpServerTest, RefusesWhatIsNotHttpAndDamagedTargets)
{
    HttpClient client(url);
    EXPECT_EQ(client.raw("not http at all\r\n\r\n").status, 400);
    EXPECT_EQ(client.request("GET", "/%zz").status, 400);
    EXPECT_EQ(client.request("GET", "/?a=%").status, 400);
    EXPECT_EQ(handled, 0);
}

TEST_F(HttpServerTest, LimitsHeadersAndBodies)
{
    thread.on_thread([this] { server.reset(); });
    HttpLimits limits;
    limits.header_bytes = 1024;
    limits.body_bytes = 100;
    start(limits);
    HttpClient client(url);
    EXPECT_EQ(client.request("POST", "/", std::string(101, 'x')).status, 413);
    EXPECT_EQ(client.request("GET", "/", "", {{"X", std::string(2000, 'x')}}).status, 431);
    EXPECT_EQ(client.request("POST", "/", std::string(100, 'x')).status, 200);
    EXPECT_EQ(handled, 1);
}

TEST_F(HttpServerTest, ClosesIdleConnections)
{
    thread.on_thread([this] { server.reset(); });
    HttpLimits limits;
    limits.idle = 50ms;
    start(limits);
    HttpClient client(url);
    EXPECT_EQ(client.request("GET", "/").status, 200);
    const Reply reply = client.raw("");  // reads the end of the connection
    EXPECT_EQ(reply.status, 0);
    EXPECT_FALSE(reply.timed_out);
}

TEST_F(HttpServerTest, StoppingEndsOpenConnections)
{
    HttpClient client(url);
    EXPECT_EQ(client.request("GET", "/").status, 200);
    thread.on_thread([this] { server->stop(); });
    const Reply reply = client.raw("");
    EXPECT_EQ(reply.status, 0);
    EXPECT_FALSE(reply.timed_out);
}

TEST_F(HttpServerTest, DownRefusesConnectionsAndUpIsTheSamePortAgain)
{
    HttpClient client(url);
    EXPECT_EQ(client.request("GET", "/").status, 200);
    thread.on_thread([this] { server->set_down(true); });
    EXPECT_EQ(client.raw("").status, 0);
    EXPECT_THROW(client.request("GET", "/"), std::runtime_error);
    client.close();
    thread.on_thread([this] {
        server->set_down(false);
        server->set_down(false);
    });
    EXPECT_EQ(client.request("GET", "/").status, 200);
    EXPECT_EQ(thread.on_thread([this] { return server->url(); }), url);
}

TEST_F(HttpServerTest, IdleConnectionsCanBeEndedOrReset)
{
    HttpClient client(url);
    for (const bool reset : {false, true}) {
        EXPECT_EQ(client.request("GET", "/").status, 200);
        EXPECT_EQ(thread.on_thread([&] { return server->close_connections(reset); }), 1U);
        EXPECT_EQ(client.raw("").reset, reset);
    }
}

TEST_F(HttpServerTest, RefusesABusyPortABadAddressAndAMissingCertificate)
{
    const auto make = [this](std::string listen, TlsFiles tls) {
        thread.on_thread([&] {
            const HttpServer other(thread.io, listen, tls,
                                   [](HttpRequest) -> Task<HttpResponse> { co_return HttpResponse(); });
        });
    };
    EXPECT_THROW(make(url.substr(7), TlsFiles()), std::runtime_error);
    EXPECT_THROW(make("127.0.0.1", TlsFiles()), std::runtime_error);
    EXPECT_THROW(make("127.0.0.1:99999", TlsFiles()), std::runtime_error);
    EXPECT_THROW(make("nowhere:0", TlsFiles()), std::runtime_error);
    const TlsFiles missing{"/nonexistent/cert.pem", "/nonexistent/key.pem"};
    EXPECT_THROW(make("127.0.0.1:0", missing), std::runtime_error);
}

}  // namespace
}  // namespace bwsync::lab::test
