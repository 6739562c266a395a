#include "storage/source/source_store.hpp"

#include <map>

#include "daemon/codec/facts_json.hpp"
#include "daemon/domain/basics/text.hpp"
#include "storage/engine/channels.hpp"
#include "storage/engine/keys.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/feed/rename.hpp"
#include "storage/guard/bridges.hpp"
#include "storage/guard/lease_store.hpp"

namespace bwsync {

namespace {

// An absent user keeps the place where it was last seen, and loses what the lists showed of it: should it come back, it
// is new.
constexpr const char* kUpsertSource = R"sql(
insert into source_users as s (cluster, user_key, user_id, service_provider_id, group_id, facts, absence_is_proven, proof, read_at)
select $1, user_key, user_id, service_provider_id, group_id, facts::jsonb, absence_is_proven, proof, from_ms(read_at)
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[], $9::bigint[])
     as r (user_key, user_id, service_provider_id, group_id, facts, absence_is_proven, proof, read_at)
order by user_key
on conflict (cluster, user_key) do update
set user_id = excluded.user_id,
    service_provider_id = case when excluded.facts is null then s.service_provider_id else excluded.service_provider_id end,
    group_id = case when excluded.facts is null then s.group_id else excluded.group_id end,
    facts = excluded.facts,
    absence_is_proven = excluded.absence_is_proven,
    proof = excluded.proof,
    read_at = excluded.read_at,
    list_hash = case when excluded.facts is null then null else s.list_hash end,
    entitlements = case when excluded.facts is null then '' else s.entitlements end)sql";

// Users that exist get a row on each bridge.
constexpr const char* kWakePresent = R"sql(
insert into subscribers as s (bridge, cluster, user_key, user_id, service_provider_id, group_id, due_at, dirty_since)
select b, $1, user_key, user_id, service_provider_id, group_id, now(), from_ms(dirty_since)
from unnest($2::text[]) b,
     unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
     as r (user_key, user_id, service_provider_id, group_id, dirty_since)
order by b, user_key
on conflict (bridge, user_key) do update
set wakes = s.wakes + 1, due_at = least(s.due_at, now()), dirty_since = coalesce(s.dirty_since, excluded.dirty_since))sql";

constexpr const char* kWakeAbsent = R"sql(
update subscribers s set wakes = s.wakes + 1, due_at = least(s.due_at, now()), dirty_since = coalesce(s.dirty_since, from_ms(r.dirty_since))
from unnest($2::text[], $3::bigint[]) as r (user_key, dirty_since)
where s.bridge = any($1) and s.user_key = r.user_key)sql";

constexpr const char* kUpsertProvider = R"sql(
insert into source_service_providers as p (cluster, service_provider_id, is_enterprise, imp_provisioning_url) values ($1, $2, $3, $4)
on conflict (cluster, service_provider_id) do update
set is_enterprise = excluded.is_enterprise, imp_provisioning_url = excluded.imp_provisioning_url, read_at = now()
where p.is_enterprise <> excluded.is_enterprise or p.imp_provisioning_url <> excluded.imp_provisioning_url
returning 1)sql";

constexpr const char* kWakeProvider = R"sql(
update subscribers set wakes = wakes + 1, due_at = least(due_at, now()) where cluster = $1 and service_provider_id = $2)sql";

constexpr const char* kKnownUsers = R"sql(
select user_id from source_users
where cluster = $1 and service_provider_id = $2 and ($3 = '' or group_id = $3) and facts is not null order by user_key)sql";

// Steps from one group to the next through the index instead of reading every user.
constexpr const char* kKnownGroups = R"sql(
with recursive step (name) as (
    (select group_id from source_users
     where cluster = $1 and service_provider_id = $2 and facts is not null order by group_id limit 1)
  union all
    select (select group_id from source_users u
            where u.cluster = $1 and u.service_provider_id = $2 and u.facts is not null and u.group_id > s.name
            order by group_id limit 1)
    from step s where s.name is not null)
select name from step where name is not null)sql";

constexpr const char* kKnownProviders = R"sql(
with recursive step (name) as (
    (select service_provider_id from source_users where cluster = $1 and facts is not null order by service_provider_id limit 1)
  union all
    select (select service_provider_id from source_users u
            where u.cluster = $1 and u.facts is not null and u.service_provider_id > s.name
            order by service_provider_id limit 1)
    from step s where s.name is not null)
select name from step where name is not null
union
select service_provider_id from source_service_providers where cluster = $1
order by 1)sql";

constexpr const char* kLastSeen = R"sql(
select service_provider_id, group_id from source_users
where cluster = $1 and user_key = $2 and service_provider_id <> '')sql";

// One reading per user: PostgreSQL takes a key once per statement. A reading with facts counts more than one without.
std::map<std::string, const ReadUser*> by_key(const std::vector<ReadUser>& readings)
{
    std::map<std::string, const ReadUser*> distinct;
    for (const ReadUser& reading : readings) {
        const std::string& id = reading.source.facts ? reading.source.facts->user_id : reading.asked;
        const ReadUser*& kept = distinct[lower_case(id)];
        if (kept == nullptr || reading.source.facts || !kept->source.facts) kept = &reading;
    }
    return distinct;
}

void write_sources(Transaction& transaction, const std::string& cluster,
                   const std::map<std::string, const ReadUser*>& readings)
{
    Array keys;
    Array ids;
    Array providers;
    Array groups;
    Array facts;
    Array proven;
    Array proofs;
    Array times;
    for (const auto& [key, reading] : readings) {
        const SourceUser& source = reading->source;
        keys.text(key);
        ids.text(source.facts ? source.facts->user_id : reading->asked);
        providers.text(source.facts ? source.facts->service_provider_id : "");
        groups.text(source.facts ? source.facts->group_id : "");
        source.facts ? facts.text(facts_to_json(*source.facts)) : facts.null();
        proven.flag(source.absence_is_proven);
        proofs.text(source.proof);
        times.instant(source.read_at);
    }
    Parameters parameters;
    parameters.text(cluster)
        .array(keys)
        .array(ids)
        .array(providers)
        .array(groups)
        .array(facts)
        .array(proven)
        .array(proofs)
        .array(times);
    transaction.run(kUpsertSource, parameters);
}

void wake_subscribers(Transaction& transaction, const ReadingBatch& batch,
                      const std::map<std::string, const ReadUser*>& readings)
{
    std::map<std::string, Instant> first_at;
    for (const ClaimedKey& key : batch.keys) first_at.emplace(key_text(key.key), key.first_at);
    const auto since = [&](const ReadUser& reading) {
        const auto found = first_at.find(lower_case(reading.asked));
        return found == first_at.end() ? std::nullopt : std::optional(found->second);
    };
    Array keys;
    Array ids;
    Array providers;
    Array groups;
    Array present_since;
    Array absent_keys;
    Array absent_since;
    for (const auto& [key, reading] : readings) {
        if (!reading->source.facts) {
            absent_keys.text(key);
            absent_since.instant(since(*reading));
            continue;
        }
        keys.text(key);
        ids.text(reading->source.facts->user_id);
        providers.text(reading->source.facts->service_provider_id);
        groups.text(reading->source.facts->group_id);
        present_since.instant(since(*reading));
    }
    Parameters present;
    present.text(batch.cluster)
        .array(batch.bridges)
        .array(keys)
        .array(ids)
        .array(providers)
        .array(groups)
        .array(present_since);
    transaction.run(kWakePresent, present);
    Parameters absent;
    absent.array(batch.bridges).array(absent_keys).array(absent_since);
    transaction.run(kWakeAbsent, absent);
}

}  // namespace

Task<Result<>> PostgresSourceStore::record_readings(Lease lease, ReadingBatch batch)
{
    return executor_.transact<std::monostate>(
        "record_readings", [=, batch = std::move(batch)](Transaction& transaction) -> Result<> {
            if (Result<> held = check_lease(transaction, lease); !held) return held;
            apply_renames(transaction, batch.cluster, batch.bridges, batch.renames);
            const auto distinct = by_key(batch.readings);
            if (!distinct.empty()) {
                write_sources(transaction, batch.cluster, distinct);
                wake_subscribers(transaction, batch, distinct);
            }
            finish_keys(transaction, lease, batch.cluster, batch.keys);
            for (const std::string& bridge : batch.bridges) {
                remember_bridge(transaction, bridge, batch.cluster);
                notify(transaction, kSubscribersChannel, bridge);
            }
            return std::monostate();
        });
}

Task<Result<>> PostgresSourceStore::record_service_provider(Lease lease, std::string cluster,
                                                            ServiceProviderFacts facts)
{
    return executor_.transact<std::monostate>("record_service_provider", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        Parameters parameters;
        parameters.text(cluster)
            .text(facts.service_provider_id)
            .flag(facts.is_enterprise)
            .text(facts.imp_provisioning_url);
        if (transaction.run(kUpsertProvider, parameters).empty()) return std::monostate();
        Parameters changed;
        changed.text(cluster).text(facts.service_provider_id);
        transaction.run(kWakeProvider, changed);
        return std::monostate();
    });
}

Task<Result<std::vector<std::string>>> PostgresSourceStore::names(const char* query, const char* sql,
                                                                  Parameters parameters)
{
    return executor_.transact<std::vector<std::string>>(
        query, [=](Transaction& transaction) -> Result<std::vector<std::string>> {
            std::vector<std::string> found;
            for (const pqxx::row& row : transaction.run(sql, parameters)) found.push_back(text(row[0]));
            return found;
        });
}

Task<Result<std::vector<std::string>>> PostgresSourceStore::known_users(std::string cluster, GroupKey group)
{
    Parameters parameters;
    parameters.text(cluster).text(group.service_provider_id).text(group.group_id);
    return names("known_users", kKnownUsers, std::move(parameters));
}

Task<Result<std::vector<std::string>>> PostgresSourceStore::known_groups(std::string cluster,
                                                                         std::string service_provider_id)
{
    Parameters parameters;
    parameters.text(cluster).text(service_provider_id);
    return names("known_groups", kKnownGroups, std::move(parameters));
}

Task<Result<std::vector<std::string>>> PostgresSourceStore::known_service_providers(std::string cluster)
{
    Parameters parameters;
    parameters.text(cluster);
    return names("known_service_providers", kKnownProviders, std::move(parameters));
}

Task<Result<std::optional<GroupKey>>> PostgresSourceStore::last_seen(std::string cluster, std::string user_id)
{
    return executor_.transact<std::optional<GroupKey>>(
        "last_seen", [=](Transaction& transaction) -> Result<std::optional<GroupKey>> {
            Parameters parameters;
            parameters.text(cluster).text(lower_case(user_id));
            const pqxx::result found = transaction.run(kLastSeen, parameters);
            if (found.empty()) return std::optional<GroupKey>();
            return std::optional<GroupKey>(GroupKey{text(found[0][0]), text(found[0][1])});
        });
}

}  // namespace bwsync
