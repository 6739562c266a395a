// HousekeepingStore: gauges, clearing out, the high-water mark, health.
#include <algorithm>

#include "tests/contract/store/contract_fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class HousekeepingTest : public StoreContract {};

double find(const std::vector<StoreGauges::Row>& rows, const std::vector<std::string>& labels)
{
    for (const StoreGauges::Row& row : rows) {
        if (row.labels == labels) return row.value;
    }
    return -1;
}

TEST_P(HousekeepingTest, GaugesSayWhatThereIs)
{
    provisioned("ada", "w1");
    read({present("bob")});
    done(store->feed().record_events(cluster_lease,
                                     EventBatch{kCluster, "as1", {user_event("ada"), user_event("bob")}, 0ms}));
    value(store->feed().open_gap(cluster_lease, NewGap{kCluster, "as1", GapCause::kSilence, ""}));
    value(store->snapshots().finish_snapshot(cluster_lease, snapshot({}), 0));
    done(store->bridges().trip_brake(bridge_lease, kBridge, true));
    const StoreGauges gauges = value(store->housekeeping().gauges());
    EXPECT_EQ(find(gauges.subscribers, {kBridge, "provisioned"}), 1);
    EXPECT_EQ(find(gauges.subscribers, {kBridge, "waiting"}), 1);
    EXPECT_EQ(find(gauges.subscribers_absent, {kBridge}), 0);
    EXPECT_EQ(find(gauges.intents_open, {kBridge}), 0);
    EXPECT_EQ(find(gauges.dirty_keys, {kCluster, "user"}), 2);
    EXPECT_GE(find(gauges.dirty_oldest, {kCluster}), 0);
    EXPECT_EQ(find(gauges.gaps_open, {kCluster}), 1);
    EXPECT_GE(find(gauges.gap_oldest, {kCluster}), 0);
    EXPECT_GT(find(gauges.snapshot_success, {kCluster, "broadworks"}), 1.6e9);
    EXPECT_EQ(find(gauges.brake_tripped, {kBridge}), 1);
}

TEST_P(HousekeepingTest, ARunningSnapshotKeepsItsStagedRows)
{
    const std::int64_t id = snapshot({staged("a")});
    done(store->housekeeping().housekeep(1h));
    EXPECT_EQ(value(store->snapshots().finish_snapshot(cluster_lease, id, 0)).changed, 1);
}

TEST_P(HousekeepingTest, TheMarkGrowsWithEveryIntentAndSurvivesClearingOut)
{
    EXPECT_EQ(value(store->housekeeping().high_water_mark()), 0);
    read({present("ada")});
    const std::int64_t id =
        value(store->intents().open_intent(bridge_lease, subscriber("ada"), OpenIntent(), std::nullopt));
    EXPECT_EQ(value(store->housekeeping().high_water_mark()), id);
    probe().drop_intents();
    EXPECT_EQ(value(store->housekeeping().high_water_mark()), id);
}

// ---- about PostgreSQL itself ----

class HousekeepingTableTest : public StoreTest {};

TEST_F(HousekeepingTableTest, WhatNobodyEndsIsUnaccountedAndNothingElse)
{
    provisioned("ada", "w1");
    done(store->feed().record_events(cluster_lease,
                                     EventBatch{kCluster, "as1", {user_event("bob"), user_event("cy")}, 0ms}));
    ASSERT_EQ(claim().size(), 2U);
    SubscriberRow row = subscriber("ada");
    row.due_at.reset();
    value(store->intents().open_intent(bridge_lease, row, OpenIntent(), std::nullopt));
    EXPECT_TRUE(value(store->housekeeping().gauges()).unaccounted.empty());
    sql("update dirty_keys set claimed_at = now() - interval '11 minutes' where key = 'bob'");
    sql("update intents set opened_at = now() - interval '11 minutes'");
    StoreGauges gauges = value(store->housekeeping().gauges());
    EXPECT_EQ(find(gauges.unaccounted, {"claim", kCluster}), 1);
    EXPECT_EQ(find(gauges.unaccounted, {"intent", kBridge}), 1);
    EXPECT_EQ(value(store->intents().wake_open_intents(bridge_lease, kBridge)), 1);
    EXPECT_EQ(claim().size(), 1U);
    EXPECT_TRUE(value(store->housekeeping().gauges()).unaccounted.empty());
}

TEST_F(HousekeepingTableTest, DropsWhatIsOlderThanItsTimeAndNothingElse)
{
    done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", {user_event("ada")}, 0ms}));
    sql("create table journal_20200101 partition of journal for values from ('2020-01-01 00:00+00') to ('2020-01-02 "
        "00:00+00')");
    sql("insert into intents (subscriber, bridge, user_id, operation, request, epoch, closed_at, outcome) values "
        "(1, 'b', 'u', 'remove', '{}', 1, now() - interval '100 days', 'done'), (2, 'b', 'u', 'remove', '{}', 1, "
        "now(), 'done'), "
        "(3, 'b', 'u', 'remove', '{}', 1, null, null)");
    sql("create unlogged table staged_999 (x int)");
    const std::int64_t mark = value(store->housekeeping().high_water_mark());
    done(store->housekeeping().housekeep(90 * 24h));
    EXPECT_EQ(sql_one("select to_regclass('journal_20200101') is null"), "t");
    EXPECT_EQ(sql_one("select to_regclass('staged_999') is null"), "t");
    EXPECT_EQ(sql_one("select count(*) from intents"), "2");
    EXPECT_EQ(sql_one("select count(*) from journal"), "1");
    EXPECT_EQ(value(store->housekeeping().high_water_mark()), mark);
}

TEST_F(HousekeepingTableTest, SaysThatPostgreSqlIsAwayAndThatItIsBack)
{
    EXPECT_TRUE(store->housekeeping().is_healthy());
    PgServer::shared().stop("fast");
    EXPECT_EQ(refusal(store->housekeeping().high_water_mark()), ErrorKind::kRetry);
    EXPECT_FALSE(store->housekeeping().is_healthy());
    EXPECT_NE(store->housekeeping().health_detail(), "");
    PgServer::shared().start();
    value(store->housekeeping().high_water_mark());
    EXPECT_TRUE(store->housekeeping().is_healthy());
    EXPECT_EQ(store->housekeeping().health_detail(), "");
}

TEST_F(HousekeepingTableTest, EveryCallIsTimedByItsName)
{
    value(store->housekeeping().gauges());
    EXPECT_EQ(telemetry.value("store_seconds", {"gauges"}), 1);
}

TEST_F(HousekeepingTableTest, AStoreThatIsShutDownRefuses)
{
    store->shut_down();
    EXPECT_EQ(refusal(store->housekeeping().high_water_mark()), ErrorKind::kCancelled);
}

INSTANTIATE_TEST_SUITE_P(Both, HousekeepingTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
