#include "tests/contract/store/contract_fixture.hpp"

#include "daemon/domain/basics/text.hpp"

namespace bwsync::test {

StoreContract::StoreContract()
    : store(GetParam() == StoreKind::kPostgres ? postgres_under_test() : memory_under_test()),
      cluster_lease(hold("cluster/east")),
      bridge_lease(hold("bridge/east-acme"))
{
    // Whoever works on the bridge has asked what is due, and with it said where the bridge leads.
    due(1);
}

Lease StoreContract::hold(const std::string& name, const std::string& holder, const std::string& incarnation,
                          Millis ttl)
{
    const std::optional<Lease> lease = value(store->leases().hold_lease(name, holder, incarnation, ttl));
    if (!lease) throw std::runtime_error("the lease " + name + " is held by another");
    return *lease;
}

std::vector<ClaimedKey> StoreContract::claim(int limit)
{
    return value(store->feed().claim_dirty(cluster_lease, kCluster, {DirtyKind::kUser}, limit));
}

void StoreContract::read(std::vector<ReadUser> readings, std::vector<Rename> renames)
{
    done(store->source().record_readings(
        cluster_lease, ReadingBatch{kCluster, {kBridge}, std::move(readings), std::move(renames), {}}));
}

std::vector<Subject> StoreContract::due(int limit)
{
    return value(store->subscribers().due_subscribers(east_acme(), {}, limit));
}

SubscriberRow StoreContract::subscriber(const std::string& user_key)
{
    SubjectQuery query;
    query.bridge = east_acme();
    query.user_keys.push_back(user_key);
    const std::vector<Subject> found = value(store->subscribers().read_subjects(query));
    if (found.size() == 1) return found.front().row;
    ADD_FAILURE() << "no subscriber " << user_key;
    return {};
}

void StoreContract::save(const SubscriberRow& row)
{
    done(store->subscribers().save_subscribers(bridge_lease, std::vector<SubscriberRow>(1, row)));
}

SubscriberRow StoreContract::provisioned(const std::string& user_id, const std::string& webex_id)
{
    const std::string key = lower_case(user_id);
    read(std::vector<ReadUser>(1, present(user_id)));
    SubscriberRow row = subscriber(key);
    row.state = SubscriberState::kProvisioned;
    row.wanted = request(user_id);
    row.webex_id = webex_id;
    row.service_provider_id = "sp1";
    row.group_id = "g1";
    row.due_at.reset();
    save(row);
    value(store->mirror().record_webex(kPartner, std::vector<WebexSubscriber>(1, in_webex(webex_id, user_id)),
                                       std::nullopt));
    probe().rest(key);
    return subscriber(key);
}

std::int64_t StoreContract::snapshot(const std::vector<StagedUser>& users, bool is_complete)
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
