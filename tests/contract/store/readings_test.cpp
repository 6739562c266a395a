// SourceStore: what was read in BroadWorks, and renames.
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class ReadingsTest : public StoreTest {
protected:
    std::string keys()
    {
        return sql_one("select string_agg(user_key || ':' || webex_id, ' ' order by user_key) from subscribers");
    }
    std::string sources()
    {
        return sql_one(
            "select string_agg(user_key || ':' || (facts ->> 'groupId'), ' ' order by user_key) from source_users "
            "where facts is not null");
    }
};

TEST_F(ReadingsTest, APresentUserGetsAWaitingRowOnEachBridgeWithTheFactsAsRead)
{
    const ReadUser reading = present("Ada@example.net");
    done(store->source().record_readings(cluster_lease,
                                         ReadingBatch{kCluster, {kBridge, "east-other"}, {reading}, {}, {}}));
    EXPECT_EQ(sql_one("select count(*) from subscribers where state = 'waiting'"), "2");
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].row.user_key, "ada@example.net");
    EXPECT_EQ(subjects[0].row.user_id, "Ada@example.net");
    EXPECT_EQ(subjects[0].row.group_id, "g1");
    ASSERT_TRUE(subjects[0].source && subjects[0].source->facts);
    EXPECT_EQ(*subjects[0].source->facts, *reading.source.facts);
    EXPECT_EQ(subjects[0].source->read_at, reading.source.read_at);
}

TEST_F(ReadingsTest, AnAbsentUserGetsNoRowButWakesTheOneThatIsThere)
{
    read({absent("ghost")});
    EXPECT_EQ(sql_one("select count(*) from subscribers"), "0");
    provisioned("ada", "w1");
    read({absent("ada")});
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    ASSERT_TRUE(subjects[0].source);
    EXPECT_FALSE(subjects[0].source->facts);
    EXPECT_TRUE(subjects[0].source->absence_is_proven);
    EXPECT_NE(subjects[0].source->proof, "");
}

TEST_F(ReadingsTest, AnAbsentUserIsStillWhereItWasLastSeen)
{
    read({present("ada", "g7")});
    read({absent("ADA")});
    const std::optional<GroupKey> where = value(store->source().last_seen(kCluster, "Ada"));
    ASSERT_TRUE(where);
    EXPECT_EQ(where->group_id, "g7");
    EXPECT_FALSE(value(store->source().last_seen(kCluster, "nobody")));
}

TEST_F(ReadingsTest, AReadingTakesItsKeysOffAndCarriesTheTimeOfTheFirstHint)
{
    done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", {user_event("ada")}, 0ms}));
    const std::vector<ClaimedKey> claimed = claim();
    ASSERT_EQ(claimed.size(), 1U);
    done(store->source().record_readings(cluster_lease,
                                         ReadingBatch{kCluster, {kBridge}, {present("ada")}, {}, claimed}));
    EXPECT_EQ(sql_one("select count(*) from dirty_keys"), "0");
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].row.dirty_since, claimed[0].first_at);
}

TEST_F(ReadingsTest, TheEarliestUnansweredChangeIsTheOneThatCounts)
{
    read({present("ada")});
    sql("update subscribers set dirty_since = '2020-01-01'");
    done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", {user_event("ada")}, 0ms}));
    done(store->source().record_readings(cluster_lease,
                                         ReadingBatch{kCluster, {kBridge}, {present("ada")}, {}, claim()}));
    EXPECT_EQ(sql_one("select dirty_since::date from subscribers"), "2020-01-01");
}

TEST_F(ReadingsTest, AUserReadUnderAnAlternateIdIsKeptUnderItsOwn)
{
    ReadUser reading = present("ada");
    reading.asked = "alias@example.net";
    read({reading, present("ada")});
    EXPECT_EQ(keys(), "ada:");
}

TEST_F(ReadingsTest, ARenameMovesTheRowAndKeepsItsWebexSubscriber)
{
    provisioned("ada", "w1");
    read({absent("ada"), present("Ada2")}, {Rename{"ada", "Ada2"}});
    EXPECT_EQ(keys(), "ada2:w1");
    EXPECT_EQ(sources(), "ada2:g1");
}

TEST_F(ReadingsTest, ASwapByWayOfAThirdIdComesOutRight)
{
    provisioned("a", "w1");
    provisioned("b", "w2");
    read({present("a"), present("b"), absent("tmp")}, {Rename{"a", "tmp"}, Rename{"b", "a"}, Rename{"tmp", "b"}});
    EXPECT_EQ(keys(), "a:w2 b:w1");
}

TEST_F(ReadingsTest, ARenameTakesThePlaceOfARowThatNeverGotToWebex)
{
    provisioned("a", "w1");
    read({present("b")});
    SubscriberRow waiting = subscriber("b");
    OpenIntent intent;
    intent.provision = request("b");
    const std::int64_t id = value(store->intents().open_intent(bridge_lease, waiting, intent, std::nullopt));
    done(store->intents().close_intent(
        bridge_lease, ClosedIntent{id, IntentOutcome::kFailed, "refused", CallTrace{"t", 400}, waiting, std::nullopt}));
    read({absent("a"), present("b")}, {Rename{"a", "b"}});
    EXPECT_EQ(keys(), "b:w1");
    EXPECT_EQ(
        sql_one("select count(*) from intents i join subscribers s on s.id = i.subscriber where s.webex_id = 'w1'"),
        "1");
}

TEST_F(ReadingsTest, ARenameDoesNotOverwriteASubscriberThatIsInWebex)
{
    provisioned("a", "w1");
    provisioned("b", "w2");
    read({absent("a"), present("b")}, {Rename{"a", "b"}});
    EXPECT_EQ(keys(), "a:w1 b:w2");
}

TEST_F(ReadingsTest, ARenameDoesNotOverwriteASubscriberWhoseCallIsOnItsWay)
{
    provisioned("a", "w1");
    read({present("b")});
    OpenIntent intent;
    intent.provision = request("b");
    value(store->intents().open_intent(bridge_lease, subscriber("b"), intent, std::nullopt));
    read({absent("a"), present("b")}, {Rename{"a", "b"}});
    EXPECT_EQ(keys(), "a:w1 b:");
}

TEST_F(ReadingsTest, WhoCouldNotBeRenamedIsJudgedAgain)
{
    provisioned("a", "w1");
    provisioned("b", "w2");
    sql("update subscribers set due_at = null");
    read({present("b")}, {Rename{"a", "b"}});
    EXPECT_EQ(sql_one("select string_agg(user_key, ' ' order by user_key) from subscribers where due_at is not null"),
              "a b");
}

TEST_F(ReadingsTest, AnotherSpellingOfTheIdIsNoRename)
{
    provisioned("ada", "w1");
    read({present("ADA")}, {Rename{"ada", "ADA"}});
    EXPECT_EQ(keys(), "ada:w1");
    EXPECT_EQ(sql_one("select user_id from source_users"), "ADA");
}

TEST_F(ReadingsTest, AMovedUserIsKnownInItsNewGroupOnly)
{
    read({present("ada", "g1"), present("bob", "g1")});
    read({present("ada", "g2", "sp2")});
    EXPECT_EQ(value(store->source().known_users(kCluster, GroupKey{"sp1", "g1"})), std::vector<std::string>{"bob"});
    EXPECT_EQ(value(store->source().known_users(kCluster, GroupKey{"sp2", ""})), std::vector<std::string>{"ada"});
    EXPECT_EQ(value(store->source().known_groups(kCluster, "sp2")), std::vector<std::string>{"g2"});
    EXPECT_EQ(value(store->source().known_service_providers(kCluster)), (std::vector<std::string>{"sp1", "sp2"}));
}

TEST_F(ReadingsTest, AChangedServiceProviderWakesItsSubscribersOnce)
{
    provisioned("ada", "w1");
    const ServiceProviderFacts facts{"sp1", true, "https://example.net/imp"};
    done(store->source().record_service_provider(cluster_lease, kCluster, facts));
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    ASSERT_TRUE(subjects[0].service_provider);
    EXPECT_TRUE(subjects[0].service_provider->is_enterprise);
    EXPECT_EQ(subjects[0].service_provider->imp_provisioning_url, "https://example.net/imp");
    sql("update subscribers set due_at = null");
    done(store->source().record_service_provider(cluster_lease, kCluster, facts));
    EXPECT_TRUE(due().empty());
}

TEST_F(ReadingsTest, AStaleLeaseRecordsNothing)
{
    const Lease stale = cluster_lease;
    hold("cluster/east", "one", "next process");
    EXPECT_EQ(
        refusal(store->source().record_readings(stale, ReadingBatch{kCluster, {kBridge}, {present("ada")}, {}, {}})),
        ErrorKind::kConflict);
    EXPECT_EQ(sql_one("select count(*) from source_users"), "0");
}

}  // namespace
}  // namespace bwsync::test
