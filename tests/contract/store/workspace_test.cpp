// Workspaces in the store: what is kept of one, and the orders about it.
#include <nlohmann/json.hpp>

#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

class WorkspaceStoreTest : public StoreTest {
protected:
    SubscriberRow room(const std::string& workspace_id, bool is_by_command = false)
    {
        read({present("ada")});
        SubscriberRow row = subscriber("ada");
        row.state = SubscriberState::kProvisioned;
        row.workspace = WorkspaceRow();
        row.workspace->id = workspace_id;
        row.workspace->wanted.display_name = "Room \"Atlas\"";
        row.workspace->wanted.extension = "7";
        row.workspace->done = row.workspace->wanted;
        row.workspace->is_uncertain = workspace_id.empty();
        row.workspace->is_by_command = is_by_command;
        done(store->subscribers().save_subscribers(bridge_lease, {row}));
        return row;
    }
    static WorkspaceOrder order(const std::string& word, const std::string& id = "")
    {
        return WorkspaceOrder{kBridge, "Ada", word, id};
    }
};

TEST_F(WorkspaceStoreTest, KeepsAllThatIsKnownOfOne)
{
    const SubscriberRow row = room("w-1", true);
    EXPECT_EQ(subscriber("ada").workspace, row.workspace);
}

TEST_F(WorkspaceStoreTest, AnOrderSurvivesADecisionThatWasMadeWithoutIt)
{
    SubscriberRow row = room("w-1");
    EXPECT_EQ(value(store->operations().order_workspace(order("update"))), 1);
    row.reason = "late";
    done(store->subscribers().save_subscribers(bridge_lease, {row}));
    SubscriberRow later = subscriber("ada");
    EXPECT_EQ(later.workspace_order, "update");
    EXPECT_TRUE(later.due_at);
    later.workspace_order.clear();
    done(store->subscribers().save_subscribers(bridge_lease, {later}));
    EXPECT_EQ(subscriber("ada").workspace_order, "");
}

TEST_F(WorkspaceStoreTest, RefusesOrdersThatMakeNoSense)
{
    EXPECT_EQ(refusal(store->operations().order_workspace(order("provision"))), ErrorKind::kNotFound);
    SubscriberRow row = room("w-1");
    EXPECT_EQ(refusal(store->operations().order_workspace(order("provision"))), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->operations().order_workspace(order("adopt", "w-2"))), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->operations().order_workspace(order("retry"))), ErrorKind::kConflict);
    EXPECT_EQ(refusal(store->operations().order_workspace(order("remove"))), ErrorKind::kConflict);
    row.workspace->is_by_command = true;
    done(store->subscribers().save_subscribers(bridge_lease, {row}));
    EXPECT_EQ(value(store->operations().order_workspace(order("remove"))), 1);
}

TEST_F(WorkspaceStoreTest, ASubscriberIsMadeNoWorkspaceByCommand)
{
    provisioned("ada", "w1");
    EXPECT_EQ(refusal(store->operations().order_workspace(order("provision"))), ErrorKind::kConflict);
}

TEST_F(WorkspaceStoreTest, ListsThemAndCountsThemApartFromSubscribers)
{
    room("");
    EXPECT_EQ(value(store->operations().order_workspace(order("adopt", "w-9"))), 1);
    const auto list = nlohmann::json::parse(value(store->operations().list_workspaces(kBridge, "ADA")));
    ASSERT_EQ(list["items"].size(), 1U);
    EXPECT_EQ(list["items"][0]["displayName"], "Room \"Atlas\"");
    EXPECT_EQ(list["items"][0]["order"], "adopt w-9");
    EXPECT_EQ(nlohmann::json::parse(value(store->operations().list_workspaces("other", "")))["items"].size(), 0U);
    const StoreGauges gauges = value(store->housekeeping().gauges());
    EXPECT_EQ(gauges.workspaces.size(), 1U);
    EXPECT_TRUE(gauges.subscribers.empty());
}

TEST_F(WorkspaceStoreTest, AnIntentLeavesTheMarkOfAnUncertainCreationBehind)
{
    SubscriberRow row = room("");
    OpenIntent intent;
    value(store->intents().open_intent(bridge_lease, row, intent, std::nullopt));
    sql("update subscribers set due_at = now() - interval '1 second'");
    const std::vector<Subject> subjects = due();
    ASSERT_TRUE(subjects.size() == 1 && subjects[0].open_intent);
    EXPECT_TRUE(subjects[0].row.workspace->is_uncertain);
}

}  // namespace
}  // namespace bwsync::test
