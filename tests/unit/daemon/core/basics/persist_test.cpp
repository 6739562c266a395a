// persist(): three ways out and no fourth.
#include "daemon/core/basics/persist.hpp"

#include <gtest/gtest.h>

#include "tests/support/recorded_telemetry.hpp"
#include "tests/support/virtual_clock.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class PersistTest : public ::testing::Test {
protected:
    // Answers with these, one after the other; then it is stored.
    void store_answers(std::vector<ErrorKind> kinds) { answers_ = std::move(kinds); }

    std::optional<Stored> run(Millis at_most = 1h)
    {
        asio::co_spawn(
            io, [this] { return persist_once(); }, [](std::exception_ptr) {});
        clock.run(io, at_most);
        return outcome_;
    }

    double alarm() const { return telemetry.value("store_refusing", {"step"}); }

    asio::io_context io;
    VirtualClock clock;
    RecordedTelemetry telemetry;
    std::stop_source stop;
    int tries = 0;
    double alarm_at_last_try = 0;

private:
    Task<> persist_once()
    {
        std::function<Task<Result<>>()> verb = [this]() -> Task<Result<>> {
            alarm_at_last_try = alarm();
            if (tries++ >= static_cast<int>(answers_.size())) co_return std::monostate();
            co_return Error(answers_[static_cast<std::size_t>(tries - 1)], "why");
        };
        outcome_ = co_await persist(clock, telemetry, "step", verb, stop.get_token());
    }

    std::vector<ErrorKind> answers_;
    std::optional<Stored> outcome_;
};

TEST_F(PersistTest, WhatTheStoreRefusesIsAskedAgainUntilItIsStored)
{
    store_answers(std::vector<ErrorKind>(50, ErrorKind::kRejected));
    EXPECT_EQ(run(), Stored::kStored);
    EXPECT_EQ(tries, 51);
    EXPECT_EQ(alarm_at_last_try, 1) << "a person must be woken while it is refused";
    EXPECT_EQ(alarm(), 0) << "and left alone when it is stored";
}

TEST_F(PersistTest, EveryKindOfErrorButTwoIsRepeated)
{
    for (const ErrorKind kind : {ErrorKind::kRetry, ErrorKind::kRateLimited, ErrorKind::kUnknownOutcome,
                                 ErrorKind::kNotFound, ErrorKind::kRejected, ErrorKind::kUnauthorized}) {
        tries = 0;
        store_answers({kind, kind, kind});
        EXPECT_EQ(run(), Stored::kStored) << static_cast<int>(kind);
        EXPECT_EQ(tries, 4);
    }
}

TEST_F(PersistTest, WhatHealsByItselfWakesNobody)
{
    store_answers({ErrorKind::kRetry, ErrorKind::kUnknownOutcome, ErrorKind::kRetry});
    EXPECT_EQ(run(), Stored::kStored);
    EXPECT_EQ(alarm_at_last_try, 0);
}

TEST_F(PersistTest, ALostLeaseIsSaidAtOnce)
{
    store_answers({ErrorKind::kRejected, ErrorKind::kConflict});
    EXPECT_EQ(run(), Stored::kLeaseLost);
    EXPECT_EQ(tries, 2);
    EXPECT_EQ(alarm(), 0);
}

TEST_F(PersistTest, AStopEndsIt)
{
    store_answers(std::vector<ErrorKind>(1000, ErrorKind::kRejected));
    EXPECT_EQ(run(1min), std::nullopt);
    stop.request_stop();
    clock.run(io);
    EXPECT_EQ(alarm(), 0);
    EXPECT_LT(tries, 30) << "5 s apart at most";
    EXPECT_GT(tries, 10);
}

TEST_F(PersistTest, AfterAStopItIsTriedOnce)
{
    stop.request_stop();
    store_answers({ErrorKind::kRetry, ErrorKind::kRetry});
    EXPECT_EQ(run(), Stored::kStopped);
    EXPECT_EQ(tries, 1);
}

TEST_F(PersistTest, AStoreThatIsShutDownStopsIt)
{
    store_answers({ErrorKind::kCancelled});
    EXPECT_EQ(run(), Stored::kStopped);
}

}  // namespace
}  // namespace bwsync::test
