#include "tests/lab/clock.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <stdexcept>
#include <vector>

namespace bwsync::lab {
namespace {

using namespace std::chrono_literals;

class LabClockTest : public testing::Test {
protected:
    LabClockTest() { clock.set_rate(0); }

    boost::asio::io_context io;
    LabClock clock{io};
};

TEST_F(LabClockTest, StandsStillAtRateZeroUntilItIsAdvanced)
{
    const auto before = clock.now();
    EXPECT_EQ(clock.now(), before);
    clock.advance(5min);
    EXPECT_EQ(clock.now(), before + 5min);
}

TEST_F(LabClockTest, StartsAtRealTime)
{
    const auto difference = std::chrono::system_clock::now() - clock.now();
    EXPECT_LT(std::chrono::abs(difference), 10s);
}

TEST_F(LabClockTest, RunsWhatIsDueInOrderOfTimeThenOfScheduling)
{
    std::vector<int> order;
    clock.schedule_in(2s, [&] { order.push_back(3); });
    clock.schedule_in(1s, [&] { order.push_back(1); });
    clock.schedule_in(1s, [&] { order.push_back(2); });
    clock.schedule_in(3s, [&] { order.push_back(4); });
    clock.advance(2s);
    EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
    EXPECT_EQ(clock.pending(), 1U);
}

TEST_F(LabClockTest, ACallbackSeesItsDueTimeAndMayScheduleMore)
{
    const auto start = clock.now();
    std::vector<LabClock::Duration> seen;
    std::function<void()> tick = [&] {
        seen.push_back(clock.now() - start);
        if (seen.size() < 3) clock.schedule_in(10s, tick);
    };
    clock.schedule_in(10s, tick);
    clock.advance(1min);
    EXPECT_EQ(seen, (std::vector<LabClock::Duration>{10s, 20s, 30s}));
    EXPECT_EQ(clock.now(), start + 1min);
}

TEST_F(LabClockTest, ACancelledCallbackNeverRuns)
{
    bool ran = false;
    const auto ticket = clock.schedule_in(1s, [&] { ran = true; });
    EXPECT_TRUE(clock.cancel(ticket));
    EXPECT_FALSE(clock.cancel(ticket));
    clock.advance(1h);
    EXPECT_FALSE(ran);
}

TEST_F(LabClockTest, CannotCancelWhatHasRun)
{
    const auto ticket = clock.schedule_in(1s, [] {});
    clock.advance(1s);
    EXPECT_FALSE(clock.cancel(ticket));
}

TEST_F(LabClockTest, RefusesToGoBackAndRatesOutOfRange)
{
    EXPECT_THROW(clock.advance(-1s), std::invalid_argument);
    EXPECT_THROW(clock.set_rate(-1), std::invalid_argument);
    EXPECT_THROW(clock.set_rate(1e9), std::invalid_argument);
}

TEST_F(LabClockTest, AFastClockRunsCallbacksByItself)
{
    bool ran = false;
    clock.schedule_in(10min, [&] { ran = true; });
    clock.set_rate(100'000);
    io.run_for(10s);
    EXPECT_TRUE(ran);
}

TEST_F(LabClockTest, AnEarlierCallbackReplacesALaterAlarm)
{
    clock.set_rate(1);
    bool ran = false;
    clock.schedule_in(1h, [] {});
    clock.schedule_in(0s, [&] { ran = true; });
    io.run_one_for(10s);
    while (!ran && io.run_one_for(10s) > 0) {
    }
    EXPECT_TRUE(ran);
}

}  // namespace
}  // namespace bwsync::lab
