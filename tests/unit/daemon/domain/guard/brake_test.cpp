#include "daemon/domain/guard/brake.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

TEST(Brake, TripsWhenTheAbsoluteLimitIsReached)
{
    EXPECT_FALSE(brake_trips(49, 100'000, 50, 100));
    EXPECT_TRUE(brake_trips(50, 100'000, 50, 100));
}

TEST(Brake, TripsWhenThePercentageIsReachedRoundedUp)
{
    EXPECT_FALSE(brake_trips(10, 101, 50, 10));  // 10.1 rounded up is 11
    EXPECT_TRUE(brake_trips(11, 101, 50, 10));
}

TEST(Brake, CountsPercentFromTwentySubscribersOn)
{
    EXPECT_FALSE(brake_trips(19, 19, 50, 10));
    EXPECT_TRUE(brake_trips(2, 20, 50, 10));
}

TEST(Brake, ALimitOfZeroHoldsTheFirst)
{
    EXPECT_TRUE(brake_trips(1, 1000, 0, 100));
    EXPECT_FALSE(brake_trips(0, 1000, 0, 0));
}

TEST(Brake, NeverUntripsAsTheCountGrows)
{
    for (std::int64_t provisioned = 0; provisioned < 300; provisioned += 7) {
        bool has_tripped = false;
        for (std::int64_t count = 0; count < 100; ++count) {
            const bool trips = brake_trips(count, provisioned, 50, 10);
            EXPECT_TRUE(trips || !has_tripped);
            has_tripped = trips;
        }
        EXPECT_TRUE(has_tripped);
    }
}

}  // namespace
}  // namespace bwsync
