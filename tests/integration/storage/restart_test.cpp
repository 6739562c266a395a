// PostgreSQL is restarted, killed and cut off in the middle of every kind of work: nothing is lost and nothing is done
// twice.
#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include "tests/support/store_fixture.hpp"

namespace bwsync::test {
namespace {

using namespace std::chrono_literals;

class RestartTest : public StoreTest {
protected:
    // Repeats as the core does: while an error heals by itself. Any other error ends the test.
    template <class T>
    T persist(const std::function<Task<Result<T>>()>& verb)
    {
        for (;;) {
            Result<T> result = run_task(verb());
            if (result) return std::move(*result);
            if (result.error().kind == ErrorKind::kUnknownOutcome) ++unknown_outcomes;
            const bool heals =
                result.error().kind == ErrorKind::kRetry || result.error().kind == ErrorKind::kUnknownOutcome;
            if (!heals) throw std::runtime_error(result.error().what);
            std::this_thread::sleep_for(20ms);
        }
    }

    // Runs `work` over and over in a thread until the trouble is over.
    void spawn(std::function<void(int)> work)
    {
        workers.emplace_back([this, work = std::move(work)] {
            try {
                for (int i = 0; !is_over; ++i) {
                    work(i);
                    ++steps;
                }
            } catch (const std::exception& e) {
                ADD_FAILURE() << e.what();
                is_over = true;
            }
        });
    }

    void cause_trouble(int rounds)
    {
        for (int i = 0; i < rounds && !is_over; ++i) {
            const int before = steps;
            while (steps < before + 40 && !is_over) std::this_thread::sleep_for(1ms);
            if (i % 3 == 0) PgServer::shared().restart("immediate");
            if (i % 3 == 1) PgServer::shared().restart("fast");
            if (i % 3 == 2)
                sql("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and "
                    "backend_type = 'client backend'");
        }
        is_over = true;
        for (std::thread& worker : workers) worker.join();
    }

    std::atomic<bool> is_over = false;
    std::atomic<int> steps = 0;
    std::atomic<int> unknown_outcomes = 0;
    std::vector<std::thread> workers;
};

TEST_F(RestartTest, EveryEventIsInTheJournalOnce)
{
    std::atomic<int> recorded = 0;
    for (int worker = 0; worker < 3; ++worker) {
        spawn([this, worker, &recorded](int i) {
            std::vector<FeedEvent> events;
            for (int n = 0; n < 5; ++n) {
                FeedEvent event = user_event("user" + std::to_string(i % 50));
                event.record.write_id = std::to_string(worker) + "-" + std::to_string(i) + "-" + std::to_string(n);
                events.push_back(std::move(event));
            }
            persist<std::monostate>([&] {
                return store->feed().record_events(cluster_lease, EventBatch{kCluster, "as1", events, 0ms});
            });
            recorded += 5;
        });
    }
    cause_trouble(6);
    EXPECT_EQ(sql_one("select count(distinct write_id) from journal"), std::to_string(recorded));
    if (unknown_outcomes == 0) {
        EXPECT_EQ(sql_one("select count(*) from journal"), std::to_string(recorded));
    }
    EXPECT_EQ(sql_one("select count(*) from dirty_keys"), "50");
}

TEST_F(RestartTest, EveryHintIsReadAtLeastOnceAfterItWasGiven)
{
    std::atomic<int> given = 0;
    spawn([this, &given](int i) {
        persist<std::monostate>([&] {
            return store->feed().record_events(
                cluster_lease, EventBatch{kCluster, "as1", {user_event("user" + std::to_string(i))}, 0ms});
        });
        given = i + 1;
    });
    std::set<std::string> read_keys;
    const auto drain = [this, &read_keys] {
        const auto keys = persist<std::vector<ClaimedKey>>(
            [&] { return store->feed().claim_dirty(cluster_lease, kCluster, {DirtyKind::kUser}, 10); });
        std::vector<ReadUser> readings;
        for (const ClaimedKey& key : keys) readings.push_back(present(key.key.user_id));
        persist<std::monostate>([&] {
            return store->source().record_readings(cluster_lease,
                                                   ReadingBatch{kCluster, {kBridge}, readings, {}, keys});
        });
        for (const ClaimedKey& key : keys) read_keys.insert(key.key.user_id);
        return keys.size();
    };
    spawn([&drain](int) { drain(); });
    cause_trouble(6);
    // A claim whose answer was lost lapses.
    sql("update dirty_keys set claimed_at = claimed_at - interval '6 minutes'");
    while (drain() > 0) {
    }
    EXPECT_EQ(sql_one("select count(*) from subscribers"), std::to_string(given));
    EXPECT_EQ(sql_one("select count(*) from dirty_keys"), "0");
}

TEST_F(RestartTest, EveryIntentIsOpenedAndClosedOnce)
{
    std::atomic<int> calls = 0;
    for (int worker = 0; worker < 2; ++worker) {
        const std::string user = "user" + std::to_string(worker);
        const SubscriberRow row = provisioned(user, "w" + std::to_string(worker));
        spawn([this, row, &calls](int i) {
            OpenIntent intent;
            intent.operation = Operation::kUpdate;
            intent.update.extension = std::to_string(i);
            SubscriberRow before = row;
            before.attempts = i;
            const auto id = persist<std::int64_t>(
                [&] { return store->intents().open_intent(bridge_lease, before, intent, std::nullopt); });
            SubscriberRow after = row;
            after.attempts = i + 1;
            WebexSubscriber shown = in_webex(row.webex_id, row.user_id);
            shown.extension = std::to_string(i);
            shown.last_status_change += std::chrono::seconds(i);
            persist<std::monostate>([&] {
                return store->intents().close_intent(
                    bridge_lease,
                    ClosedIntent{id, IntentOutcome::kDone, "", CallTrace{std::to_string(i), 200}, after, shown});
            });
            ++calls;
        });
    }
    cause_trouble(6);
    EXPECT_EQ(sql_one("select count(*) from intents where outcome = 'done'"), std::to_string(calls));
    EXPECT_EQ(sql_one("select count(*) from intents where outcome is distinct from 'done'"), "0");
    EXPECT_EQ(sql_one("select count(*) from intent_attempts"), std::to_string(calls));
    EXPECT_EQ(sql_one("select sum(attempts) from subscribers"), std::to_string(calls));
    EXPECT_EQ(
        sql_one("select string_agg((extension::integer + 1 = attempts)::text, '') from subscribers s "
                "join (select webex_id, body ->> 'extension' as extension from webex_subscribers) w using (webex_id)"),
        "truetrue");
}

TEST_F(RestartTest, ALeaseIsKeptThroughARestartAndHasOneHolder)
{
    std::atomic<std::int64_t> epoch = 0;
    const auto rival = another_store();
    spawn([this, &epoch](int) {
        const auto lease =
            persist<std::optional<Lease>>([&] { return store->leases().hold_lease("bridge/x", "one", "a", 5min); });
        if (lease) epoch = lease->epoch;
    });
    while (epoch == 0 && !is_over) std::this_thread::yield();
    spawn([this, &rival](int) {
        const auto lease =
            persist<std::optional<Lease>>([&] { return rival->leases().hold_lease("bridge/x", "two", "b", 5min); });
        if (lease) throw std::runtime_error("two processes held the lease");
    });
    cause_trouble(3);
    EXPECT_EQ(sql_one("select epoch from leases where name = 'bridge/x'"), std::to_string(epoch));
}

TEST_F(RestartTest, ASnapshotEitherSeesEveryStagedRowOrIsRefused)
{
    std::atomic<int> finished = 0;
    std::atomic<int> refused = 0;
    provisioned("user1", "w1");
    spawn([this, &finished, &refused](int) {
        const auto id = persist<std::int64_t>([&] {
            return store->snapshots().begin_snapshot(
                cluster_lease, NewSnapshot{kCluster, SnapshotSide::kBroadWorks, GroupKey(), "test"});
        });
        SnapshotPart part;
        part.group = GroupKey{"sp1", "g1"};
        part.is_complete = true;
        try {
            for (int n = 0; n < 4; ++n) {
                persist<std::monostate>(
                    [&] { return store->snapshots().stage_users(id, {staged("user" + std::to_string(n))}); });
            }
            persist<std::monostate>([&] { return store->snapshots().stage_part(id, part); });
            const auto result =
                persist<SnapshotResult>([&] { return store->snapshots().finish_snapshot(cluster_lease, id, 0); });
            if (result.missing != 0) throw std::logic_error("a user that was staged was held missing");
            ++finished;
        } catch (const std::runtime_error&) {
            ++refused;  // the server had lost the rows
        }
    });
    // A snapshot is five steps: enough of them pass between two troubles.
    spawn([](int) { std::this_thread::sleep_for(1ms); });
    cause_trouble(6);
    EXPECT_GT(finished, 0);
    EXPECT_EQ(sql_one("select count(*) from dirty_keys where cause = 'sweep-missing'"), "0");
}

TEST_F(RestartTest, OrdersAreWrittenDownOnce)
{
    std::atomic<int> given = 0;
    spawn([this, &given](int i) {
        persist<std::int64_t>([&] { return store->operations().pause(kBridge, "ent" + std::to_string(i), true); });
        ++given;
    });
    cause_trouble(3);
    EXPECT_EQ(sql_one("select cardinality(paused_enterprises) from bridges where name = 'east-acme'"),
              std::to_string(given));
    if (unknown_outcomes == 0) {
        EXPECT_EQ(sql_one("select count(*) from operator_actions"), std::to_string(given));
    }
}

}  // namespace
}  // namespace bwsync::test
