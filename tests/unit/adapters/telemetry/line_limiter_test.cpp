#include "adapters/telemetry/line_limiter.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

const Instant kStart{Millis(1'000'000)};
const LineLimiter::Limits kTwoAMinute{2, 1min, 3};

TEST(LineLimiter, WritesSoManyOfAKindInAWindow)
{
    LineLimiter limiter(kTwoAMinute);
    EXPECT_TRUE(limiter.admit("a", kStart));
    EXPECT_TRUE(limiter.admit("a", kStart + 1s));
    EXPECT_FALSE(limiter.admit("a", kStart + 2s));
    EXPECT_TRUE(limiter.admit("b", kStart + 2s));
}

TEST(LineLimiter, TellsOnceWhatWasLeftOut)
{
    LineLimiter limiter(kTwoAMinute);
    for (int i = 0; i < 5; ++i) limiter.admit("a", kStart);
    EXPECT_TRUE(limiter.take_suppressed(kStart + 59s).empty());
    const auto told = limiter.take_suppressed(kStart + 62s);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].kind, "a");
    EXPECT_EQ(told[0].lines, 3);
    EXPECT_TRUE(limiter.take_suppressed(kStart + 65s).empty());
    EXPECT_TRUE(limiter.admit("a", kStart + 65s));
}

TEST(LineLimiter, BeginsANewWindowWhenTheClockGoesBack)
{
    LineLimiter limiter(kTwoAMinute);
    for (int i = 0; i < 3; ++i) limiter.admit("a", kStart);
    limiter.take_suppressed(kStart - 1h);
    EXPECT_TRUE(limiter.admit("a", kStart - 1h));
}

TEST(LineLimiter, DoesNotLimitWhatItCannotRemember)
{
    LineLimiter limiter(kTwoAMinute);
    for (const char* kind : {"a", "b", "c"}) limiter.admit(kind, kStart);
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(limiter.admit("d", kStart));
}

TEST(LineLimiter, ForgetsKindsOfPastWindows)
{
    LineLimiter limiter(kTwoAMinute);
    for (const char* kind : {"a", "b", "c"}) limiter.admit(kind, kStart);
    limiter.take_suppressed(kStart + 2min);
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(limiter.admit("d", kStart + 2min));
    EXPECT_FALSE(limiter.admit("d", kStart + 2min));
}

}  // namespace
}  // namespace bwsync
