// FeedStore: journal, dirty keys, gaps.
#include "tests/contract/store/contract_fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class FeedStoreTest : public StoreContract {
protected:
    void record(std::vector<FeedEvent> events, Millis quiet = 0ms)
    {
        done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1:8025", std::move(events), quiet}));
    }
    void finish(std::vector<ClaimedKey> keys)
    {
        done(store->feed().finish_dirty(cluster_lease, kCluster, std::move(keys)));
    }
    std::int64_t gap(GapCause cause, const std::string& server = "as1:8025")
    {
        return value(store->feed().open_gap(cluster_lease, NewGap{kCluster, server, cause, "why"}));
    }
    int awaiting() { return value(store->feed().gaps_awaiting_snapshot(kCluster)); }
};

TEST_P(FeedStoreTest, WritesAJournalRowPerEventAndKeyAndOneDirtyKeyPerKey)
{
    FeedEvent irrelevant;
    irrelevant.record.command = "SystemLicensingModifyRequest";
    irrelevant.classification.feed_class = FeedClass::kIrrelevant;
    record({user_event("Ada@example.net"), user_event("ada@example.net"), rename_event("b", "c"), irrelevant});
    EXPECT_EQ(probe().journal_rows(), 5);
    EXPECT_EQ(probe().dirty(), "ada@example.net:event b:event c:event");
}

TEST_P(FeedStoreTest, AKeyIsDueAfterItsQuietPeriodWhichEveryEventStartsAnew)
{
    record({user_event("a")}, 60s);
    EXPECT_TRUE(claim().empty());
    probe().shift_dirty("a", 61s, 30s);
    record({user_event("a")}, 60s);
    EXPECT_TRUE(claim().empty());
}

TEST_P(FeedStoreTest, AKeyWithEventsWithoutEndBecomesDueAllTheSame)
{
    record({user_event("a")}, 60s);
    probe().shift_dirty("a", 0s, 20min);
    record({user_event("a")}, 60s);
    EXPECT_EQ(claim().size(), 1U);
}

TEST_P(FeedStoreTest, ClaimsTheOldestFirstUpToTheLimitAndNoneTwice)
{
    record({user_event("a"), user_event("b"), user_event("c")});
    probe().shift_dirty("c", 1h, 0s);
    const std::vector<ClaimedKey> first = claim(2);
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].key.user_id, "c");
    EXPECT_EQ(claim(2).size(), 1U);
    EXPECT_TRUE(claim(2).empty());
}

TEST_P(FeedStoreTest, ClaimsOnlyTheKindsAskedFor)
{
    FeedEvent event = user_event("a");
    DirtyKey group;
    group.kind = DirtyKind::kGroup;
    group.service_provider_id = "sp1";
    group.group_id = "g1";
    event.classification.keys.push_back(group);
    record({event});
    const auto groups =
        value(store->feed().claim_dirty(cluster_lease, kCluster, {DirtyKind::kGroup, DirtyKind::kCluster}, 10));
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].key, group);
}

TEST_P(FeedStoreTest, AClaimOfAnOlderEpochIsVoid)
{
    record({user_event("a")});
    ASSERT_EQ(claim().size(), 1U);
    cluster_lease = hold("cluster/east", "one", "after a crash");
    EXPECT_EQ(claim().size(), 1U);
}

TEST_P(FeedStoreTest, AClaimThatNobodyEndsLapsesUnderItsOwnEpoch)
{
    record({user_event("a")});
    ASSERT_EQ(claim().size(), 1U);
    probe().age_claims(4min);
    EXPECT_TRUE(claim().empty());
    probe().age_claims(2min);
    const std::vector<ClaimedKey> again = claim();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_TRUE(claim().empty()) << "it is claimed anew";
    finish(again);
    EXPECT_EQ(probe().dirty(), "");
}

TEST_P(FeedStoreTest, AChainOfRenamesIsNotBlockedByALapsedClaim)
{
    record({user_event("b")});
    ASSERT_EQ(claim().size(), 1U);
    record({rename_event("a", "b")});
    EXPECT_TRUE(claim().empty()) << "one end of it is being read";
    probe().age_claims(6min);
    EXPECT_EQ(claim().size(), 2U);
}

TEST_P(FeedStoreTest, AFinishedKeyIsGoneAndOneThatWasHintedAtMeanwhileIsDueAgain)
{
    record({user_event("a"), user_event("b")});
    const std::vector<ClaimedKey> claimed = claim();
    record({user_event("b")});
    finish(claimed);
    const std::vector<ClaimedKey> again = claim();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].key.user_id, "b");
}

TEST_P(FeedStoreTest, FinishingTwiceDoesNotTakeOffALaterHint)
{
    record({user_event("a")});
    const std::vector<ClaimedKey> claimed = claim();
    finish(claimed);
    record({user_event("a")});
    claim();
    finish(claimed);
    EXPECT_EQ(probe().dirty(), "a:event");
}

TEST_P(FeedStoreTest, AKeyWithLaterEffectsComesAgainThreeTimesAtGrowingDistances)
{
    FeedEvent event = user_event("a");
    event.classification.has_later_effects = true;
    record({event});
    for (const Millis distance : {Millis(30s), Millis(2min), Millis(10min)}) {
        probe().make_all_due();
        const std::vector<ClaimedKey> claimed = claim();
        ASSERT_EQ(claimed.size(), 1U);
        finish(claimed);
        EXPECT_LE(probe().dirty_due_in("a"), distance);
        EXPECT_GT(probe().dirty_due_in("a"), distance - 5s);
    }
    probe().make_all_due();
    finish(claim());
    EXPECT_EQ(probe().dirty(), "");
}

TEST_P(FeedStoreTest, ADeferredKeyIsDueAfterTheDelayAndCountsItsAttempts)
{
    record({user_event("a")});
    done(store->feed().defer_dirty(cluster_lease, kCluster, claim(), 60s));
    EXPECT_TRUE(claim().empty());
    probe().make_all_due();
    const std::vector<ClaimedKey> again = claim();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].attempts, 1);
}

TEST_P(FeedStoreTest, AMilderHintDoesNotHideASuspicion)
{
    record({user_event("a", true)});
    DirtyHint refresh;
    refresh.key.user_id = "A";
    refresh.cause = DirtyCause::kRefresh;
    done(store->feed().mark_dirty(kCluster, {refresh, refresh}, 0ms));
    const std::vector<ClaimedKey> claimed = claim();
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].cause, DirtyCause::kEventGone);
    record({user_event("a")});
    probe().make_all_due();
    finish(claimed);
    EXPECT_EQ(claim().at(0).cause, DirtyCause::kEvent);
}

TEST_P(FeedStoreTest, AMarkedKeyKeepsTheEarlierDueTime)
{
    DirtyHint hint;
    hint.key.user_id = "a";
    done(store->feed().mark_dirty(kCluster, {hint}, 0ms));
    done(store->feed().mark_dirty(kCluster, {hint}, 60s));
    EXPECT_EQ(claim().size(), 1U);
}

TEST_P(FeedStoreTest, AServerHasOneGapUntilItsCauseIsOver)
{
    const std::int64_t first = gap(GapCause::kConnect);
    EXPECT_EQ(gap(GapCause::kDisconnected), first);
    EXPECT_NE(gap(GapCause::kDisconnected, "as2:8025"), first);
    EXPECT_EQ(awaiting(), 0);
    done(store->feed().settle_gaps(cluster_lease, kCluster, "as1:8025"));
    EXPECT_EQ(awaiting(), 1);
    EXPECT_NE(gap(GapCause::kSilence), first);
}

// ---- about PostgreSQL itself ----

class JournalTest : public StoreTest {
protected:
    void record(std::vector<FeedEvent> events)
    {
        done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1:8025", std::move(events), 0ms}));
    }
    std::int64_t gap(GapCause cause)
    {
        return value(store->feed().open_gap(cluster_lease, NewGap{kCluster, "as1:8025", cause, "why"}));
    }
};

TEST_F(JournalTest, KeepsWhatTheEventNamedAndHowItWasClassified)
{
    FeedEvent irrelevant;
    irrelevant.record.command = "SystemLicensingModifyRequest";
    irrelevant.classification.feed_class = FeedClass::kIrrelevant;
    record({user_event("Ada@example.net"), irrelevant});
    EXPECT_EQ(sql_one("select identities from journal where user_key = 'ada@example.net' limit 1"),
              R"([["userId","Ada@example.net"]])");
    EXPECT_EQ(sql_one("select class from journal where kind = ''"), "irrelevant");
}

TEST_F(JournalTest, TakesTextThatPostgreSqlWouldRefuse)
{
    FeedEvent event = user_event(std::string("n\0l", 3));
    event.record.actor = "bad \xff\xc0\xaf and \\ \" ' \t tab";
    event.record.identities.emplace_back("userId", "quote \" back \\ new\nline \xed\xa0\x80");
    record({event});
    EXPECT_EQ(sql_one("select user_key from journal"), "n\xEF\xBF\xBDl");
    EXPECT_EQ(sql_one("select identities::json -> 1 ->> 0 from journal"), "userId");
    EXPECT_EQ(claim().size(), 1U);
}

TEST_F(JournalTest, MakesTheDaysPartitionWhenItIsMissing)
{
    sql("do $$ declare p text; begin for p in select inhrelid::regclass from pg_inherits where inhparent = "
        "'bwsync.journal'::regclass "
        "loop execute 'drop table ' || p; end loop; end $$");
    record({user_event("a")});
    EXPECT_EQ(sql_one("select count(*) from journal"), "1");
}

TEST_F(JournalTest, AConnectionIsAnEpoch)
{
    done(store->feed().settle_gaps(cluster_lease, kCluster, "as1:8025"));
    done(store->feed().settle_gaps(cluster_lease, kCluster, "as1:8025"));
    EXPECT_EQ(sql_one("select count(*) from feed_epochs where ended_at is null"), "1");
    gap(GapCause::kDisconnected);
    EXPECT_EQ(sql_one("select end_cause from feed_epochs"), "disconnected");
}

INSTANTIATE_TEST_SUITE_P(Both, FeedStoreTest, both_stores(), name_of_kind);

// ---- about PostgreSQL itself ----

class FeedTableTest : public StoreTest {};

TEST_F(FeedTableTest, AClaimByAnOlderProgramEndsWithItsEpoch)
{
    done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", {user_event("a")}, 0ms}));
    sql("update dirty_keys set claimed_epoch = " + std::to_string(cluster_lease.epoch));
    EXPECT_TRUE(claim().empty());
    cluster_lease = hold("cluster/east", "one", "after the upgrade");
    EXPECT_EQ(claim().size(), 1U);
}

}  // namespace
}  // namespace bwsync::test
