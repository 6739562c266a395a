#include "tests/support/store_fixture.hpp"

#include "daemon/domain/basics/text.hpp"

namespace bwsync::test {

std::string store_key(char byte)
{
    return std::string(32, byte);
}

StoreTest::StoreTest() : dsn(PgServer::shared().make_database())
{
    store = another_store();
    Result<> migrated = store->migrate();
    if (!migrated) throw std::runtime_error(migrated.error().what);
    cluster_lease = hold("cluster/east");
    bridge_lease = hold("bridge/east-acme");
}

std::unique_ptr<Postgres> StoreTest::another_store(std::vector<std::string> keys)
{
    StoreSettings settings;
    settings.dsn = dsn;
    settings.connections = 4;
    settings.keys = keys.empty() ? std::vector<std::string>(1, store_key('k')) : std::move(keys);
    return std::make_unique<Postgres>(std::move(settings), telemetry);
}

Lease StoreTest::hold(const std::string& name, const std::string& holder, const std::string& incarnation, Millis ttl)
{
    const std::optional<Lease> lease = value(store->leases().hold_lease(name, holder, incarnation, ttl));
    if (!lease) throw std::runtime_error("the lease " + name + " is held by another");
    return *lease;
}

std::vector<ClaimedKey> StoreTest::claim(int limit)
{
    return value(store->feed().claim_dirty(cluster_lease, kCluster, {DirtyKind::kUser}, limit));
}

void StoreTest::read(std::vector<ReadUser> readings, std::vector<Rename> renames)
{
    done(store->source().record_readings(
        cluster_lease, ReadingBatch{kCluster, {kBridge}, std::move(readings), std::move(renames), {}}));
}

std::vector<Subject> StoreTest::due(int limit)
{
    return value(store->subscribers().due_subscribers(east_acme(), {}, limit));
}

SubscriberRow StoreTest::subscriber(const std::string& user_key)
{
    sql("update subscribers set due_at = now() - interval '1 second' where user_key = '" + user_key + "'");
    for (const Subject& subject : due(100000)) {
        if (subject.row.user_key == user_key) return subject.row;
    }
    ADD_FAILURE() << "no subscriber " << user_key;
    return {};
}

SubscriberRow StoreTest::provisioned(const std::string& user_id, const std::string& webex_id)
{
    read(std::vector<ReadUser>(1, present(user_id)));
    SubscriberRow row = subscriber(lower_case(user_id));
    row.state = SubscriberState::kProvisioned;
    row.wanted = request(user_id);
    row.webex_id = webex_id;
    row.service_provider_id = "sp1";
    row.group_id = "g1";
    row.due_at.reset();
    done(store->subscribers().save_subscribers(bridge_lease, std::vector<SubscriberRow>(1, row)));
    value(store->mirror().record_webex(kPartner, std::vector<WebexSubscriber>(1, in_webex(webex_id, user_id)),
                                       std::nullopt));
    sql("update subscribers set due_at = null where webex_id = '" + webex_id + "'");
    row.wakes = std::stoll(sql_one("select wakes from subscribers where webex_id = '" + webex_id + "'"));
    return row;
}

std::int64_t StoreTest::snapshot(const std::vector<StagedUser>& users, bool is_complete)
{
    const std::int64_t id = value(store->snapshots().begin_snapshot(
        cluster_lease, NewSnapshot{kCluster, SnapshotSide::kBroadWorks, GroupKey(), "test"}));
    done(store->snapshots().stage_users(id, users));
    SnapshotPart part;
    part.group = GroupKey{"sp1", "g1"};
    part.is_complete = is_complete;
    part.detail = is_complete ? "" : "the list could not be read";
    done(store->snapshots().stage_part(id, part));
    return id;
}

}  // namespace bwsync::test
