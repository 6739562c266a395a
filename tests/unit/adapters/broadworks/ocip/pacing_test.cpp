#include "adapters/broadworks/ocip/pacing.hpp"

#include <gtest/gtest.h>

namespace bwsync::ocip {
namespace {

using namespace std::chrono_literals;
using TimePoint = RateLimit::TimePoint;

TEST(OcipRateLimit, CountsCommandsNotDocuments)
{
    RateLimit limit(100, 15);
    const TimePoint start{};
    EXPECT_EQ(limit.reserve(15, start), 0ns);
    EXPECT_EQ(limit.reserve(15, start), 150ms);
    EXPECT_EQ(limit.reserve(1, start), 160ms) << "who reserves later is due later";
    EXPECT_EQ(limit.reserve(1, start + 1s), 0ns);
}

TEST(OcipRateLimit, ARestSavesUpNoMoreThanTheBurst)
{
    RateLimit limit(10, 15);
    const TimePoint start{};
    EXPECT_EQ(limit.reserve(1, start), 0ns);
    EXPECT_EQ(limit.reserve(15, start + 1h), 0ns);
    EXPECT_EQ(limit.reserve(1, start + 1h), 100ms);
}

TEST(OcipRateLimit, HoldsItsRateOverALongBacklog)
{
    RateLimit limit(50, 15);
    const TimePoint start{};
    TimePoint now = start;
    for (int i = 0; i < 100; ++i) now += limit.reserve(15, now);
    // 1500 commands, of which 15 were saved up.
    EXPECT_EQ(std::chrono::round<std::chrono::milliseconds>(now - start), 29'700ms);
}

TEST(OcipHoldBack, PausesGrowToTheirLimitAndEndWithASuccess)
{
    HoldBack pause(1min, 15min);
    TimePoint now{};
    EXPECT_EQ(pause.remaining(now), std::nullopt);
    std::vector<std::chrono::milliseconds> pauses;
    for (int i = 0; i < 6; ++i) {
        pause.failed(now);
        pauses.push_back(*pause.remaining(now));
        now += *pause.remaining(now);
        EXPECT_EQ(pause.remaining(now), std::nullopt);
    }
    EXPECT_EQ(pauses, (std::vector<std::chrono::milliseconds>{1min, 2min, 4min, 8min, 15min, 15min}));
    pause.succeeded();
    pause.failed(now);
    EXPECT_EQ(pause.remaining(now), 1min);
}

}  // namespace
}  // namespace bwsync::ocip
