// SubscriberStore: what the brakes count.
#include "tests/contract/store/contract_fixture.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class BrakeTest : public StoreContract {
protected:
    BrakeCounts counts() { return value(store->bridges().brake_counts(east_acme(), 1h)); }
    static Instant now() { return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()); }
    SubscriberRow removing(const std::string& user_id, const std::string& webex_id)
    {
        SubscriberRow row = provisioned(user_id, webex_id);
        row.state = SubscriberState::kRemoving;
        row.reason = "brake";
        row.removal = RemovalEvidence{now(), now(), 1, "proof"};
        row.removal_decided_at = now();
        save(row);
        return row;
    }
};

TEST_P(BrakeTest, CountsDecisionsOfTheWindow)
{
    removing("ada", "w1");
    SubscriberRow old = removing("bob", "w2");
    old.removal_decided_at = now() - 2h;
    save(old);
    SubscriberRow update = provisioned("cid", "w3");
    update.update_decided_at = now();
    save(update);
    EXPECT_EQ(counts().removals, 1);
    EXPECT_EQ(counts().updates, 1);
    EXPECT_EQ(counts().provisioned, 3);
}

TEST_P(BrakeTest, ARemovalThatWasCarriedOutStaysCountedAndOneCalledOffDoesNot)
{
    SubscriberRow gone = removing("ada", "w1");
    gone.state = SubscriberState::kRemoved;
    gone.removal.reset();
    gone.removal_decided_at.reset();
    save(gone);
    EXPECT_EQ(counts().removals, 1);
    SubscriberRow back = removing("bob", "w2");
    EXPECT_EQ(counts().removals, 2);
    back.state = SubscriberState::kProvisioned;
    back.removal.reset();
    back.removal_decided_at.reset();
    save(back);
    EXPECT_EQ(counts().removals, 1);
}

TEST_P(BrakeTest, HintsThatSayGoneCountBeforeTheyAreRead)
{
    provisioned("ada", "w1");
    provisioned("bob", "w2");
    provisioned("cid", "w3");
    done(store->feed().record_events(
        cluster_lease, EventBatch{kCluster, "as1", {user_event("ada", true), user_event("stranger", true)}, 0ms}));
    EXPECT_EQ(counts().suspected_removals, 1);
    FeedEvent group = user_event("x", true);
    group.classification.keys[0] = DirtyKey{DirtyKind::kGroup, "sp1", "g1", ""};
    done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", {group}, 0ms}));
    EXPECT_EQ(counts().suspected_removals, 3) << "everybody in the group, each once";
}

TEST_P(BrakeTest, ASweepThatFoundChangesCountsThem)
{
    provisioned("ada", "w1");
    provisioned("bob", "w2");
    value(store->snapshots().finish_snapshot(cluster_lease, snapshot({staged("ada"), staged("bob")}), 0));
    EXPECT_EQ(counts().suspected_updates, 2) << "neither had been in a list before";
}

TEST_P(BrakeTest, WhatWasApprovedIsNotCounted)
{
    SubscriberRow row = removing("ada", "w1");
    row.removal_approval = Approval::kApproved;
    save(row);
    EXPECT_EQ(counts().removals, 0);
    SubscriberRow update = provisioned("bob", "w2");
    update.update_approval = Approval::kApproved;
    update.update_decided_at = now();
    save(update);
    EXPECT_EQ(counts().updates, 0);
}

TEST_P(BrakeTest, ATrippedBrakeIsSeenWithTheCountsAndTheControls)
{
    done(store->bridges().trip_brake(bridge_lease, kBridge, true));
    EXPECT_TRUE(counts().removals_tripped);
    EXPECT_FALSE(counts().updates_tripped);
    done(store->bridges().trip_brake(bridge_lease, kBridge, false));
    EXPECT_TRUE(value(store->bridges().load_controls(kBridge)).updates_tripped);
}

// ---- what operators order ----

class BrakeOrderTest : public StoreTest {
protected:
    BrakeCounts counts() { return value(store->bridges().brake_counts(east_acme(), 1h)); }
    void save(const SubscriberRow& row) { done(store->subscribers().save_subscribers(bridge_lease, {row})); }
    static Instant now() { return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()); }
    SubscriberRow removing(const std::string& user_id, const std::string& webex_id)
    {
        SubscriberRow row = provisioned(user_id, webex_id);
        row.state = SubscriberState::kRemoving;
        row.reason = "brake";
        row.removal = RemovalEvidence{now(), now(), 1, "proof"};
        row.removal_decided_at = now();
        save(row);
        return row;
    }
};

TEST_F(BrakeOrderTest, AnApprovalTakesWhatIsHeldOutOfTheCountAndReleasesTheBrake)
{
    removing("ada", "w1");
    done(store->bridges().trip_brake(bridge_lease, kBridge, true));
    EXPECT_TRUE(counts().removals_tripped);
    EXPECT_TRUE(value(store->bridges().load_controls(kBridge)).removals_tripped);
    EXPECT_EQ(value(store->operations().decide_brake(kBridge, true, true)), 1);
    EXPECT_FALSE(counts().removals_tripped);
    EXPECT_EQ(counts().removals, 0);
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].row.removal_approval, Approval::kApproved);
    // Saved again with the approval, it stays out of the count.
    save(subjects[0].row);
    EXPECT_EQ(counts().removals, 0);
    EXPECT_EQ(refusal(store->operations().decide_brake(kBridge, true, true)), ErrorKind::kConflict);
}

TEST_F(BrakeOrderTest, ARejectionIsKeptWithTheSubscriber)
{
    SubscriberRow held = provisioned("ada", "w1");
    held.state = SubscriberState::kWaiting;
    held.reason = "brake";
    held.update_decided_at = now();
    save(held);
    done(store->bridges().trip_brake(bridge_lease, kBridge, false));
    EXPECT_EQ(value(store->operations().decide_brake(kBridge, false, false)), 1);
    EXPECT_FALSE(counts().updates_tripped);
    EXPECT_EQ(due().at(0).row.update_approval, Approval::kRejected);
}

INSTANTIATE_TEST_SUITE_P(Both, BrakeTest, both_stores(), name_of_kind);

}  // namespace
}  // namespace bwsync::test
