// SourceStore: snapshots of BroadWorks, compared in the database.
#include "tests/contract/store/contract_fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class SnapshotTest : public StoreContract {
protected:
    SnapshotResult finish(std::int64_t id, double deep = 0)
    {
        return value(store->snapshots().finish_snapshot(cluster_lease, id, deep));
    }
    std::string dirty() { return probe().dirty(); }
    void forget_dirty() { probe().forget_dirty(); }
    std::int64_t begin(const GroupKey& scope = GroupKey())
    {
        return value(store->snapshots().begin_snapshot(
            cluster_lease, NewSnapshot{kCluster, SnapshotSide::kBroadWorks, scope, "test"}));
    }
};

TEST_P(SnapshotTest, NewUsersAreReadAndUnchangedOnesAreNotReadAgain)
{
    SnapshotResult result = finish(snapshot({staged("A"), staged("b")}));
    EXPECT_EQ(result.users, 2);
    EXPECT_EQ(result.changed, 2);
    EXPECT_EQ(dirty(), "a:sweep-new b:sweep-new");
    read({present("A"), present("b")});
    forget_dirty();
    result = finish(snapshot({staged("A"), staged("b")}));
    EXPECT_EQ(result.changed, 0);
    EXPECT_EQ(dirty(), "");
}

TEST_P(SnapshotTest, AChangedRowGroupOrEntitlementIsReadAgain)
{
    finish(snapshot({staged("a"), staged("b"), staged("c"), staged("d")}));
    read({present("a"), present("b"), present("c"), present("d")});
    forget_dirty();
    StagedUser other_pack = staged("c");
    other_pack.entitlements = "pack:Webex-Premium";
    EXPECT_EQ(finish(snapshot({staged("a", "new number"), staged("b", "row", "g2"), other_pack, staged("d")})).changed,
              3);
    EXPECT_EQ(dirty(), "a:sweep-changed b:sweep-changed c:sweep-changed");
}

TEST_P(SnapshotTest, AUserThatCameBackIsReadAlthoughItsRowIsTheSame)
{
    finish(snapshot({staged("a")}));
    read({present("a")});
    read({absent("a")});
    forget_dirty();
    finish(snapshot({staged("a")}));
    EXPECT_EQ(dirty(), "a:sweep-new");
}

TEST_P(SnapshotTest, OnlyACompletePartSaysThatSomebodyIsMissing)
{
    provisioned("ada", "w1");
    provisioned("bob", "w2");
    EXPECT_EQ(finish(snapshot({staged("bob")}, false)).missing, 0);
    forget_dirty();
    EXPECT_EQ(finish(snapshot({staged("bob")}, true)).missing, 1);
    EXPECT_EQ(dirty(), "ada:sweep-missing");
}

TEST_P(SnapshotTest, AUserOfAPartThatWasNotReadIsNotMissing)
{
    read({present("ada", "g9")});
    SubscriberRow row = subscriber("ada");
    row.webex_id = "w1";
    row.state = SubscriberState::kProvisioned;
    save(row);
    EXPECT_EQ(finish(snapshot({})).missing, 0);
}

TEST_P(SnapshotTest, WhoIsOursAndWasLostFromTheReadingsIsMissingToo)
{
    provisioned("ada", "w1");
    provisioned("bob", "w2");
    probe().forget_source("ada");
    EXPECT_EQ(finish(snapshot({staged("bob")}, false)).missing, 0);
    forget_dirty();
    EXPECT_EQ(finish(snapshot({staged("bob")})).missing, 1);
    EXPECT_EQ(dirty(), "ada:sweep-missing");
}

TEST_P(SnapshotTest, WhoWasNeverEntitledOrIsKeptAbsentIsNotMissing)
{
    SubscriberRow kept = provisioned("ada", "w1");
    kept.is_absent = true;
    save(kept);
    read({present("bob")});
    SubscriberRow never = subscriber("bob");
    never.state = SubscriberState::kIgnored;
    save(never);
    EXPECT_EQ(finish(snapshot({})).missing, 0);
}

TEST_P(SnapshotTest, ASnapshotOfAGroupSaysNothingAboutOthers)
{
    provisioned("ada", "w1");
    const std::int64_t id = begin(GroupKey{"sp1", "g2"});
    SnapshotPart part;
    part.group = GroupKey{"sp1", "g2"};
    part.is_complete = true;
    done(store->snapshots().stage_part(id, part));
    done(store->snapshots().stage_users(id, {staged("bob", "row", "g2")}));
    const SnapshotResult result = finish(id);
    EXPECT_EQ(result.missing, 0);
    EXPECT_EQ(result.changed, 1);
    EXPECT_FALSE(value(store->snapshots().last_snapshot(kCluster, SnapshotSide::kBroadWorks)));
}

TEST_P(SnapshotTest, ClosesTheGapsThatWereSettledBeforeItBegan)
{
    value(store->feed().open_gap(cluster_lease, NewGap{kCluster, "as1", GapCause::kDisconnected, ""}));
    done(store->feed().settle_gaps(cluster_lease, kCluster, "as1"));
    const std::int64_t id = snapshot({});
    value(store->feed().open_gap(cluster_lease, NewGap{kCluster, "as1", GapCause::kSilence, ""}));
    done(store->feed().settle_gaps(cluster_lease, kCluster, "as1"));
    finish(id);
    EXPECT_EQ(probe().gaps_closed_by(id), "disconnected");
    EXPECT_EQ(value(store->feed().gaps_awaiting_snapshot(kCluster)), 1);
}

TEST_P(SnapshotTest, APartThatFailedKeepsGapsOpen)
{
    value(store->feed().open_gap(cluster_lease, NewGap{kCluster, "as1", GapCause::kDisconnected, ""}));
    done(store->feed().settle_gaps(cluster_lease, kCluster, "as1"));
    finish(snapshot({}, false));
    EXPECT_EQ(value(store->feed().gaps_awaiting_snapshot(kCluster)), 1);
    EXPECT_FALSE(value(store->snapshots().last_snapshot(kCluster, SnapshotSide::kBroadWorks)));
    finish(snapshot({}));
    EXPECT_EQ(value(store->feed().gaps_awaiting_snapshot(kCluster)), 0);
    EXPECT_TRUE(value(store->snapshots().last_snapshot(kCluster, SnapshotSide::kBroadWorks)));
}

TEST_P(SnapshotTest, TheUsersReadLongestAgoAreReadInFullAgain)
{
    std::vector<StagedUser> users;
    for (const char* id : {"a", "b", "c", "d"}) users.push_back(staged(id));
    finish(snapshot(users));
    read({present("a"), present("b"), present("c"), present("d")});
    probe().set_read_at("c", Instant(1'750'000'000'000ms));
    forget_dirty();
    EXPECT_EQ(finish(snapshot(users), 0.25).deep, 1);
    EXPECT_EQ(dirty(), "a:refresh");
    probe().set_read_at("c", Instant(946'684'800'000ms));
    forget_dirty();
    finish(snapshot(users), 0.25);
    EXPECT_EQ(dirty(), "c:refresh");
}

TEST_P(SnapshotTest, StagingTwiceAndFinishingTwiceChangeNothing)
{
    const std::int64_t id = snapshot({staged("a"), staged("b")});
    done(store->snapshots().stage_users(id, {staged("a"), staged("b")}));
    const SnapshotResult first = finish(id);
    EXPECT_EQ(first.changed, 2);
    const SnapshotResult second = finish(id);
    EXPECT_EQ(second.changed, first.changed);
    read({present("a"), present("b")});
    forget_dirty();
    EXPECT_EQ(finish(snapshot({staged("a"), staged("b")})).changed, 0);
}

TEST_P(SnapshotTest, AnotherSnapshotEndsTheOneThatRan)
{
    const std::int64_t older = snapshot({staged("a")});
    const std::int64_t newer = begin();
    EXPECT_EQ(refusal(store->snapshots().stage_users(older, {staged("b")})), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->snapshots().finish_snapshot(cluster_lease, older, 0)), ErrorKind::kRejected);
    done(store->snapshots().fail_snapshot(cluster_lease, newer, "no login"));
    EXPECT_EQ(probe().snapshot_problem(newer), "no login");
}

TEST_P(SnapshotTest, RepeatsInOneConnectionWork)
{
    for (int i = 0; i < 8; ++i) finish(snapshot({staged("a", std::to_string(i))}));
    EXPECT_EQ(probe().complete_snapshots(), 8);
}

TEST_P(SnapshotTest, AStaleLeaseNeitherBeginsNorFinishes)
{
    const std::int64_t id = snapshot({});
    const Lease stale = cluster_lease;
    hold("cluster/east", "one", "next process");
    EXPECT_EQ(refusal(store->snapshots().finish_snapshot(stale, id, 0)), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->snapshots().begin_snapshot(
                  stale, NewSnapshot{kCluster, SnapshotSide::kBroadWorks, GroupKey(), ""})),
              ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->snapshots().fail_snapshot(stale, id, "")), ErrorKind::kConflict);
}

// ---- about PostgreSQL itself ----

class StagingTest : public StoreTest {
protected:
    std::string dirty() { return sql_one("select coalesce(string_agg(key, ' ' order by key), '') from dirty_keys"); }
    std::string tables() { return sql_one("select count(*) from pg_tables where tablename like 'staged%'"); }
};

TEST_F(StagingTest, ASnapshotThatEndsTakesItsTableAlong)
{
    snapshot({staged("a")});
    const std::int64_t newer = snapshot({staged("a")});
    EXPECT_EQ(tables(), "1");
    done(store->snapshots().fail_snapshot(cluster_lease, newer, "no login"));
    EXPECT_EQ(tables(), "0");
}

TEST_F(StagingTest, StagedRowsThatTheServerLostProveNothing)
{
    provisioned("ada", "w1");
    const std::int64_t id = snapshot({staged("ada")});
    // What a crash of the server does to unlogged tables.
    sql("truncate staged_" + std::to_string(id));
    EXPECT_EQ(refusal(store->snapshots().finish_snapshot(cluster_lease, id, 0)), ErrorKind::kRejected);
    EXPECT_EQ(dirty(), "");
}

INSTANTIATE_TEST_SUITE_P(Both, SnapshotTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
