// SourceStore: what was read in BroadWorks, and renames.
#include "tests/contract/store/contract_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class ReadingsTest : public StoreContract {
protected:
    std::string keys() { return probe().subscribers(); }
};

TEST_P(ReadingsTest, APresentUserGetsAWaitingRowOnEachBridgeWithTheFactsAsRead)
{
    const ReadUser reading = present("Ada@example.net");
    done(store->source().record_readings(cluster_lease,
                                         ReadingBatch{kCluster, {kBridge, "east-other"}, {reading}, {}, {}}));
    EXPECT_EQ(keys(), "ada@example.net: ada@example.net:");
    EXPECT_EQ(subscriber("ada@example.net").state, SubscriberState::kWaiting);
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].row.user_key, "ada@example.net");
    EXPECT_EQ(subjects[0].row.user_id, "Ada@example.net");
    EXPECT_EQ(subjects[0].row.group_id, "g1");
    ASSERT_TRUE(subjects[0].source && subjects[0].source->facts);
    EXPECT_EQ(*subjects[0].source->facts, *reading.source.facts);
    EXPECT_EQ(subjects[0].source->read_at, reading.source.read_at);
}

TEST_P(ReadingsTest, AnAbsentUserGetsNoRowButWakesTheOneThatIsThere)
{
    read({absent("ghost")});
    EXPECT_EQ(keys(), "");
    provisioned("ada", "w1");
    read({absent("ada")});
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    ASSERT_TRUE(subjects[0].source);
    EXPECT_FALSE(subjects[0].source->facts);
    EXPECT_TRUE(subjects[0].source->absence_is_proven);
    EXPECT_NE(subjects[0].source->proof, "");
}

TEST_P(ReadingsTest, AnAbsentUserIsStillWhereItWasLastSeen)
{
    read({present("ada", "g7")});
    read({absent("ADA")});
    const std::optional<GroupKey> where = value(store->source().last_seen(kCluster, "Ada"));
    ASSERT_TRUE(where);
    EXPECT_EQ(where->group_id, "g7");
    EXPECT_FALSE(value(store->source().last_seen(kCluster, "nobody")));
}

TEST_P(ReadingsTest, AReadingTakesItsKeysOffAndCarriesTheTimeOfTheFirstHint)
{
    done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", {user_event("ada")}, 0ms}));
    const std::vector<ClaimedKey> claimed = claim();
    ASSERT_EQ(claimed.size(), 1U);
    done(store->source().record_readings(cluster_lease,
                                         ReadingBatch{kCluster, {kBridge}, {present("ada")}, {}, claimed}));
    EXPECT_EQ(probe().dirty(), "");
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].row.dirty_since, claimed[0].first_at);
}

TEST_P(ReadingsTest, TheEarliestUnansweredChangeIsTheOneThatCounts)
{
    read({present("ada")});
    SubscriberRow row = subscriber("ada");
    row.dirty_since = Instant(1577836800000ms);
    save(row);
    done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", {user_event("ada")}, 0ms}));
    done(store->source().record_readings(cluster_lease,
                                         ReadingBatch{kCluster, {kBridge}, {present("ada")}, {}, claim()}));
    EXPECT_EQ(subscriber("ada").dirty_since, row.dirty_since);
}

TEST_P(ReadingsTest, AUserReadUnderAnAlternateIdIsKeptUnderItsOwn)
{
    ReadUser reading = present("ada");
    reading.asked = "alias@example.net";
    read({reading, present("ada")});
    EXPECT_EQ(keys(), "ada:");
}

TEST_P(ReadingsTest, ARenameMovesTheRowAndKeepsItsWebexSubscriber)
{
    provisioned("ada", "w1");
    read({absent("ada"), present("Ada2")}, {Rename{"ada", "Ada2"}});
    EXPECT_EQ(keys(), "ada2:w1");
    EXPECT_EQ(probe().sources(), "ada2:g1");
}

TEST_P(ReadingsTest, ASwapByWayOfAThirdIdComesOutRight)
{
    provisioned("a", "w1");
    provisioned("b", "w2");
    read({present("a"), present("b"), absent("tmp")}, {Rename{"a", "tmp"}, Rename{"b", "a"}, Rename{"tmp", "b"}});
    EXPECT_EQ(keys(), "a:w2 b:w1");
}

TEST_P(ReadingsTest, ARenameTakesThePlaceOfARowThatNeverGotToWebex)
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
    EXPECT_EQ(probe().intent_subscriber(id), subscriber("b").id);
}

TEST_P(ReadingsTest, ARenameDoesNotOverwriteASubscriberThatIsInWebex)
{
    provisioned("a", "w1");
    provisioned("b", "w2");
    read({absent("a"), present("b")}, {Rename{"a", "b"}});
    EXPECT_EQ(keys(), "a:w1 b:w2");
}

TEST_P(ReadingsTest, ARenameDoesNotOverwriteASubscriberWhoseCallIsOnItsWay)
{
    provisioned("a", "w1");
    read({present("b")});
    OpenIntent intent;
    intent.provision = request("b");
    value(store->intents().open_intent(bridge_lease, subscriber("b"), intent, std::nullopt));
    read({absent("a"), present("b")}, {Rename{"a", "b"}});
    EXPECT_EQ(keys(), "a:w1 b:");
}

TEST_P(ReadingsTest, WhoCouldNotBeRenamedIsJudgedAgain)
{
    provisioned("a", "w1");
    provisioned("b", "w2");
    probe().rest();
    read({present("b")}, {Rename{"a", "b"}});
    EXPECT_EQ(probe().waiting_to_be_due(), "a b");
}

TEST_P(ReadingsTest, AnotherSpellingOfTheIdIsNoRename)
{
    provisioned("ada", "w1");
    read({present("ADA")}, {Rename{"ada", "ADA"}});
    EXPECT_EQ(keys(), "ada:w1");
    EXPECT_EQ(value(store->source().known_users(kCluster, GroupKey{"sp1", "g1"})), std::vector<std::string>{"ADA"});
}

TEST_P(ReadingsTest, AMovedUserIsKnownInItsNewGroupOnly)
{
    read({present("ada", "g1"), present("bob", "g1")});
    read({present("ada", "g2", "sp2")});
    EXPECT_EQ(value(store->source().known_users(kCluster, GroupKey{"sp1", "g1"})), std::vector<std::string>{"bob"});
    EXPECT_EQ(value(store->source().known_users(kCluster, GroupKey{"sp2", ""})), std::vector<std::string>{"ada"});
    EXPECT_EQ(value(store->source().known_groups(kCluster, "sp2")), std::vector<std::string>{"g2"});
    EXPECT_EQ(value(store->source().known_service_providers(kCluster)), (std::vector<std::string>{"sp1", "sp2"}));
}

TEST_P(ReadingsTest, AChangedServiceProviderWakesItsSubscribersOnce)
{
    provisioned("ada", "w1");
    const ServiceProviderFacts facts{"sp1", true, "https://example.net/imp"};
    done(store->source().record_service_provider(cluster_lease, kCluster, facts));
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    ASSERT_TRUE(subjects[0].service_provider);
    EXPECT_TRUE(subjects[0].service_provider->is_enterprise);
    EXPECT_EQ(subjects[0].service_provider->imp_provisioning_url, "https://example.net/imp");
    probe().rest();
    done(store->source().record_service_provider(cluster_lease, kCluster, facts));
    EXPECT_TRUE(due().empty());
}

TEST_P(ReadingsTest, AStaleLeaseRecordsNothing)
{
    const Lease stale = cluster_lease;
    hold("cluster/east", "one", "next process");
    EXPECT_EQ(
        refusal(store->source().record_readings(stale, ReadingBatch{kCluster, {kBridge}, {present("ada")}, {}, {}})),
        ErrorKind::kConflict);
    EXPECT_EQ(probe().sources(), "");
}

INSTANTIATE_TEST_SUITE_P(Both, ReadingsTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
