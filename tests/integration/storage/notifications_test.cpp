// Notifications: heard, and heard again after the connection was lost.
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class NotificationsTest : public StoreTest {
protected:
    // Runs the loop until it was heard; false when 20 s have passed.
    bool hears(const std::pair<std::string, std::string>& wanted)
    {
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (std::chrono::steady_clock::now() < deadline) {
            for (auto at = heard.begin(); at != heard.end(); ++at) {
                if (*at != wanted) continue;
                heard.erase(at);
                return true;
            }
            io.run_for(5ms);
        }
        return false;
    }
    void wait_until_listening()
    {
        while (sql_one("select count(*) from pg_stat_activity where query ilike 'listen%' or query = 'select 1'") ==
               "0")
            io.run_for(5ms);
        // What was sent before the last LISTEN is not heard: send until it is.
        while (!is_heard_at_all()) {
            sql("select pg_notify('bwsync_leases', 'probe')");
            io.run_for(20ms);
        }
        heard.clear();
    }
    bool is_heard_at_all() const { return !heard.empty(); }

    asio::io_context io;
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(io);
    std::vector<std::pair<std::string, std::string>> heard;
    std::unique_ptr<Notifications> listener = store->listen(
        io.get_executor(),
        [this](const std::string& channel, const std::string& payload) { heard.emplace_back(channel, payload); });
};

TEST_F(NotificationsTest, TellOfDirtyKeysSubscribersOrdersGrantsAndLeases)
{
    wait_until_listening();
    done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", {user_event("ada")}, 0ms}));
    EXPECT_TRUE(hears({"bwsync_dirty", kCluster}));
    read({present("ada")});
    EXPECT_TRUE(hears({"bwsync_subscribers", kBridge}));
    value(store->operations().pause(kBridge, "", true));
    EXPECT_TRUE(hears({"bwsync_controls", kBridge}));
    value(store->grants().import_grant(kPartner, "primary", "token"));
    EXPECT_TRUE(hears({"bwsync_grants", kPartner}));
    value(store->operations().request_snapshot(kCluster, "webex"));
    EXPECT_TRUE(hears({"bwsync_snapshots", kCluster}));
    done(store->leases().release_lease(bridge_lease));
    EXPECT_TRUE(hears({"bwsync_leases", bridge_lease.name}));
}

TEST_F(NotificationsTest, SayThatAnythingMayHaveChangedAfterALossAndHearAgain)
{
    wait_until_listening();
    PgServer::shared().restart("immediate");
    EXPECT_TRUE(hears({"", ""}));
    done(store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", {user_event("ada")}, 0ms}));
    EXPECT_TRUE(hears({"bwsync_dirty", kCluster}));
}

TEST_F(NotificationsTest, EndAtOnceAndCallNothingAfterwards)
{
    wait_until_listening();
    sql("select pg_notify('bwsync_dirty', 'late')");
    listener.reset();
    heard.clear();
    io.run_for(20ms);
    EXPECT_TRUE(heard.empty());
}

}  // namespace
}  // namespace bwsync::test
