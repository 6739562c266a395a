#include "daemon/domain/basics/back_off.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

TEST(BackOff, DoublesUpToItsMost)
{
    EXPECT_EQ(doubling(1s, 5min, 0), 1s);
    EXPECT_EQ(doubling(1s, 5min, 3), 8s);
    EXPECT_EQ(doubling(1s, 5min, 9), 5min);
    EXPECT_EQ(doubling(1s, 5min, 1'000'000), 5min);
    EXPECT_EQ(doubling(1s, 5min, -1), 1s);
}

TEST(BackOff, ChanceTakesAtMostHalfOfIt)
{
    EXPECT_EQ(jittered(10s, 0), 5s);
    EXPECT_EQ(jittered(10s, 0.5), 7500ms);
    EXPECT_LT(jittered(10s, 0.999), 10s);
}

}  // namespace
}  // namespace bwsync
