// LeaseStore: one writer at a time, and a stale one cannot write.
#include <pqxx/pqxx>
#include <thread>

#include "tests/contract/store/contract_fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class LeaseTest : public StoreContract {
protected:
    std::optional<Lease> ask(const std::string& holder, const std::string& incarnation, Millis ttl = 60s)
    {
        return value(store->leases().hold_lease("bridge/x", holder, incarnation, ttl));
    }
    void expire() { probe().expire_lease("bridge/x"); }
};

TEST_P(LeaseTest, IsRenewedWithTheSameEpoch)
{
    const std::optional<Lease> first = ask("one", "a");
    const std::optional<Lease> second = ask("one", "a");
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->epoch, second->epoch);
}

TEST_P(LeaseTest, IsRefusedToAnotherHolderUntilItExpires)
{
    const std::optional<Lease> mine = ask("one", "a");
    EXPECT_FALSE(ask("two", "b"));
    expire();
    const std::optional<Lease> theirs = ask("two", "b");
    ASSERT_TRUE(mine && theirs);
    EXPECT_GT(theirs->epoch, mine->epoch);
    EXPECT_FALSE(ask("one", "a"));
}

TEST_P(LeaseTest, IsTakenOverAtOnceByANewProcessOfTheSameName)
{
    const std::optional<Lease> before = ask("one", "a");
    const std::optional<Lease> after = ask("one", "b");
    ASSERT_TRUE(before && after);
    EXPECT_GT(after->epoch, before->epoch);
}

TEST_P(LeaseTest, IsFreeAfterItsReleaseAndTheNextEpochIsGreater)
{
    const std::optional<Lease> mine = ask("one", "a");
    ASSERT_TRUE(mine);
    done(store->leases().release_lease(*mine));
    const std::optional<Lease> theirs = ask("two", "b");
    ASSERT_TRUE(theirs);
    EXPECT_GT(theirs->epoch, mine->epoch);
}

TEST_P(LeaseTest, ALateReleaseDoesNotTouchTheNextHolder)
{
    const std::optional<Lease> mine = ask("one", "a");
    expire();
    const std::optional<Lease> theirs = ask("two", "b");
    ASSERT_TRUE(mine && theirs);
    done(store->leases().release_lease(*mine));
    EXPECT_FALSE(ask("three", "c"));
}

TEST_P(LeaseTest, AStaleLeaseWritesNothing)
{
    const Lease stale = hold("cluster/east", "one", "other process");
    const Lease fresh = hold("cluster/east", "one", "1");
    EXPECT_EQ(refusal(store->feed().record_events(stale, EventBatch{kCluster, "as1", {user_event("a")}, 1s})),
              ErrorKind::kConflict);
    EXPECT_EQ(probe().journal_rows(), 0);
    done(store->feed().record_events(fresh, EventBatch{kCluster, "as1", {user_event("a")}, 1s}));
    EXPECT_EQ(probe().journal_rows(), 1);
}

TEST_P(LeaseTest, AnExpiredLeaseIsLostAlsoForItsOwnProcess)
{
    probe().expire_lease("cluster/east");
    EXPECT_EQ(refusal(store->feed().settle_gaps(cluster_lease, kCluster, "as1")), ErrorKind::kConflict);
    const Lease next = hold("cluster/east");
    EXPECT_GT(next.epoch, cluster_lease.epoch);
    EXPECT_EQ(refusal(store->feed().settle_gaps(cluster_lease, kCluster, "as1")), ErrorKind::kConflict);
    done(store->feed().settle_gaps(next, kCluster, "as1"));
}

// PostgreSQL was away for longer than the lease lasts: what was claimed before is read after.
TEST_P(LeaseTest, WhatWasClaimedUnderAnExpiredLeaseIsClaimedAgainUnderTheNext)
{
    done(store->feed().record_events(cluster_lease,
                                     EventBatch{kCluster, "as1", {user_event("a"), user_event("b")}, 0ms}));
    ASSERT_EQ(claim().size(), 2U);
    probe().expire_lease("cluster/east");
    cluster_lease = hold("cluster/east");
    EXPECT_EQ(claim().size(), 2U);
}

// ---- about PostgreSQL itself ----

class LeaseLockTest : public StoreTest {
protected:
    std::optional<Lease> ask(const std::string& holder, const std::string& incarnation, Millis ttl = 60s)
    {
        return value(store->leases().hold_lease("bridge/x", holder, incarnation, ttl));
    }
    void expire() { sql("update leases set expires_at = now() - interval '1 second' where name = 'bridge/x'"); }
};

// A comparison of a million rows holds its lease for seconds: renewals must go on meanwhile, and a take-over must wait.
TEST_F(LeaseLockTest, ALongTransactionDelaysATakeOverButNoRenewal)
{
    const std::optional<Lease> mine = ask("one", "a");
    ASSERT_TRUE(mine);
    pqxx::connection connection(dsn);
    auto writing = std::make_unique<pqxx::work>(connection);
    writing->exec("select 1 from bwsync.leases where name = 'bridge/x' for key share");

    EXPECT_TRUE(ask("one", "a"));

    expire();
    std::atomic<bool> has_taken = false;
    std::thread other([&] { has_taken = ask("two", "b").has_value(); });
    while (sql_one("select count(*) from pg_stat_activity where wait_event_type = 'Lock'") != "1")
        std::this_thread::yield();
    EXPECT_FALSE(has_taken);
    writing->commit();
    other.join();
    EXPECT_TRUE(has_taken);
}

TEST_F(LeaseLockTest, OfManyThatAskAtOnceExactlyOneGetsIt)
{
    for (int round = 0; round < 10; ++round) {
        const std::string name = "bridge/race" + std::to_string(round);
        std::atomic<int> winners = 0;
        std::vector<std::thread> askers;
        const auto rival = another_store();
        for (int i = 0; i < 6; ++i) {
            askers.emplace_back([&, i] {
                Postgres& own = i % 2 == 0 ? *store : *rival;
                const auto lease = value(own.leases().hold_lease(name, "replica" + std::to_string(i), "x", 60s));
                if (lease) ++winners;
            });
        }
        for (std::thread& asker : askers) asker.join();
        EXPECT_EQ(winners, 1);
    }
}

INSTANTIATE_TEST_SUITE_P(Both, LeaseTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
