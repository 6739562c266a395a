#include "daemon/process/progress.hpp"

#include <gtest/gtest.h>

namespace bwsync {
namespace {

using namespace std::chrono_literals;

class ProgressTest : public testing::Test {
protected:
    SteadyInstant now{1h};
    Progress progress{[this] { return now; }};
};

TEST_F(ProgressTest, NamesWhoHasNotBeatenWithinTheLimit)
{
    Beat& feed = progress.subsystem("feed east", 30s);
    Beat& store = progress.subsystem("store", 60s);
    now += 31s;
    EXPECT_FALSE(progress.all_alive());
    EXPECT_EQ(progress.stalled(), "feed east (31 s)");
    now += 30s;
    EXPECT_EQ(progress.stalled(), "feed east (61 s), store (61 s)");
    feed.beat();
    store.beat();
    EXPECT_TRUE(progress.all_alive());
}

TEST_F(ProgressTest, DoesNotJudgeWhoRests)
{
    Beat& feed = progress.subsystem("feed", 1s);
    feed.rest();
    now += 1h;
    EXPECT_TRUE(progress.all_alive());
    feed.beat();
    now += 2s;
    EXPECT_FALSE(progress.all_alive());
}

TEST_F(ProgressTest, ALoopOfTheCoreIsKnownFromItsFirstBeatOn)
{
    progress.beat("reader east");
    now += Progress::kLoopLimit;
    EXPECT_TRUE(progress.all_alive());
    now += 1s;
    EXPECT_EQ(progress.stalled(), "reader east (301 s)");
    progress.rest("reader east");
    EXPECT_TRUE(progress.all_alive());
    progress.beat("reader east");
    EXPECT_EQ(progress.stalled(), "");
}

TEST_F(ProgressTest, ForgetsWhoEnded)
{
    progress.subsystem("store", 2h);
    Beat& feed = progress.subsystem("feed", 1s);
    now += 1h;
    EXPECT_FALSE(progress.all_alive());
    progress.remove(feed);
    EXPECT_TRUE(progress.all_alive());
}

TEST_F(ProgressTest, NothingThatBeatsIsNothingThatLives)
{
    EXPECT_FALSE(progress.all_alive());
    progress.beat("reader east");
    EXPECT_TRUE(progress.all_alive());
}

}  // namespace
}  // namespace bwsync
