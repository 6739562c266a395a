// A misbehaving application server on a port of its own, and a feed that reads from it.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/broadworks/feed/reporting_feed.hpp"
#include "tests/support/recorded_telemetry.hpp"

namespace bwsync::feed_test {

// Runs in a thread of its own. The n-th connection is handled by the n-th script, the last one by all that follow; a
// connection is closed when its script returns. Scripts use blocking calls and end when the test does.
class Peer {
public:
    using Socket = asio::ip::tcp::socket;
    using Script = std::function<void(Socket&)>;

    explicit Peer(std::vector<Script> scripts);
    ~Peer();
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] int connections() const { return connections_; }

private:
    void serve();

    asio::io_context io_;
    asio::ip::tcp::acceptor acceptor_;
    std::vector<Script> scripts_;
    std::uint16_t port_;
    std::atomic<int> connections_{0};
    std::atomic<bool> is_stopping_{false};
    std::mutex mutex_;
    Socket* current_ = nullptr;
    std::thread thread_;
};

void send(Peer::Socket& socket, std::string_view bytes);
// Until the client goes away or the test ends; what it writes (a TLS hello) is thrown away.
void wait_for_close(Peer::Socket& socket);
// Closes with a reset instead of a FIN.
void reset(Peer::Socket& socket);

// A port where nobody listens.
std::uint16_t closed_port();

// Sleeps are noted and over at once.
class HastyClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return Instant(Millis(1'700'000'000'000)); }
    Task<bool> sleep_for(Millis delay, std::stop_token stop) override;
    Task<> wait_for(Signal& bell, Millis limit, std::stop_token stop) override;
    std::vector<std::int64_t> sleeps;
};

class FixedRandom final : public Random {
public:
    double unit() override { return value; }
    double value = 0.5;
};

// A feed on a loop of its own, called step by step.
class Client {
public:
    explicit Client(ReportingFeedSettings settings, Clock* other_clock = nullptr);
    // Within ten seconds, or the test fails.
    Result<FeedStep> next();
    // The next step must be of this type.
    FeedConnected connected();
    FeedGap gap();
    std::vector<FeedEvent> events(std::size_t at_least = 1);
    void hang_up() { feed_.hang_up(); }

    test::RecordedTelemetry telemetry;
    HastyClock clock;
    FixedRandom random;
    std::stop_source stop;

private:
    asio::io_context io_;
    ReportingFeed feed_;
};

ReportingFeedSettings settings_for(std::uint16_t port);

}  // namespace bwsync::feed_test
