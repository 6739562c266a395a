// LeaseKeeper: the work lasts no longer than its lease, and begins anew under the next one.
#include "daemon/core/guard/lease_keeper.hpp"

#include <gtest/gtest.h>

#include "tests/support/recorded_telemetry.hpp"
#include "tests/support/virtual_clock.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

// A lease as PostgreSQL keeps it, in virtual time.
class LeaseInMemory final : public LeaseStore {
public:
    explicit LeaseInMemory(VirtualClock& clock) : clock_(clock) {}

    Task<Result<std::optional<Lease>>> hold_lease(std::string name, std::string, std::string incarnation,
                                                  Millis ttl) override
    {
        if (answers_after > 0ms) {
            std::stop_token never;
            co_await clock_.sleep_for(answers_after, never);
        }
        if (is_away) co_return Error(ErrorKind::kRetry, "PostgreSQL is away");
        const bool has_expired = expires_at_ <= clock_.now();
        if (holder_ != incarnation && !has_expired) co_return std::optional<Lease>();
        if (holder_ != incarnation || has_expired) ++epoch;
        holder_ = incarnation;
        expires_at_ = clock_.now() + ttl;
        co_return std::optional<Lease>(Lease{name, epoch});
    }
    Task<Result<>> release_lease(Lease lease) override
    {
        if (lease.epoch == epoch) expires_at_ = clock_.now();
        co_return std::monostate();
    }
    void give_to_another()
    {
        holder_ = "other";
        ++epoch;
        expires_at_ = clock_.now() + 20s;
    }

    [[nodiscard]] bool is_expired() const { return expires_at_ <= clock_.now(); }

    std::int64_t epoch = 0;
    bool is_away = false;
    Millis answers_after{0};

private:
    VirtualClock& clock_;
    std::string holder_;
    Instant expires_at_{};
};

class LeaseKeeperTest : public ::testing::Test {
protected:
    void start()
    {
        asio::co_spawn(
            io, [this] { return keeper.run(stop.get_token()); },
            [this](std::exception_ptr failure) { has_failed = failure != nullptr; });
    }
    ~LeaseKeeperTest() override
    {
        stop.request_stop();
        store.answers_after = 0ms;
        clock.run(io);
    }

    Task<> work(Lease lease, std::stop_token token)
    {
        epochs.push_back(lease.epoch);
        ++running;
        while (!token.stop_requested() && !ends_by_itself) {
            co_await clock.sleep_for(100ms, token);
            if (store.is_expired()) ++steps_after_expiry;
            if (throws) throw std::logic_error("a bug");
        }
        --running;
    }

    asio::io_context io;
    VirtualClock clock;
    RecordedTelemetry telemetry;
    std::stop_source stop;
    LeaseInMemory store{clock};
    std::vector<std::int64_t> epochs;
    int running = 0;
    int steps_after_expiry = 0;
    bool ends_by_itself = false;
    bool throws = false;
    bool has_failed = false;
    LeaseKeeper keeper{
        store, clock, telemetry, "cluster/east", LeaseHolder{"one", "1"}, [this](Lease lease, std::stop_token token) {
            return work(std::move(lease), token);
        }};
};

TEST_F(LeaseKeeperTest, ALeaseThatIsRenewedInTimeIsOneRun)
{
    start();
    clock.run(io, 10min);
    EXPECT_EQ(epochs, std::vector<std::int64_t>{1});
    EXPECT_EQ(running, 1);
}

TEST_F(LeaseKeeperTest, AProcessThatStoodStillForLongerThanTheLeaseBeginsAnewUnderTheNextEpoch)
{
    start();
    clock.run(io, 1s);
    clock.jump(11500ms);
    clock.run(io, 10s);
    const std::vector<std::int64_t> wanted = {1, 2};
    EXPECT_EQ(epochs, wanted);
    EXPECT_EQ(running, 1);
    EXPECT_TRUE(keeper.is_held());
}

TEST_F(LeaseKeeperTest, AStoreThatIsAwayEndsTheWorkBeforeTheLeaseExpires)
{
    start();
    clock.run(io, 1s);
    store.is_away = true;
    clock.run(io, 20s);
    EXPECT_EQ(running, 0);
    EXPECT_EQ(steps_after_expiry, 0);
    store.is_away = false;
    clock.run(io, 10s);
    const std::vector<std::int64_t> wanted = {1, 2};
    EXPECT_EQ(epochs, wanted);
}

TEST_F(LeaseKeeperTest, ARenewalThatHangsEndsTheWorkBeforeTheLeaseExpires)
{
    start();
    clock.run(io, 1s);
    store.answers_after = 60s;
    clock.run(io, 15s);
    EXPECT_EQ(running, 0);
    EXPECT_EQ(steps_after_expiry, 0);
}

TEST_F(LeaseKeeperTest, ALeaseThatAnotherReplicaTookEndsTheWorkUntilItIsFreeAgain)
{
    start();
    clock.run(io, 1s);
    store.give_to_another();
    clock.run(io, 10s);
    EXPECT_EQ(running, 0);
    EXPECT_FALSE(keeper.is_held());
    clock.run(io, 30s);
    EXPECT_EQ(running, 1);
    EXPECT_EQ(epochs.back(), 3);
}

TEST_F(LeaseKeeperTest, WorkThatEndsByItselfBeginsAnewButNotInALoop)
{
    ends_by_itself = true;
    start();
    clock.run(io, 10s);
    EXPECT_GE(epochs.size(), 2U);
    EXPECT_LE(epochs.size(), 11U);
}

TEST_F(LeaseKeeperTest, AnExceptionOfTheWorkComesOut)
{
    throws = true;
    start();
    clock.run(io, 10s);
    EXPECT_TRUE(has_failed);
}

TEST_F(LeaseKeeperTest, AStopLetsTheWorkEndAndGivesTheLeaseBack)
{
    start();
    clock.run(io, 1s);
    stop.request_stop();
    clock.run(io, 1s);
    EXPECT_EQ(running, 0);
    EXPECT_TRUE(store.is_expired());
}

}  // namespace
}  // namespace bwsync::test
