// Rename hints: a renamed user must never look like one who is gone, and a swap must not be undone by a repetition.
#include <algorithm>

#include "tests/contract/store/contract_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class RenameHintsTest : public StoreContract {
protected:
    void record(std::vector<FeedEvent> events)
    {
        done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1:8025", std::move(events), 0ms}));
    }
    std::vector<std::string> claimed_ids()
    {
        std::vector<std::string> ids;
        for (const ClaimedKey& key : claim(1)) ids.push_back(key.key.user_id);
        std::sort(ids.begin(), ids.end());
        return ids;
    }
    using Ids = std::vector<std::string>;
};

TEST_P(RenameHintsTest, AClaimBringsTheWholeChainDueOrNotAndBeyondTheLimit)
{
    record({rename_event("a", "B", "write1"), rename_event("b", "c", "write2"), user_event("z")});
    probe().shift_dirty("a", 1h, 0s);
    probe().shift_dirty("b", -1h, 0s);
    probe().shift_dirty("c", -1h, 0s);
    EXPECT_EQ(claimed_ids(), (Ids{"a", "b", "c"}));
    EXPECT_EQ(claimed_ids(), (Ids{"z"}));
}

TEST_P(RenameHintsTest, AChainWaitsWhileOneOfItsKeysIsBeingRead)
{
    record({user_event("b")});
    const std::vector<ClaimedKey> reading = claim();
    record({rename_event("a", "b")});
    EXPECT_TRUE(claim().empty());
    done(store->feed().finish_dirty(cluster_lease, kCluster, reading));
    EXPECT_EQ(claim().size(), 2U);
}

TEST_P(RenameHintsTest, AKeyOfTheChainThatIsNotDirtyIsReadToo)
{
    record({rename_event("a", "B")});
    probe().forget_dirty("b");
    EXPECT_EQ(claimed_ids(), (Ids{"B", "a"}));
}

TEST_P(RenameHintsTest, HintsComeInTheOrderOfTheFeedAndGoWhenBothKeysAreRead)
{
    record({rename_event("a", "tmp", "write1"), rename_event("b", "a", "write2"), rename_event("tmp", "b", "write3")});
    const std::vector<Rename> hints = value(store->feed().pending_renames(kCluster));
    ASSERT_EQ(hints.size(), 3U);
    EXPECT_EQ(hints[1].from, "b");
    EXPECT_EQ(hints[1].to, "a");
    done(store->feed().finish_dirty(cluster_lease, kCluster, claim()));
    EXPECT_TRUE(value(store->feed().pending_renames(kCluster)).empty());
}

TEST_P(RenameHintsTest, ABatchRecordedTwiceHintsOnce)
{
    const std::vector<FeedEvent> batch = {rename_event("a", "tmp", "write1"), rename_event("b", "a", "write2")};
    record(batch);
    record(batch);
    EXPECT_EQ(value(store->feed().pending_renames(kCluster)).size(), 2U);
}

TEST_P(RenameHintsTest, ADeferredKeyKeepsItsHint)
{
    record({rename_event("a", "b")});
    std::vector<ClaimedKey> claimed = claim();
    ASSERT_EQ(claimed.size(), 2U);
    done(store->feed().defer_dirty(cluster_lease, kCluster, {claimed[1]}, 60s));
    done(store->feed().finish_dirty(cluster_lease, kCluster, {claimed[0]}));
    EXPECT_EQ(value(store->feed().pending_renames(kCluster)).size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Both, RenameHintsTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
