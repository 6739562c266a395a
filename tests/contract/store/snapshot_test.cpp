// SourceStore: snapshots of BroadWorks, compared in the database.
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class SnapshotTest : public StoreTest {
protected:
    SnapshotResult finish(std::int64_t id, double deep = 0)
    {
        return value(store->snapshots().finish_snapshot(cluster_lease, id, deep));
    }
    std::string dirty()
    {
        return sql_one("select coalesce(string_agg(key || ':' || cause, ' ' order by key), '') from dirty_keys");
    }
    void forget_dirty() { sql("delete from dirty_keys"); }
    std::int64_t begin(const GroupKey& scope = GroupKey())
    {
        return value(store->snapshots().begin_snapshot(
            cluster_lease, NewSnapshot{kCluster, SnapshotSide::kBroadWorks, scope, "test"}));
    }
};

TEST_F(SnapshotTest, NewUsersAreReadAndUnchangedOnesAreNotReadAgain)
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

TEST_F(SnapshotTest, AChangedRowGroupOrEntitlementIsReadAgain)
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

TEST_F(SnapshotTest, AUserThatCameBackIsReadAlthoughItsRowIsTheSame)
{
    finish(snapshot({staged("a")}));
    read({present("a")});
    read({absent("a")});
    forget_dirty();
    finish(snapshot({staged("a")}));
    EXPECT_EQ(dirty(), "a:sweep-new");
}

TEST_F(SnapshotTest, OnlyACompletePartSaysThatSomebodyIsMissing)
{
    provisioned("ada", "w1");
    provisioned("bob", "w2");
    EXPECT_EQ(finish(snapshot({staged("bob")}, false)).missing, 0);
    forget_dirty();
    EXPECT_EQ(finish(snapshot({staged("bob")}, true)).missing, 1);
    EXPECT_EQ(dirty(), "ada:sweep-missing");
}

TEST_F(SnapshotTest, AUserOfAPartThatWasNotReadIsNotMissing)
{
    read({present("ada", "g9")});
    sql("update subscribers set webex_id = 'w1', state = 'provisioned'");
    EXPECT_EQ(finish(snapshot({})).missing, 0);
}

TEST_F(SnapshotTest, WhoIsOursAndWasLostFromTheReadingsIsMissingToo)
{
    provisioned("ada", "w1");
    provisioned("bob", "w2");
    sql("delete from source_users where user_key = 'ada'");
    EXPECT_EQ(finish(snapshot({staged("bob")}, false)).missing, 0);
    forget_dirty();
    EXPECT_EQ(finish(snapshot({staged("bob")})).missing, 1);
    EXPECT_EQ(dirty(), "ada:sweep-missing");
}

TEST_F(SnapshotTest, WhoWasNeverEntitledOrIsKeptAbsentIsNotMissing)
{
    provisioned("ada", "w1");
    sql("update subscribers set is_absent = true");
    read({present("bob")});
    sql("update subscribers set state = 'ignored' where user_key = 'bob'");
    EXPECT_EQ(finish(snapshot({})).missing, 0);
}

TEST_F(SnapshotTest, ASnapshotOfAGroupSaysNothingAboutOthers)
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

TEST_F(SnapshotTest, ClosesTheGapsThatWereSettledBeforeItBegan)
{
    value(store->feed().open_gap(cluster_lease, NewGap{kCluster, "as1", GapCause::kDisconnected, ""}));
    done(store->feed().settle_gaps(cluster_lease, kCluster, "as1"));
    const std::int64_t id = snapshot({});
    value(store->feed().open_gap(cluster_lease, NewGap{kCluster, "as1", GapCause::kSilence, ""}));
    done(store->feed().settle_gaps(cluster_lease, kCluster, "as1"));
    finish(id);
    EXPECT_EQ(sql_one("select string_agg(cause, ',') from gaps where closed_by = " + std::to_string(id)),
              "disconnected");
    EXPECT_EQ(value(store->feed().gaps_awaiting_snapshot(kCluster)), 1);
}

TEST_F(SnapshotTest, APartThatFailedKeepsGapsOpen)
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

TEST_F(SnapshotTest, TheUsersReadLongestAgoAreReadInFullAgain)
{
    std::vector<StagedUser> users;
    for (const char* id : {"a", "b", "c", "d"}) users.push_back(staged(id));
    finish(snapshot(users));
    read({present("a"), present("b"), present("c"), present("d")});
    sql("update source_users set read_at = now() - interval '9 days' where user_key = 'c'");
    forget_dirty();
    EXPECT_EQ(finish(snapshot(users), 0.25).deep, 1);
    EXPECT_EQ(dirty(), "a:refresh");
    sql("update source_users set read_at = '2000-01-01' where user_key = 'c'");
    forget_dirty();
    finish(snapshot(users), 0.25);
    EXPECT_EQ(dirty(), "c:refresh");
}

TEST_F(SnapshotTest, StagingTwiceAndFinishingTwiceChangeNothing)
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

TEST_F(SnapshotTest, StagedRowsThatTheServerLostProveNothing)
{
    provisioned("ada", "w1");
    const std::int64_t id = snapshot({staged("ada")});
    // What a crash of the server does to unlogged tables.
    sql("truncate staged_" + std::to_string(id));
    EXPECT_EQ(refusal(store->snapshots().finish_snapshot(cluster_lease, id, 0)), ErrorKind::kRejected);
    EXPECT_EQ(dirty(), "");
}

TEST_F(SnapshotTest, AnotherSnapshotEndsTheOneThatRan)
{
    const std::int64_t older = snapshot({staged("a")});
    const std::int64_t newer = begin();
    EXPECT_EQ(refusal(store->snapshots().stage_users(older, {staged("b")})), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->snapshots().finish_snapshot(cluster_lease, older, 0)), ErrorKind::kRejected);
    EXPECT_EQ(sql_one("select count(*) from pg_tables where tablename like 'staged%'"), "1");
    done(store->snapshots().fail_snapshot(cluster_lease, newer, "no login"));
    EXPECT_EQ(sql_one("select problem from snapshots where id = " + std::to_string(newer)), "no login");
    EXPECT_EQ(sql_one("select count(*) from pg_tables where tablename like 'staged%'"), "0");
}

TEST_F(SnapshotTest, RepeatsInOneConnectionWork)
{
    for (int i = 0; i < 8; ++i) finish(snapshot({staged("a", std::to_string(i))}));
    EXPECT_EQ(sql_one("select count(*) from snapshots where outcome = 'complete'"), "8");
}

TEST_F(SnapshotTest, AStaleLeaseNeitherBeginsNorFinishes)
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

}  // namespace
}  // namespace bwsync::test
