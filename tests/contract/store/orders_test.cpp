// Operations: what operators order.
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class OrdersTest : public StoreTest {
protected:
    SubscriberRow parked(const std::string& reason, SubscriberState state = SubscriberState::kParked)
    {
        SubscriberRow row = provisioned("ada", "w1");
        row.state = state;
        row.reason = reason;
        row.attempts = 5;
        row.last_code = 2017;
        done(store->subscribers().save_subscribers(bridge_lease, {row}));
        return row;
    }
    std::string actions()
    {
        return sql_one("select string_agg(action || ' ' || subject || detail, ',' order by id) from operator_actions");
    }
};

TEST_F(OrdersTest, AResyncReadsTheUserAtOnceKnownOrNot)
{
    EXPECT_EQ(value(store->operations().resync(kBridge, kCluster, "Ada")), 1);
    const std::vector<ClaimedKey> claimed = claim();
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].cause, DirtyCause::kOperator);
    EXPECT_EQ(actions(), "resync ada");
    EXPECT_EQ(refusal(store->operations().resync(kBridge, kCluster, "")), ErrorKind::kRejected);
}

TEST_F(OrdersTest, ARetryStartsAParkedSubscriberAfresh)
{
    parked("webex-2017");
    EXPECT_EQ(value(store->operations().retry(kBridge, "ADA")), 1);
    const std::vector<Subject> subjects = due();
    ASSERT_EQ(subjects.size(), 1U);
    EXPECT_EQ(subjects[0].row.state, SubscriberState::kWaiting);
    EXPECT_EQ(subjects[0].row.attempts, 0);
    EXPECT_EQ(refusal(store->operations().retry(kBridge, "ada")), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->operations().retry(kBridge, "nobody")), ErrorKind::kNotFound);
    EXPECT_EQ(actions(), "retry ada");
}

TEST_F(OrdersTest, AnApprovalNeedsSomethingThatIsHeld)
{
    parked("conflict");
    EXPECT_EQ(value(store->operations().approve(kBridge, "ada")), 1);
    EXPECT_EQ(subscriber("ada").approval, Approval::kApproved);
    sql("update subscribers set reason = 'missing-email'");
    EXPECT_EQ(refusal(store->operations().approve(kBridge, "ada")), ErrorKind::kConflict);
    sql("update subscribers set reason = '', state = 'provisioned'");
    EXPECT_EQ(refusal(store->operations().approve(kBridge, "ada")), ErrorKind::kConflict);
}

TEST_F(OrdersTest, ASubscriberHeldByABrakeIsApprovedForThatAlone)
{
    parked("brake", SubscriberState::kRemoving);
    EXPECT_EQ(value(store->operations().approve(kBridge, "ada")), 1);
    const SubscriberRow row = subscriber("ada");
    EXPECT_EQ(row.removal_approval, Approval::kApproved);
    EXPECT_EQ(row.approval, Approval::kNone);
}

TEST_F(OrdersTest, APersonIsErasedOnlyBehindARemovedSubscriber)
{
    SubscriberRow row = provisioned("ada", "w1");
    row.person_id = "person-1";
    done(store->subscribers().save_subscribers(bridge_lease, {row}));
    EXPECT_EQ(refusal(store->operations().erase(kBridge, "ada")), ErrorKind::kConflict);
    row = subscriber("ada");
    row.webex_id.clear();
    row.state = SubscriberState::kRemoved;
    done(store->subscribers().save_subscribers(bridge_lease, {row}));
    EXPECT_EQ(value(store->operations().erase(kBridge, "Ada")), 1);
    done(store->subscribers().save_subscribers(bridge_lease, {row}));  // decided before the order came
    const SubscriberRow ordered = subscriber("ada");
    EXPECT_TRUE(ordered.erases_person);
    EXPECT_EQ(ordered.approval, Approval::kApproved);
    EXPECT_EQ(actions(), "erase ada");
    EXPECT_EQ(refusal(store->operations().erase(kBridge, "nobody")), ErrorKind::kNotFound);
}

TEST_F(OrdersTest, AReleaseRejectsTheRemovalOfOneUnlessItIsBeingSent)
{
    EXPECT_EQ(refusal(store->operations().release(kBridge, "ada")), ErrorKind::kNotFound);
    SubscriberRow row = provisioned("ada", "w1");
    EXPECT_EQ(refusal(store->operations().release(kBridge, "ada")), ErrorKind::kConflict);
    row.state = SubscriberState::kRemoving;
    OpenIntent intent;
    intent.operation = Operation::kRemove;
    const std::int64_t id = value(store->intents().open_intent(bridge_lease, row, intent, std::nullopt));
    EXPECT_EQ(refusal(store->operations().release(kBridge, "ada")), ErrorKind::kConflict);
    done(store->intents().close_intent(bridge_lease,
                                       ClosedIntent{id, IntentOutcome::kFailed, "", CallTrace{}, row, std::nullopt}));
    EXPECT_EQ(value(store->operations().release(kBridge, "ada")), 1);
    EXPECT_EQ(subscriber("ada").removal_approval, Approval::kRejected);
    EXPECT_EQ(refusal(store->operations().release(kBridge, "ada")), ErrorKind::kConflict);
}

TEST_F(OrdersTest, ABridgeIsPausedAndResumedAsAWholeOrByEnterprise)
{
    parked("paused", SubscriberState::kWaiting);
    EXPECT_EQ(value(store->operations().pause(kBridge, "", true)), 1);
    EXPECT_TRUE(value(store->bridges().load_controls(kBridge)).is_paused);
    EXPECT_EQ(value(store->operations().pause(kBridge, "ent1", true)), 1);
    EXPECT_EQ(value(store->operations().pause(kBridge, "ent1", true)), 1);
    EXPECT_EQ(value(store->bridges().load_controls(kBridge)).paused_enterprises, std::vector<std::string>{"ent1"});
    EXPECT_EQ(value(store->operations().pause(kBridge, "other", false)), 0);
    EXPECT_EQ(value(store->operations().pause(kBridge, "ent1", false)), 1);
    EXPECT_EQ(value(store->operations().pause(kBridge, "", false)), 1);
    EXPECT_FALSE(value(store->bridges().load_controls(kBridge)).is_paused);
    EXPECT_TRUE(value(store->bridges().load_controls(kBridge)).paused_enterprises.empty());
    EXPECT_EQ(due().size(), 1U);
}

TEST_F(OrdersTest, ASnapshotRequestIsTakenOnceByWhoeverRunsTheCluster)
{
    value(store->operations().request_snapshot(kCluster, "broadworks"));
    value(store->operations().request_snapshot(kCluster, "broadworks"));
    EXPECT_EQ(refusal(store->operations().request_snapshot(kCluster, "moon")), ErrorKind::kRejected);
    EXPECT_TRUE(value(store->operations().take_snapshot_requests({"west"}, {kBridge})).empty());
    const auto taken = value(store->operations().take_snapshot_requests({"west", kCluster}, {}));
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken[0], std::make_pair(std::string(kCluster), std::string("broadworks")));
    EXPECT_TRUE(value(store->operations().take_snapshot_requests({kCluster}, {})).empty());
}

TEST_F(OrdersTest, ASnapshotOfTheWebexSideIsTakenByWhoeverRunsEachBridge)
{
    sql("insert into bridges (name, cluster) values ('east-acme', 'east'), ('east-other', 'east'), ('west-acme', "
        "'west') on conflict (name) do update set cluster = excluded.cluster");
    EXPECT_EQ(value(store->operations().request_snapshot(kCluster, "webex")), 2);
    EXPECT_TRUE(value(store->operations().take_snapshot_requests({kCluster}, {"west-acme"})).empty());
    const auto taken = value(store->operations().take_snapshot_requests({}, {"east-other"}));
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken[0], std::make_pair(std::string("east-other"), std::string("webex")));
    EXPECT_EQ(value(store->operations().take_snapshot_requests({kCluster}, {kBridge, "east-other"})).size(), 1U);
}

}  // namespace
}  // namespace bwsync::test
