// What the HTTP client says about calls that got no answer: which of them may be repeated, and how long it waits.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/contract/webex/http_fixture.hpp"

namespace bwsync::test {
namespace {

using SteadyClock = std::chrono::steady_clock;

// A port that nobody listens on.
int free_port()
{
    RawServer server([](RawConnection&) {});
    return server.port();
}

// Takes no more connections: what comes after the few that fill its queue is not even refused.
class BlackHole {
public:
    BlackHole()
    {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listener_, 0), 0);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        for (int i = 0; i < 8; ++i) {
            fillers_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
            (void)::connect(fillers_.back(), reinterpret_cast<sockaddr*>(&address), size);
        }
    }
    ~BlackHole()
    {
        for (const int filler : fillers_) ::close(filler);
        ::close(listener_);
    }
    BlackHole(const BlackHole&) = delete;
    BlackHole& operator=(const BlackHole&) = delete;
    int port = 0;

private:
    int listener_ = -1;
    std::vector<int> fillers_;
};

std::string local(int port)
{
    return "http://127.0.0.1:" + std::to_string(port);
}

TEST(HttpFailureTest, ARefusedConnectionWasNotSent)
{
    auto client = client_for(settings_for(local(free_port())));
    EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))), "not-sent refused");
}

TEST(HttpFailureTest, AnUnknownNameWasNotSent)
{
    HttpSettings settings = settings_for("https://no-such-host.invalid");
    settings.timeout = 15s;
    auto client = client_for(settings);
    EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))), "not-sent refused");
}

TEST(HttpFailureTest, AConnectionThatIsNeverTakenWasNotSent)
{
    const BlackHole hole;
    HttpSettings settings = settings_for(local(hole.port));
    settings.timeout = 800ms;
    auto client = client_for(settings);
    EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))), "not-sent timeout");
}

TEST(HttpFailureTest, SilenceAfterTheRequestIsAnUnknownOutcome)
{
    RawServer server([](RawConnection& connection) { connection.wait_until_closed(); });
    HttpSettings settings = settings_for(server.origin());
    settings.timeout = 500ms;
    auto client = client_for(settings);
    const auto began = SteadyClock::now();
    EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))), "unknown timeout");
    EXPECT_LT(SteadyClock::now() - began, 2s);
}

TEST(HttpFailureTest, TheDeadlineHoldsForAnAnswerThatDrips)
{
    // Each drop comes well within the library's own time-out, which starts anew at every step.
    const auto drip = [](const std::string& head, const std::string& drop) {
        return http_handler([=](RawConnection& connection, const RawRequest&) {
            bool is_open = connection.write(head);
            while (is_open) {
                std::this_thread::sleep_for(50ms);
                is_open = connection.write(drop);
            }
            return false;
        });
    };
    RawServer head(drip("HTTP/1.1 200 OK\r\n", "X-Drop: 1\r\n"));
    RawServer body(drip("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"));
    for (RawServer* server : {&head, &body}) {
        HttpSettings settings = settings_for(server->origin());
        settings.timeout = 600ms;
        auto client = client_for(settings);
        const auto began = SteadyClock::now();
        const std::string end = summary(call(*client, with_body("POST", "/x")));
        EXPECT_EQ(end, server == &head ? "unknown timeout" : "body-lost bad_body");
        EXPECT_LT(SteadyClock::now() - began, 2500ms);
    }
}

TEST(HttpFailureTest, AConnectionThatBreaksBeforeTheAnswerIsAnUnknownOutcome)
{
    for (const bool with_reset : {false, true}) {
        RawServer server(http_handler([with_reset](RawConnection& connection, const RawRequest&) {
            if (with_reset) connection.reset();
            return false;
        }));
        auto client = client_for(settings_for(server.origin()));
        EXPECT_EQ(summary(call(*client, with_body("POST", "/x"))), "unknown reset");
        EXPECT_EQ(server.count("POST /x"), 1);
    }
}

TEST(HttpFailureTest, GarbageInsteadOfAnAnswerIsAnUnknownOutcome)
{
    RawServer server(http_handler([](RawConnection& connection, const RawRequest&) {
        connection.write("this is not HTTP\r\n\r\n");
        return false;
    }));
    auto client = client_for(settings_for(server.origin()));
    const HttpOutcome outcome = call(*client, with_body("POST", "/x"));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, Kind::kUnknownOutcome);
}

TEST(HttpFailureTest, StopLetsACallInFlightEndAndThenGivesItUp)
{
    RawServer quick(http_handler([](RawConnection& connection, const RawRequest&) {
        std::this_thread::sleep_for(200ms);
        return connection.write(answer("200 OK", "{}"));
    }));
    RawServer silent([](RawConnection& connection) { connection.wait_until_closed(); });
    for (RawServer* server : {&quick, &silent}) {
        HttpSettings settings = settings_for(server->origin());
        settings.timeout = 10s;
        settings.stop_grace = 600ms;
        auto client = client_for(settings);
        std::stop_source stop;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(50ms);
            stop.request_stop();
        });
        const auto began = SteadyClock::now();
        const std::string end = summary(call(*client, with_body("POST", "/x"), stop.get_token()));
        EXPECT_EQ(end, server == &quick ? "200" : "unknown timeout");
        EXPECT_LT(SteadyClock::now() - began, 4s);
    }
}

TEST(HttpFailureTest, AfterStopNothingIsSent)
{
    RawServer server(http_handler([](RawConnection& c, const RawRequest&) { return c.write(answer("200 OK", "{}")); }));
    auto client = client_for(settings_for(server.origin()));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(call(*client, get("/x"), stop.get_token()).error().kind, Kind::kCancelled);
    EXPECT_EQ(server.connections(), 0);
}

TEST(HttpFailureTest, ABlockingCallHasTheSameDeadline)
{
    RawServer silent([](RawConnection& connection) { connection.wait_until_closed(); });
    HttpSettings settings = settings_for(silent.origin());
    settings.timeout = 400ms;
    EXPECT_EQ(summary(client_for(settings)->send_and_wait(with_body("POST", "/x"))), "unknown timeout");
    RawServer server(http_handler([](RawConnection& c, const RawRequest&) { return c.write(answer("200 OK", "{}")); }));
    EXPECT_EQ(summary(client_for(settings_for(server.origin()))->send_and_wait(get("/x"))), "200");
}

}  // namespace
}  // namespace bwsync::test
