#include "tests/support/store_fixture.hpp"

#include "daemon/domain/basics/text.hpp"

namespace bwsync::test {

BridgeRef east_acme()
{
    return BridgeRef{kBridge, kCluster, kPartner, {"p1"}};
}

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

FeedEvent StoreTest::user_event(const std::string& user_id, bool says_gone)
{
    FeedEvent event;
    event.record.command = says_gone ? "UserDeleteRequest" : "UserModifyRequest22";
    event.record.write_id = "write7";
    event.record.actor = "admin";
    event.record.identities.emplace_back("userId", user_id);
    event.classification.feed_class = FeedClass::kUser;
    event.classification.says_gone = says_gone;
    DirtyKey key;
    key.user_id = user_id;
    event.classification.keys.push_back(key);
    return event;
}

FeedEvent StoreTest::rename_event(const std::string& from, const std::string& to, const std::string& write_id)
{
    FeedEvent event = user_event(from);
    event.record.write_id = write_id;
    event.classification.feed_class = FeedClass::kRename;
    DirtyKey key;
    key.user_id = to;
    event.classification.keys.push_back(key);
    event.classification.renames.push_back(Rename{from, to});
    return event;
}

ReadUser StoreTest::present(const std::string& user_id, const std::string& group, const std::string& provider)
{
    ReadUser reading;
    reading.asked = user_id;
    UserFacts facts;
    facts.service_packs = {"Webex"};
    facts.user_id = user_id;
    facts.service_provider_id = provider;
    facts.group_id = group;
    facts.first_name = "Ada";
    facts.last_name = "Lovelace";
    facts.email_address = lower_case(user_id) + ".mail@example.net";
    facts.time_zone = "Europe/London";
    facts.alternate_user_ids.push_back("alias@example.net");
    facts.services.push_back(AssignedService{"Integrated IMP", true});
    reading.source.facts = facts;
    reading.source.read_at = Instant(Millis(1700000000123));
    return reading;
}

ReadUser StoreTest::absent(const std::string& user_id)
{
    ReadUser reading;
    reading.asked = user_id;
    reading.source.absence_is_proven = true;
    reading.source.proof = "the group was read in full and does not hold the user";
    reading.source.read_at = Instant(Millis(1700000000123));
    return reading;
}

StagedUser StoreTest::staged(const std::string& user_id, const std::string& row, const std::string& group)
{
    StagedUser user;
    user.user_id = user_id;
    user.group = GroupKey{"sp1", group};
    user.row = row;
    user.entitlements = "pack:Webex";
    return user;
}

WebexSubscriber StoreTest::in_webex(const std::string& id, const std::string& user_id,
                                    const std::string& provisioning_id)
{
    WebexSubscriber subscriber;
    subscriber.id = id;
    subscriber.user_id = user_id;
    subscriber.provisioning_id = provisioning_id;
    subscriber.sp_enterprise_id = "ent1";
    subscriber.email = lower_case(user_id) + ".webex@example.net";
    subscriber.package = "standard";
    subscriber.status = WebexStatus::kProvisioned;
    subscriber.status_text = "provisioned";
    subscriber.errors.push_back(WebexError{2017, "something"});
    subscriber.created = Instant(Millis(1600000000001));
    subscriber.last_status_change = Instant(Millis(1600000000002));
    return subscriber;
}

ProvisionRequest StoreTest::request(const std::string& user_id)
{
    ProvisionRequest wanted;
    wanted.provisioning_id = "p1";
    wanted.user_id = user_id;
    wanted.sp_enterprise_id = "ent1";
    wanted.package = "standard";
    wanted.email = lower_case(user_id) + ".mail@example.net";
    wanted.primary_phone_number = "+12405551212";
    wanted.time_zone = "Europe/London";
    return wanted;
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
