#include "daemon/process/stop_deadline.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

TEST(StopDeadline, CallsWhenTheLimitPasses)
{
    std::promise<void> passed;
    StopDeadline deadline([&passed] { passed.set_value(); });
    deadline.arm(1ms);
    EXPECT_EQ(passed.get_future().wait_for(10s), std::future_status::ready);
}

TEST(StopDeadline, IsCalledOffWhenTheStopWasInTime)
{
    std::atomic<bool> has_passed = false;
    {
        StopDeadline deadline([&has_passed] { has_passed = true; });
        deadline.arm(1h);
        deadline.arm(1ms);
    }
    EXPECT_FALSE(has_passed);
}

TEST(StopDeadline, NeedsNoArming)
{
    StopDeadline deadline;
}

TEST(StopDeadlineDeathTest, EndsAProcessThatHangsWithStatusOne)
{
    testing::GTEST_FLAG(death_test_style) = "threadsafe";
    const auto hang = [] {
        StopDeadline deadline;
        deadline.arm(1ms);
        std::promise<void>().get_future().wait_for(1min);
    };
    EXPECT_EXIT(hang(), testing::ExitedWithCode(1), "the stop took too long");
}

}  // namespace
}  // namespace bwsync
