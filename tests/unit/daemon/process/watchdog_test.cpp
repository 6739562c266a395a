#include "daemon/process/watchdog.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "tests/support/recorded_telemetry.hpp"

namespace bwsync {
namespace {

using namespace std::chrono_literals;

class CountingManager final : public ServiceManager {
public:
    void ready(const std::string&) override {}
    void status(const std::string&) override {}
    void reloading() override {}
    void stopping(const std::string&) override {}
    void watchdog() override { ++beats; }
    std::optional<std::chrono::microseconds> watchdog_limit() const override { return limit; }

    std::optional<std::chrono::microseconds> limit = 4ms;
    int beats = 0;
};

class WatchdogTest : public testing::Test {
protected:
    void SetUp() override
    {
        asio::co_spawn(
            io, [this] { return watchdog.run(stop.get_token()); },
            [this](std::exception_ptr error) { has_ended = !error; });
    }
    template <class Condition>
    bool run_until(Condition done)
    {
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (!done() && std::chrono::steady_clock::now() < deadline) io.run_one_for(50ms);
        return done();
    }

    asio::io_context io;
    SteadyInstant now{1h};
    Progress progress{[this] { return now; }};
    CountingManager manager;
    test::RecordedTelemetry telemetry;
    Watchdog watchdog{progress, manager, telemetry};
    std::stop_source stop;
    bool has_ended = false;
};

TEST_F(WatchdogTest, TellsTheManagerWhileAllGetOnAndMeasuresTheLag)
{
    progress.subsystem("feed", 1s);
    EXPECT_TRUE(run_until([this] { return manager.beats >= 3; }));
    EXPECT_GE(telemetry.value("loop_lag_seconds", {}), 2);
}

TEST_F(WatchdogTest, IsSilentWhileASubsystemStandsStill)
{
    Beat& beat = progress.subsystem("feed", 1s);
    EXPECT_TRUE(run_until([this] { return manager.beats >= 1; }));
    now += 2s;
    EXPECT_TRUE(run_until([this] { return !telemetry.events().empty(); }));
    EXPECT_EQ(telemetry.events().back(), "watchdog.stalled");
    const int before = manager.beats;
    const double steps = telemetry.value("loop_lag_seconds", {});
    EXPECT_TRUE(run_until([&] { return telemetry.value("loop_lag_seconds", {}) >= steps + 3; }));
    EXPECT_EQ(manager.beats, before);
    beat.beat();
    EXPECT_TRUE(run_until([&] { return manager.beats > before; }));
    EXPECT_EQ(telemetry.events().back(), "watchdog.alive");
}

TEST_F(WatchdogTest, IsSilentWhileNothingRunsAtAll)
{
    EXPECT_TRUE(run_until([this] { return telemetry.value("loop_lag_seconds", {}) >= 3; }));
    EXPECT_EQ(manager.beats, 0);
    EXPECT_TRUE(telemetry.events().empty());
}

TEST_F(WatchdogTest, TellsNothingToAManagerThatDoesNotAsk)
{
    manager.limit.reset();
    progress.subsystem("feed", 1s);
    EXPECT_TRUE(run_until([this] { return telemetry.value("loop_lag_seconds", {}) >= 2; }));
    EXPECT_EQ(manager.beats, 0);
}

TEST_F(WatchdogTest, EndsWhenStopped)
{
    stop.request_stop();
    EXPECT_TRUE(run_until([this] { return has_ended; }));
}

}  // namespace
}  // namespace bwsync
