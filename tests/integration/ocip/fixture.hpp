// Runs the OCI-P adapter against a peer on one io thread, with what it counts and logs recorded.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "adapters/broadworks/ocip/broadworks.hpp"
#include "daemon/runtime/sleep.hpp"
#include "tests/support/recorded_telemetry.hpp"

namespace bwsync::ocip::testing {

using namespace std::chrono_literals;

template <class T>
std::optional<ErrorKind> kind_of(const Result<T>& outcome)
{
    if (outcome) return std::nullopt;
    return outcome.error().kind;
}

class OcipTest : public ::testing::Test {
protected:
    OcipTest()
    {
        settings.cluster = "east";
        settings.user = "bwsync";
        settings.password = [] { return std::string("password"); };
        settings.connections = 1;
        settings.requests_per_second = 100'000;
        settings.timeout = 5s;
    }

    void use(std::uint16_t port, bool is_tls = false)
    {
        Server server;
        server.host = "127.0.0.1";
        server.port = port;
        server.tls = is_tls;
        settings.servers.push_back(server);
    }

    // Runs the adapter and the body to the body's end; fails when that takes too long.
    void run(std::function<Task<>(OcipBroadWorks&)> body)
    {
        OcipBroadWorks broadworks(io.get_executor(), settings, telemetry);
        std::stop_source stop;
        bool is_late = false;
        asio::steady_timer watchdog(io, 20s);
        watchdog.async_wait([&](const boost::system::error_code& error) {
            if (error) return;
            is_late = true;
            io.stop();
        });
        auto adapter = [&]() -> Task<> { return broadworks.run(stop.get_token()); };
        asio::co_spawn(io, adapter, [&](std::exception_ptr error) {
            EXPECT_FALSE(error);
            watchdog.cancel();
            peer_done();
        });
        auto test = [&]() -> Task<> { return body(broadworks); };
        asio::co_spawn(io, test, [&](std::exception_ptr error) {
            EXPECT_FALSE(error);
            stop.request_stop();
        });
        io.run();
        io.restart();
        EXPECT_FALSE(is_late) << "the test hangs";
    }

    // Waits until the condition holds; false after five seconds.
    Task<bool> eventually(std::function<bool()> condition)
    {
        const auto deadline = std::chrono::steady_clock::now() + 5s;
        while (!condition() && std::chrono::steady_clock::now() < deadline) {
            co_await sleep_for(1ms, std::stop_token());
        }
        co_return condition();
    }

    [[nodiscard]] double requests(const std::string& result) const
    {
        return telemetry.value("ocip_requests_total", {"east", result});
    }

    // Called when the adapter has ended: whoever keeps the io context busy should let go.
    virtual void peer_done() {}

    asio::io_context io;
    Settings settings;
    test::RecordedTelemetry telemetry;
    std::stop_token never;
};

}  // namespace bwsync::ocip::testing
