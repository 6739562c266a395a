#include <gtest/gtest.h>

#include <boost/asio/post.hpp>

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

TEST(SystemClock, WaitsForTheBellTheLimitOrAStop)
{
    SystemClock clock;
    const std::stop_token never;
    const auto wait = [&clock](Signal& bell, Millis limit, std::stop_token stop) -> Task<bool> {
        co_await clock.wait_for(bell, limit, stop);
        co_return true;
    };
    Signal rung_before;
    rung_before.ring();
    EXPECT_TRUE(test::run_task(wait(rung_before, 1h, never)));
    EXPECT_TRUE(test::run_task(wait(rung_before, 1ms, never))) << "the ring was cleared; the limit ends this one";
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(test::run_task(wait(rung_before, 1h, stop.get_token())));
}

TEST(SystemClock, ABellThatRingsEndsTheWait)
{
    SystemClock clock;
    Signal bell;
    const std::stop_token never;
    const auto wait = [&]() -> Task<bool> {
        auto executor = co_await asio::this_coro::executor;
        asio::post(executor, [&bell] { bell.ring(); });
        co_await clock.wait_for(bell, 1h, never);
        co_return true;
    };
    EXPECT_TRUE(test::run_task(wait()));
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
