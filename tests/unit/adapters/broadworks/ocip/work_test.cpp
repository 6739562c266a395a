#include "adapters/broadworks/ocip/work.hpp"

#include <gtest/gtest.h>

namespace bwsync::ocip {
namespace {

class OcipWorkQueue : public ::testing::Test {
protected:
    std::shared_ptr<Batch> batch(std::size_t jobs, std::size_t requests)
    {
        const std::vector<Request> job(requests, Request(Read::kUser));
        return std::make_shared<Batch>(std::vector<std::vector<Request>>(jobs, job));
    }
    std::size_t commands_in(const std::vector<Unit>& units)
    {
        std::size_t sum = 0;
        for (const Unit& unit : units) sum += (*unit).requests.size();
        return sum;
    }

    WorkQueue queue;
};

TEST_F(OcipWorkQueue, JobsOfFourFillADocumentOfFifteenWithThree)
{
    queue.push(batch(4, 4));
    EXPECT_EQ(queue.take(15).size(), 3U);
    EXPECT_EQ(queue.take(15).size(), 1U);
    EXPECT_TRUE(queue.take(15).empty());
}

TEST_F(OcipWorkQueue, SmallJobsFillTheRoomThatLargeOnesLeave)
{
    queue.push(batch(10, 4));
    queue.push(batch(10, 1));
    const std::vector<Unit> units = queue.take(15);
    EXPECT_EQ(commands_in(units), 15U);
}

TEST_F(OcipWorkQueue, CallersTakeTurns)
{
    const auto sweep = batch(1000, 1);
    const auto single = batch(1, 1);
    queue.push(sweep);
    queue.push(single);
    const std::vector<Unit> units = queue.take(2);
    ASSERT_EQ(units.size(), 2U);
    EXPECT_EQ(units[1].batch, single);
}

TEST_F(OcipWorkQueue, AJobLargerThanADocumentComesAlone)
{
    queue.push(batch(2, 4));
    EXPECT_EQ(queue.take(1).size(), 1U);
    EXPECT_EQ(queue.take(3).size(), 1U);
}

TEST_F(OcipWorkQueue, WhatIsGivenBackIsTakenNext)
{
    const auto sweep = batch(3, 1);
    queue.push(sweep);
    std::vector<Unit> units = queue.take(3);
    queue.push_back_first(units[1]);
    queue.push_back_first(units[2]);
    const std::vector<Unit> again = queue.take(15);
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(again[0].job, 1U);
    EXPECT_EQ(again[1].job, 2U);
}

TEST_F(OcipWorkQueue, TheJobsOfACallerWhoLeftAreSkipped)
{
    const auto gone = batch(5, 1);
    queue.push(gone);
    queue.push(batch(1, 1));
    gone->is_abandoned = true;
    EXPECT_EQ(queue.jobs_up_to(100), 1U);
    EXPECT_EQ(queue.take(15).size(), 1U);
}

TEST_F(OcipWorkQueue, ABatchIsDoneWithItsLastJob)
{
    const auto two = batch(2, 1);
    queue.push(two);
    const std::vector<Unit> units = queue.take(1);
    units[0].finish(std::vector<Answer>());
    EXPECT_FALSE(two->is_done());
    queue.fail_all(Error(ErrorKind::kCancelled, "stopping"));
    EXPECT_TRUE(two->is_done());
    EXPECT_EQ(two->jobs[1].outcome->error().kind, ErrorKind::kCancelled);
}

}  // namespace
}  // namespace bwsync::ocip
