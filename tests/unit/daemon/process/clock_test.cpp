#include <gtest/gtest.h>

#include "daemon/process/system_clock.hpp"
#include "daemon/process/system_random.hpp"
#include "tests/support/run_task.hpp"

namespace bwsync {
namespace {

using namespace std::chrono_literals;

TEST(SystemClock, TellsTheWallClock)
{
    const auto before = std::chrono::system_clock::now();
    const Instant now = SystemClock().now();
    EXPECT_GE(now + 1ms, before);
    EXPECT_LE(now, std::chrono::system_clock::now());
}

TEST(SystemClock, SleepsToTheEndUnlessStopped)
{
    SystemClock clock;
    EXPECT_TRUE(test::run_task(clock.sleep_for(1ms, std::stop_token())));
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(test::run_task(clock.sleep_for(1h, stop.get_token())));
}

TEST(SystemRandom, StaysInItsRange)
{
    SystemRandom random;
    double sum = 0;
    for (int i = 0; i < 10000; ++i) {
        const double value = random.unit();
        ASSERT_GE(value, 0.0);
        ASSERT_LT(value, 1.0);
        sum += value;
    }
    EXPECT_NEAR(sum / 10000, 0.5, 0.05);
}

}  // namespace
}  // namespace bwsync
