// The comparison of many users is done by sets; the time it takes is printed, not judged.
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

class ScaleTest : public StoreTest {
protected:
    template <class F>
    void timed(const std::string& what, F body)
    {
        const auto began = std::chrono::steady_clock::now();
        body();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        std::cout << "[ measured ] " << what << ": " << took.count() << " s" << std::endl;
        RecordProperty(what, std::to_string(took.count()));
    }
    std::int64_t stage(int users, int changed)
    {
        const std::int64_t id = value(store->snapshots().begin_snapshot(
            cluster_lease, NewSnapshot{kCluster, SnapshotSide::kBroadWorks, GroupKey(), "test"}));
        std::vector<StagedUser> batch;
        for (int i = 0; i < users; ++i) {
            const std::string group = "g" + std::to_string(i / 200);
            batch.push_back(staged("user" + std::to_string(i) + "@example.net",
                                   i < changed ? "changed" : "Last First +12405551212 1212", group));
            if (batch.size() < 5000 && i + 1 < users) continue;
            done(store->snapshots().stage_users(id, std::move(batch)));
            batch.clear();
        }
        sql("insert into snapshot_parts select " + std::to_string(id) +
            ", 'sp1', 'g' || g, true, '' from generate_series(0, " + std::to_string(users / 200) + ") g");
        return id;
    }
    // What the readings and the calls of a first run would have left.
    void settle()
    {
        sql("update source_users set facts = jsonb_build_object('userId', user_id), read_at = now() - random() * "
            "interval '30 days'");
        sql("insert into subscribers (bridge, cluster, user_key, user_id, service_provider_id, group_id, state, "
            "wanted, webex_id) "
            "select 'east-acme', 'east', user_key, user_id, service_provider_id, group_id, 'provisioned', "
            "jsonb_build_object('spEnterpriseId', service_provider_id, 'email', user_key), 'w' || user_key from "
            "source_users");
        sql("delete from dirty_keys");
        sql("analyze");
    }
};

TEST_F(ScaleTest, ManyUsersAreComparedInOnePass)
{
    const char* asked = std::getenv("BWSYNC_SCALE_USERS");
    const int users = asked != nullptr ? std::atoi(asked) : 100000;
    std::int64_t id = 0;
    SnapshotResult result;
    timed("stage_all", [&] { id = stage(users, 0); });
    timed("compare_all_new", [&] { result = value(store->snapshots().finish_snapshot(cluster_lease, id, 0)); });
    EXPECT_EQ(result.changed, users);
    settle();
    timed("stage_again", [&] { id = stage(users, 0); });
    timed("compare_nothing_changed", [&] { result = value(store->snapshots().finish_snapshot(cluster_lease, id, 0)); });
    EXPECT_EQ(result.changed, 0);
    EXPECT_EQ(result.missing, 0);
    id = stage(users - 10, 20);
    timed("compare_few_changed_and_five_percent_deep",
          [&] { result = value(store->snapshots().finish_snapshot(cluster_lease, id, 0.05)); });
    EXPECT_EQ(result.changed, 20);
    EXPECT_EQ(result.missing, 10);
    EXPECT_NEAR(static_cast<double>(result.deep), users * 0.05, 1);
    timed("due_of_many", [&] { EXPECT_TRUE(due().empty()); });
    timed("brake_counts", [&] { value(store->bridges().brake_counts(east_acme(), std::chrono::hours(1))); });
    timed("gauges", [&] { value(store->housekeeping().gauges()); });
    SubscriberQuery query;
    timed("first_page", [&] { value(store->operations().list_subscribers(query)); });
}

}  // namespace
}  // namespace bwsync::test
