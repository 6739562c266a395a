#include "storage/postgres.hpp"
#include "tests/contract/store/store_under_test.hpp"
#include "tests/support/pg_fixture.hpp"
#include "tests/support/recorded_telemetry.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/store_fixture.hpp"

namespace bwsync::test {

namespace {

std::string ms(Millis length)
{
    return std::to_string(length.count()) + " * interval '1 millisecond'";
}

std::string quoted(const std::string& text)
{
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

class PostgresProbe final : public StoreProbe {
public:
    PostgresProbe(std::string dsn, Postgres& store) : dsn_(std::move(dsn)), store_(store) {}

    void expire_lease(const std::string& name) override
    {
        run("update leases set expires_at = now() - interval '1 second' where name = " + quoted(name));
    }

    int journal_rows() override { return count("journal"); }
    std::string dirty() override { return list("key || ':' || cause", "key", "dirty_keys"); }
    Millis dirty_due_in(const std::string& key) override
    {
        return Millis(
            std::stoll(one("select to_ms(due_at) - to_ms(now()) from dirty_keys where key = " + quoted(key))));
    }
    void age_claims(Millis by) override { run("update dirty_keys set claimed_at = claimed_at - " + ms(by)); }
    void forget_dirty(const std::string& key) override
    {
        run("delete from dirty_keys where " + quoted(key) + " in ('', key)");
    }
    void shift_dirty(const std::string& key, Millis due, Millis first) override
    {
        run("update dirty_keys set due_at = due_at - " + ms(due) + ", first_at = first_at - " + ms(first) +
            " where key = " + quoted(key));
    }
    void make_all_due() override
    {
        run("update dirty_keys set due_at = now() - interval '1 second'; update subscribers set due_at = now() - "
            "interval '1 second' where due_at is not null");
    }

    std::string subscribers() override { return list("user_key || ':' || webex_id", "user_key", "subscribers"); }
    std::string waiting_to_be_due() override
    {
        return list("user_key", "user_key", "subscribers where due_at is not null");
    }
    std::string foreign() override
    {
        return list("bridge || '/' || user_key", "user_key", "subscribers where state = 'foreign'");
    }
    void rest(const std::string& user_key) override
    {
        run("update subscribers set due_at = null where " + quoted(user_key) + " in ('', user_key)");
    }
    void shift_due(const std::string& user_key, Millis due) override
    {
        run("update subscribers set due_at = now() - " + ms(due) + " where user_key = " + quoted(user_key));
    }
    void drop_all_but(const std::string& user_key) override
    {
        run("delete from subscribers where user_key <> " + quoted(user_key));
    }
    void add_subscriber(const BridgeRef& bridge, const std::string& user_key, const std::string& webex_id) override
    {
        run("insert into subscribers (bridge, cluster, user_key, user_id, webex_id, due_at) values (" +
            quoted(bridge.bridge) + ", " + quoted(bridge.cluster) + ", " + quoted(user_key) + ", " + quoted(user_key) +
            ", " + quoted(webex_id) + ", now())");
    }

    std::string sources() override
    {
        return list("user_key || ':' || (facts ->> 'groupId')", "user_key", "source_users where facts is not null");
    }
    void forget_source(const std::string& user_key) override
    {
        run("delete from source_users where user_key = " + quoted(user_key));
    }
    void set_read_at(const std::string& user_key, Instant at) override
    {
        run("update source_users set read_at = from_ms(" + std::to_string(at.time_since_epoch().count()) +
            ") where user_key = " + quoted(user_key));
    }

    std::string gaps_closed_by(std::int64_t snapshot) override
    {
        return list("cause", "id", "gaps where closed_by = " + std::to_string(snapshot));
    }
    std::string snapshot_problem(std::int64_t snapshot) override
    {
        return one("select problem from snapshots where id = " + std::to_string(snapshot));
    }
    int complete_snapshots() override { return count("snapshots where outcome = 'complete'"); }

    int intents() override { return count("intents"); }
    std::string intent_outcome(std::int64_t intent) override
    {
        return one("select coalesce(outcome, '') from intents where id = " + std::to_string(intent));
    }
    std::int64_t intent_subscriber(std::int64_t intent) override
    {
        return std::stoll(one("select subscriber from intents where id = " + std::to_string(intent)));
    }
    std::string attempts() override
    {
        return list("tracking_id || '/' || http_status || '/' || detail", "at", "intent_attempts");
    }
    void drop_intents() override { run("delete from intents"); }

    std::string mirror() override { return list("partner || '/' || webex_id", "webex_id", "webex_subscribers"); }
    void age_mirror() override { run("update webex_subscribers set recorded_at = recorded_at - interval '1 minute'"); }

    void pause(const std::string& bridge) override { done(run_task(store_.operations().pause(bridge, "", true))); }
    void ask_reset(const std::string& bridge) override
    {
        done(run_task(store_.operations().reset_breakers(bridge, "", "")));
    }
    std::int64_t order(const Procedure& procedure) override
    {
        const auto ordered = run_task(store_.procedure_orders().order({procedure}));
        return ordered && ordered->front().is_new ? ordered->front().id : 0;
    }
    void stop(std::int64_t procedure, const std::string& by) override
    {
        done(run_task(store_.procedure_orders().stop_procedure(procedure, by)));
    }

private:
    void run(const std::string& sql) { query(dsn_, "set search_path = bwsync; " + sql); }
    std::string one(const std::string& sql) { return query_one(dsn_, "set search_path = bwsync; " + sql); }
    int count(const std::string& from) { return std::stoi(one("select count(*) from " + from)); }
    std::string list(const std::string& what, const std::string& order, const std::string& from)
    {
        return one("select coalesce(string_agg(" + what + ", ' ' order by " + order + "), '') from " + from);
    }
    template <class T>
    static void done(const Result<T>& result)
    {
        if (!result) throw std::runtime_error(result.error().what);
    }

    std::string dsn_;
    Postgres& store_;
};

class PostgresUnderTest final : public StoreUnderTest {
public:
    PostgresUnderTest() : dsn_(PgServer::shared().make_database())
    {
        StoreSettings settings;
        settings.dsn = dsn_;
        settings.connections = 4;
        settings.keys.push_back(store_key('k'));
        store_ = std::make_unique<Postgres>(std::move(settings), telemetry_);
        Result<> migrated = store_->migrate();
        if (!migrated) throw std::runtime_error(migrated.error().what);
        probe_ = std::make_unique<PostgresProbe>(dsn_, *store_);
    }
    LeaseStore& leases() override { return store_->leases(); }
    FeedStore& feed() override { return store_->feed(); }
    SourceStore& source() override { return store_->source(); }
    SnapshotStore& snapshots() override { return store_->snapshots(); }
    SubscriberStore& subscribers() override { return store_->subscribers(); }
    IntentStore& intents() override { return store_->intents(); }
    MirrorStore& mirror() override { return store_->mirror(); }
    EnterpriseStore& enterprises() override { return store_->enterprises(); }
    BridgeStore& bridges() override { return store_->bridges(); }
    BreakerStore& breakers() override { return store_->breakers(); }
    ProcedureStore& procedures() override { return store_->procedures(); }
    BillingStore& billing() override { return store_->billing(); }
    HousekeepingStore& housekeeping() override { return store_->housekeeping(); }
    StoreProbe& probe() override { return *probe_; }

private:
    RecordedTelemetry telemetry_;
    std::string dsn_;
    std::unique_ptr<Postgres> store_;
    std::unique_ptr<PostgresProbe> probe_;
};

}  // namespace

std::unique_ptr<StoreUnderTest> postgres_under_test()
{
    return std::make_unique<PostgresUnderTest>();
}

}  // namespace bwsync::test
