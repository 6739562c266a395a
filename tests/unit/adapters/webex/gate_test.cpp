#include "adapters/webex/gate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <string>
#include <vector>

#include "daemon/runtime/sleep.hpp"

namespace bwsync {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

class GateTest : public testing::Test {
protected:
    // Enters, notes its name, stays for a while and leaves.
    void visitor(Gate& gate, Lane lane, std::string name, std::chrono::milliseconds stay = 0ms)
    {
        auto body = [&gate, lane, name, stay, this]() -> Task<> {
            Gate::Pass pass = co_await gate.enter(lane, stop.get_token());
            seen.push_back(pass ? name : "-" + name);
            most_in_flight = std::max(most_in_flight, gate.in_flight());
            const std::stop_token never;
            if (pass && stay.count() > 0) (void)co_await sleep_for(stay, never);
        };
        asio::co_spawn(io, std::move(body), [](std::exception_ptr error) {
            if (error) std::rethrow_exception(error);
        });
    }
    static GateLimits limits(double rate, int burst, int in_flight)
    {
        GateLimits out;
        out.requests_per_second = rate;
        out.burst = burst;
        out.in_flight_max = in_flight;
        return out;
    }

    asio::io_context io;
    std::stop_source stop;
    std::vector<std::string> seen;
    int most_in_flight = 0;
};

TEST_F(GateTest, LetsNoMoreInThanAllowedAtOnce)
{
    Gate gate(io.get_executor(), limits(1000, 100, 3));
    for (int i = 0; i < 20; ++i) visitor(gate, Lane::kWrite, "w", 2ms);
    io.run_for(10s);
    EXPECT_EQ(seen.size(), 20U);
    EXPECT_EQ(most_in_flight, 3);
    EXPECT_EQ(gate.in_flight(), 0);
}

TEST_F(GateTest, KeepsToTheRate)
{
    Gate gate(io.get_executor(), limits(100, 6, 50));
    const auto began = SteadyClock::now();
    for (int i = 0; i < 35; ++i) visitor(gate, Lane::kWrite, "w");
    io.run_for(10s);
    const auto took = SteadyClock::now() - began;
    EXPECT_EQ(seen.size(), 35U);
    EXPECT_GE(took, 299ms);  // 5 at once, 30 at a hundred a second
    EXPECT_LT(took, 3s);
}

TEST_F(GateTest, TheStatusTrackerPassesABacklogAndReadsTakeTurnsWithWrites)
{
    Gate gate(io.get_executor(), limits(50, 1, 50));
    for (int i = 0; i < 5; ++i) visitor(gate, Lane::kWrite, "w");
    for (int i = 0; i < 5; ++i) visitor(gate, Lane::kRead, "r");
    visitor(gate, Lane::kFirst, "tracker");
    io.run_for(10s);
    ASSERT_EQ(seen.size(), 11U);
    EXPECT_EQ(seen[0], "w");  // it came first, when nobody else waited
    EXPECT_EQ(seen[1], "tracker");
    std::string rest;
    for (std::size_t i = 2; i < seen.size(); ++i) rest += seen[i];
    EXPECT_EQ(rest, "rwrwrwrwr");
}

TEST_F(GateTest, ACampaignWaitsBehindTheWorkAndTakesAtMostHalfOfThePlaces)
{
    GateLimits narrow = limits(20, 1, 4);
    narrow.campaign_per_second = 1000;  // more than half of the rate is not given
    Gate gate(io.get_executor(), narrow);
    for (int i = 0; i < 5; ++i) visitor(gate, Lane::kCampaign, "c", 20ms);
    for (int i = 0; i < 5; ++i) visitor(gate, Lane::kWrite, "w", 20ms);
    io.run_for(10s);
    ASSERT_EQ(seen.size(), 10U);
    EXPECT_EQ(seen[0], "c");  // it came first, when nobody else waited
    std::string rest;
    for (std::size_t i = 1; i < seen.size(); ++i) rest += seen[i];
    EXPECT_EQ(rest, "wwwwwcccc");
    seen.clear();
    most_in_flight = 0;
    for (int i = 0; i < 4; ++i) visitor(gate, Lane::kCampaign, "c", 300ms);
    io.restart();
    io.run_for(10s);
    EXPECT_EQ(seen.size(), 4U);
    EXPECT_LE(most_in_flight, 2);
    EXPECT_EQ(gate.in_flight(), 0);
}

TEST_F(GateTest, ACampaignKeepsToARateOfItsOwnAndLeavesTheRestToTheWork)
{
    GateLimits wide = limits(1000, 100, 50);
    wide.campaign_per_second = 40;
    Gate gate(io.get_executor(), wide);
    const auto began = SteadyClock::now();
    for (int i = 0; i < 30; ++i) visitor(gate, Lane::kCampaign, "c");
    for (int i = 0; i < 20; ++i) visitor(gate, Lane::kWrite, "w");
    const auto writes = [this] { return std::count(seen.begin(), seen.end(), "w"); };
    while (writes() < 20 && SteadyClock::now() - began < 5s) io.run_for(5ms);
    EXPECT_EQ(writes(), 20);
    EXPECT_LT(seen.size(), 50U) << "the campaign has not used the rate up";
    io.run_for(10s);
    EXPECT_EQ(seen.size(), 50U);
    EXPECT_GE(SteadyClock::now() - began, 450ms);  // 10 at once, 20 at forty a second
}

TEST_F(GateTest, APauseHoldsEverybodyAndSaysHowMuchItGrew)
{
    Gate gate(io.get_executor(), limits(1000, 10, 10));
    EXPECT_NEAR(std::chrono::duration<double>(gate.pause(150ms)).count(), 0.15, 0.01);
    EXPECT_NEAR(std::chrono::duration<double>(gate.pause(50ms)).count(), 0, 0.001);
    const auto began = SteadyClock::now();
    visitor(gate, Lane::kFirst, "a");
    io.run_for(10s);
    EXPECT_EQ(seen.size(), 1U);
    EXPECT_GE(SteadyClock::now() - began, 130ms);
}

TEST_F(GateTest, StopSendsWaitersAway)
{
    Gate gate(io.get_executor(), limits(1000, 10, 1));
    visitor(gate, Lane::kWrite, "in", 50ms);
    for (int i = 0; i < 3; ++i) visitor(gate, Lane::kWrite, "out");
    io.run_for(10ms);
    stop.request_stop();
    io.run_for(10s);
    EXPECT_EQ(seen, (std::vector<std::string>{"in", "-out", "-out", "-out"}));
    EXPECT_EQ(gate.in_flight(), 0);
}

TEST_F(GateTest, SurvivesTheEndOfItsEventLoopWithWaiters)
{
    auto loop = std::make_unique<asio::io_context>();
    auto gate = std::make_unique<Gate>(loop->get_executor(), limits(1, 1, 1));
    for (int i = 0; i < 3; ++i) {
        auto body = [&gate, this]() -> Task<> { (void)co_await gate->enter(Lane::kRead, stop.get_token()); };
        asio::co_spawn(*loop, body, [](std::exception_ptr) {});
    }
    loop->run_for(10ms);
    gate.reset();
    loop.reset();
}

}  // namespace
}  // namespace bwsync
