#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <future>

#include "daemon/runtime/sleep.hpp"
#include "daemon/runtime/timed_wait.hpp"
#include "tests/integration/feed/peer.hpp"
#include "tests/unit/adapters/broadworks/feed/documents.hpp"

namespace bwsync::feed_test {
namespace {

using namespace feed_documents;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using Cause = FeedGap::Cause;

const std::string kGood = user_delete("ana@example.com");

std::string server_of(const Peer& peer)
{
    return "127.0.0.1:" + std::to_string(peer.port());
}

Peer::Script sends(std::string bytes)
{
    return [bytes](Peer::Socket& socket) {
        send(socket, bytes);
        wait_for_close(socket);
    };
}

TEST(ReportingFeedTest, EventsArriveDecodedClassifiedAndCounted)
{
    Peer peer({sends(kGood + server_status() + forwarding_saved("b@example.com"))});
    Client client(settings_for(peer.port()));
    const Labels server = {"east", server_of(peer)};
    EXPECT_TRUE(client.telemetry.has("feed_connected", server));
    EXPECT_EQ(client.telemetry.value("feed_connected", server), 0);
    EXPECT_EQ(client.connected().server, server_of(peer));
    EXPECT_EQ(client.telemetry.value("feed_connected", server), 1);
    const auto events = client.events(3);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[0].record.command, "UserDeleteRequest");
    EXPECT_EQ(events[0].classification.keys.at(0).user_id, "ana@example.com");
    EXPECT_EQ(client.telemetry.value("feed_events_total", {"east", "user"}), 1);
    EXPECT_EQ(client.telemetry.value("feed_events_total", {"east", "status"}), 1);
    EXPECT_EQ(client.telemetry.value("feed_events_total", {"east", "irrelevant"}), 1);
    EXPECT_EQ(client.telemetry.value("feed_last_byte_timestamp_seconds", server), 1.7e9);
}

TEST(ReportingFeedTest, ASlowDripIsPutTogether)
{
    Peer peer({[](Peer::Socket& socket) {
        socket.set_option(asio::ip::tcp::no_delay(true));
        for (const char byte : kGood + kGood) send(socket, std::string_view(&byte, 1));
        wait_for_close(socket);
    }});
    Client client(settings_for(peer.port()));
    client.connected();
    EXPECT_EQ(client.events(2).size(), 2U);
}

TEST(ReportingFeedTest, AfterHangingUpItIsNotConnectedAndBeginsAnew)
{
    Peer peer({sends(kGood), sends(kGood + kGood)});
    Client client(settings_for(peer.port()));
    const Labels server = {"east", server_of(peer)};
    client.connected();
    EXPECT_EQ(client.events().size(), 1U);
    client.hang_up();
    EXPECT_TRUE(client.telemetry.has("feed_connected", server));
    EXPECT_EQ(client.telemetry.value("feed_connected", server), 0);
    client.connected();
    EXPECT_EQ(client.telemetry.value("feed_connected", server), 1);
    EXPECT_EQ(client.events(2).size(), 2U);
}

TEST(ReportingFeedTest, ACutIsAGapAndTheFeedReconnectsByItself)
{
    Peer peer({[](Peer::Socket& socket) { send(socket, kGood + kGood.substr(0, 200)); }, sends(kGood)});
    Client client(settings_for(peer.port()));
    client.connected();
    EXPECT_EQ(client.events().size(), 1U);
    const FeedGap gap = client.gap();
    EXPECT_EQ(gap.cause, Cause::kDisconnected);
    EXPECT_FALSE(gap.is_connected);
    EXPECT_TRUE(client.telemetry.has("feed_connected", {"east", server_of(peer)}));
    EXPECT_EQ(client.telemetry.value("feed_connected", {"east", server_of(peer)}), 0);
    client.connected();
    const auto events = client.events();
    ASSERT_EQ(events.size(), 1U) << "the torn document of the old connection is forgotten";
    EXPECT_FALSE(client.telemetry.has("feed_events_total", {"east", "damaged"}));
}

TEST(ReportingFeedTest, AResetIsAGapToo)
{
    // Only once the events are read: a reset overtakes what was sent before it.
    std::promise<void> read;
    Peer peer({[&](Peer::Socket& socket) {
                   send(socket, kGood);
                   read.get_future().wait_for(10s);
                   reset(socket);
               },
               sends(kGood)});
    Client client(settings_for(peer.port()));
    client.connected();
    client.events();
    read.set_value();
    const FeedGap gap = client.gap();
    EXPECT_EQ(gap.cause, Cause::kDisconnected);
    EXPECT_THAT(gap.detail, HasSubstr("reset"));
    client.connected();
}

TEST(ReportingFeedTest, SilenceEndsTheConnection)
{
    Peer peer({sends(kGood), sends(kGood)});
    auto settings = settings_for(peer.port());
    settings.silence_timeout = 100ms;
    Client client(settings);
    client.connected();
    client.events();
    const FeedGap gap = client.gap();
    EXPECT_EQ(gap.cause, Cause::kSilence);
    EXPECT_FALSE(gap.is_connected);
    EXPECT_EQ(gap.detail, "nothing came for 100 ms");
    client.connected();
    EXPECT_EQ(client.events().size(), 1U);
}

TEST(ReportingFeedTest, DamageIsAGapOnAConnectionThatGoesOn)
{
    Peer peer({sends(kGood + document("<command/>") + kGood + "junk" + kGood + kGood.substr(0, 150) + kGood)});
    Client client(settings_for(peer.port()));
    client.connected();
    std::size_t events = 0;
    std::size_t gaps = 0;
    while (events < 4 || gaps < 3) {
        auto step = client.next();
        ASSERT_TRUE(step);
        if (const auto* gap = std::get_if<FeedGap>(&*step)) {
            ++gaps;
            EXPECT_EQ(gap->cause, Cause::kUnreadable);
            EXPECT_TRUE(gap->is_connected);
        } else {
            events += std::get<FeedBatch>(*step).events.size();
        }
    }
    EXPECT_EQ(events, 4U);
    EXPECT_EQ(client.telemetry.value("feed_events_total", {"east", "damaged"}), 3);
    EXPECT_EQ(peer.connections(), 1);
}

TEST(ReportingFeedTest, AnOversizedDocumentIsAGapOnAConnectionThatGoesOn)
{
    Peer peer({sends(document_of("UserModifyRequest22", "<x>" + std::string(400'000, 'y') + "</x>") + kGood)});
    auto settings = settings_for(peer.port());
    settings.document_max = 100'000;
    Client client(settings);
    client.connected();
    const FeedGap gap = client.gap();
    EXPECT_EQ(gap.cause, Cause::kOversized);
    EXPECT_TRUE(gap.is_connected);
    EXPECT_EQ(client.events().size(), 1U);
}

TEST(ReportingFeedTest, RefusedConnectionsAreGapsWithGrowingPausesBetween)
{
    auto settings = settings_for(closed_port());
    settings.reconnect_initial = 1s;
    settings.reconnect_max = 5s;
    Client client(settings);
    for (int i = 0; i < 6; ++i) {
        const FeedGap gap = client.gap();
        EXPECT_EQ(gap.cause, Cause::kRefused);
        EXPECT_FALSE(gap.is_connected);
        EXPECT_THAT(gap.detail, HasSubstr("connecting: "));
    }
    // Half of 1, 2, 4, 5, 5 s: the jitter of this test is one half; there is no pause before the first attempt.
    EXPECT_THAT(client.clock.sleeps, ElementsAre(500, 1000, 2000, 2500, 2500));
}

TEST(ReportingFeedTest, PausesGrowWhileAServerAcceptsAndClosesAndStartAgainAfterBytes)
{
    const Peer::Script closes = [](Peer::Socket&) {};
    Peer peer({closes, closes, closes, [](Peer::Socket& socket) { send(socket, kGood); }, closes});
    Client client(settings_for(peer.port()));
    client.random.value = 0.999;
    for (int i = 0; i < 3; ++i) {
        client.connected();
        EXPECT_EQ(client.gap().cause, Cause::kDisconnected);
    }
    client.connected();
    client.events();
    client.gap();
    client.connected();
    EXPECT_THAT(client.clock.sleeps, ElementsAre(999, 1998, 3996, 999));
}

TEST(ReportingFeedTest, ANameThatDoesNotExistIsRefused)
{
    auto settings = settings_for(8025);
    settings.address.host = "no-such-host.invalid";
    settings.address.connect_timeout = 3s;
    Client client(settings);
    const FeedGap gap = client.gap();
    EXPECT_EQ(gap.cause, Cause::kRefused);
    EXPECT_THAT(gap.detail, HasSubstr("cannot be resolved"));
}

TEST(ReportingFeedTest, AnAddressOfVersion6IsNamedInBrackets)
{
    auto settings = settings_for(8025);
    settings.address.host = "::1";
    Client client(settings);
    EXPECT_TRUE(client.telemetry.has("feed_connected", {"east", "[::1]:8025"}));
}

// The server sends for as long as it can: while nobody calls next(), its socket must become unwritable and stay so.
TEST(ReportingFeedTest, NothingIsReadWhileNobodyAsksSoTheServerWaits)
{
    constexpr std::size_t kDocuments = 40'000;
    std::promise<std::size_t> blocked;
    auto blocked_after = blocked.get_future();
    Peer peer({[&](Peer::Socket& socket) {
        bool is_told = false;
        const std::string document = profile_saved("ana@example.com");
        for (std::size_t i = 0; i < kDocuments; ++i) {
            pollfd writable{socket.native_handle(), POLLOUT, 0};
            if (!is_told && ::poll(&writable, 1, 500) == 0) {
                blocked.set_value(i);
                is_told = true;
            }
            send(socket, document);
        }
        if (!is_told) blocked.set_value(kDocuments);
        wait_for_close(socket);
    }});
    Client client(settings_for(peer.port()));
    client.connected();
    ASSERT_EQ(blocked_after.wait_for(30s), std::future_status::ready);
    EXPECT_LT(blocked_after.get(), kDocuments) << "the server was never made to wait";
    EXPECT_EQ(client.events(kDocuments).size(), kDocuments) << "and nothing is lost";
}

class RealClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return Instant(); }
    Task<bool> sleep_for(Millis delay, std::stop_token stop) override
    {
        return bwsync::sleep_for(delay, std::move(stop));
    }
    Task<> wait_for(Signal& bell, Millis limit, std::stop_token stop) override
    {
        return bwsync::wait_for(bell, limit, std::move(stop));
    }
};

// Stop comes from another thread while next() waits; it must come back at once, not after the wait's own limit.
void expect_quick_stop(Client& client, std::function<bool()> is_waiting)
{
    std::thread stopper([&] {
        const auto deadline = std::chrono::steady_clock::now() + 5s;
        while (!is_waiting() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
        client.stop.request_stop();
    });
    const auto start = std::chrono::steady_clock::now();
    auto step = client.next();
    stopper.join();
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().kind, ErrorKind::kCancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 8s);
    EXPECT_FALSE(client.next()) << "and it stays stopped";
}

TEST(ReportingFeedTest, StopEndsAReadAtOnce)
{
    Peer peer({wait_for_close});
    Client client(settings_for(peer.port()));
    client.connected();
    expect_quick_stop(client, [] { return true; });
}

TEST(ReportingFeedTest, StopEndsAPauseAtOnce)
{
    RealClock clock;
    auto settings = settings_for(closed_port());
    settings.reconnect_initial = 60s;
    settings.reconnect_max = 60s;
    Client client(settings, &clock);
    client.gap();
    expect_quick_stop(client, [] { return true; });
}

TEST(ReportingFeedTest, StopEndsATlsHandshakeAtOnce)
{
    Peer peer({wait_for_close});
    auto settings = settings_for(peer.port());
    settings.address.is_tls = true;
    settings.address.connect_timeout = 60s;
    Client client(settings);
    expect_quick_stop(client, [&] { return peer.connections() == 1; });
}

TEST(ReportingFeedTest, NoLogLineAndNoDetailQuotesTheStream)
{
    const std::string secret = "s3cr3t-X9";
    Peer peer({[&](Peer::Socket& socket) {
        send(socket, secret + kGood + document("<command><password>" + secret + "</password></command>") +
                         document_of("UserDeleteRequest", "<userId>" + secret + "&" + secret + ";</userId>") + kGood +
                         secret);
    }});
    Client client(settings_for(peer.port()));
    client.connected();
    std::string seen;
    for (bool is_connected = true; is_connected;) {
        auto step = client.next();
        ASSERT_TRUE(step);
        const auto* gap = std::get_if<FeedGap>(&*step);
        if (gap == nullptr) continue;
        seen += gap->detail;
        is_connected = gap->is_connected;
    }
    seen += client.telemetry.everything();
    EXPECT_THAT(seen, HasSubstr("feed_unreadable"));
    EXPECT_THAT(seen, Not(HasSubstr(secret)));
}

}  // namespace
}  // namespace bwsync::feed_test
