// The listener that a browser is sent back to, with clients that are no browser at all among them.
#include "daemon/ctl/sign_in/redirect_listener.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <mutex>
#include <thread>

#include "tests/integration/admin/raw_client.hpp"

namespace bwsync::ctl {
namespace {

using namespace std::chrono_literals;
using test::RawAnswer;
using test::RawClient;

const std::string kState = "the-state-1234567890";

std::uint16_t free_port()
{
    boost::asio::io_context io;
    const boost::asio::ip::tcp::acceptor acceptor(io, {boost::asio::ip::make_address("127.0.0.1"), 0});
    return acceptor.local_endpoint().port();
}

class RedirectListenerTest : public testing::Test {
protected:
    RedirectListenerTest() : port(free_port())
    {
        uri.is_loopback = true;
        uri.host = "127.0.0.1";
        uri.port = port;
        uri.path = "/callback";
        auto made = RedirectListener::listen(uri);
        if (!made) throw std::runtime_error(made.error().what);
        listener = std::move(*made);
    }
    ~RedirectListenerTest() override
    {
        if (waiter.joinable()) waiter.join();
    }
    void wait(std::chrono::milliseconds limit = 20s)
    {
        waiter = std::thread([this, limit] {
            RedirectListener::Wait wait;
            wait.state = kState;
            wait.limit = limit;
            wait.tell = [this](const std::string& text) {
                const std::lock_guard held(mutex);
                told += text + "\n";
            };
            outcome.emplace(listener->wait(wait));
            listener->finish(static_cast<bool>(*outcome));
        });
    }
    void done() { waiter.join(); }
    RawAnswer get(const std::string& target)
    {
        return test::exchange(port, "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n");
    }

    const std::uint16_t port;
    RedirectUri uri;
    std::unique_ptr<RedirectListener> listener;
    std::optional<Result<std::string>> outcome;
    std::thread waiter;
    std::mutex mutex;
    std::string told;
};

TEST_F(RedirectListenerTest, GivesTheCodeAndShowsTheLastPage)
{
    wait();
    const RawAnswer page = get("/callback?code=a%2Fb&state=" + kState);
    done();
    ASSERT_TRUE(*outcome) << outcome->error().what;
    EXPECT_EQ(**outcome, "a/b");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("Signed in"), std::string::npos);
    EXPECT_EQ(page.body.find("a/b"), std::string::npos);
    EXPECT_EQ(page.headers.at("cache-control"), "no-store");
    EXPECT_EQ(page.headers.at("referrer-policy"), "no-referrer");
    EXPECT_NE(page.headers.at("content-security-policy").find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(told, "");
}

TEST_F(RedirectListenerTest, WaitsPastWhateverIsNotItsAnswer)
{
    wait();
    const RawClient ahead(port);  // as browsers do: a connection on which nothing is sent
    RawClient left(port);
    left.send("GET /callback?co");
    EXPECT_EQ(get("/favicon.ico").status, 404);
    EXPECT_EQ(get("/callback/more?code=c&state=" + kState).status, 404);
    EXPECT_EQ(test::exchange(port, "POST /callback?code=c&state=" + kState + " HTTP/1.1\r\n\r\n").status, 404);
    EXPECT_EQ(test::exchange(port, "nonsense\r\n\r\n").status, 404);
    EXPECT_EQ(test::exchange(port, std::string(64 * 1024, 'x')).status, 0);
    EXPECT_EQ(get("/callback").status, 400);
    EXPECT_EQ(get("/callback?code=c&code=d&state=" + kState).status, 400);
    const RawAnswer other = get("/callback?code=%3Cscript%3E&state=another");
    EXPECT_EQ(other.status, 400);
    EXPECT_EQ(other.body.find("script"), std::string::npos);
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(get("/callback?code=good&state=" + kState).status, 200);
    done();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 4s) << "it does not wait for the connections left open";
    EXPECT_EQ(**outcome, "good");
    EXPECT_NE(told.find("does not belong to this sign-in"), std::string::npos);
}

TEST_F(RedirectListenerTest, EndsWhenConsentIsRefused)
{
    wait();
    const RawAnswer page = get("/callback?error=access_denied&state=" + kState);
    done();
    ASSERT_FALSE(*outcome);
    EXPECT_EQ(outcome->error().kind, ErrorKind::kUnauthorized);
    EXPECT_NE(page.body.find("Not signed in"), std::string::npos);
}

TEST_F(RedirectListenerTest, EndsWhenNobodyComesBack)
{
    wait(50ms);
    done();
    ASSERT_FALSE(*outcome);
    EXPECT_NE(outcome->error().what.find("in time"), std::string::npos);
}

TEST_F(RedirectListenerTest, SaysThatThePortIsTaken)
{
    const auto second = RedirectListener::listen(uri);
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().what.find(std::to_string(port)), std::string::npos);
}

TEST_F(RedirectListenerTest, NeverListensBeyondThisMachine)
{
    uri.host = "0.0.0.0";
    EXPECT_FALSE(RedirectListener::listen(uri));
}

}  // namespace
}  // namespace bwsync::ctl
