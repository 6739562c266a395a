#include "storage/source/broadworks_snapshot.hpp"

#include "storage/engine/channels.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/source/staging.hpp"

namespace bwsync {

namespace {

// Somebody provisioned or about to be: whom a disappearance or a change concerns. Who is absent already is watched one
// by one.
constexpr const char* kDiff = R"sql(
create temporary table diff on commit drop as
select distinct on (s.user_key) s.user_key, s.user_id, s.service_provider_id, s.group_id, s.hash, s.entitlements,
       case when u.user_key is null or (u.facts is null and u.list_hash is null) then 'sweep-new' else 'sweep-changed' end as cause
from $staged$ s
left join source_users u on u.cluster = $cluster$ and u.user_key = s.user_key
where (u.list_hash is distinct from s.hash
       -- A pack whose list holds the user and that the last full reading did not show: one of the two was wrong.
       or exists (select from unnest(string_to_array(s.entitlements, ';')) as e (name)
                  where e.name like 'pack:%' and u.facts is not null and not (u.facts -> 'servicePacks') ? substr(e.name, 6)))
  and (s.entitlements <> '' or u.entitlements <> '' or
       exists (select from subscribers b where b.cluster = $cluster$ and b.user_key = s.user_key and b.state not in ('removed', 'ignored')))
order by s.user_key, s.entitlements desc;

insert into diff
select distinct on (b.user_key) b.user_key, coalesce(u.user_id, b.user_id), p.service_provider_id, p.group_id, null, '', 'sweep-missing'
from subscribers b
left join source_users u on u.cluster = $cluster$ and u.user_key = b.user_key
-- Only a part that was read in full says that somebody is not in it. Who has no reading at all is looked for where it was last.
join snapshot_parts p on p.snapshot = $snapshot$ and p.is_complete
     and p.service_provider_id = coalesce(u.service_provider_id, b.service_provider_id) and p.group_id = coalesce(u.group_id, b.group_id)
where b.cluster = $cluster$ and not b.is_absent
  and (b.webex_id <> '' or (b.wanted is not null and b.state not in ('removed', 'ignored')))
  and (u.user_key is null or u.facts is not null)
  and ($provider$ = '' or p.service_provider_id = $provider$) and ($group$ = '' or p.group_id = $group$)
  and not exists (select from $staged$ s where s.user_key = b.user_key);

insert into diff
select u.user_key, u.user_id, u.service_provider_id, u.group_id, null, '', 'refresh'
from source_users u
where u.cluster = $cluster$ and u.facts is not null and u.entitlements <> ''
  and ($provider$ = '' or u.service_provider_id = $provider$) and ($group$ = '' or u.group_id = $group$)
  and not exists (select from diff d where d.user_key = u.user_key)
order by u.read_at
limit ceil($fraction$ * (select count(*) from $staged$ s where s.entitlements <> ''))::bigint)sql";

constexpr const char* kRemember = R"sql(
insert into source_users as u (cluster, user_key, user_id, service_provider_id, group_id, list_hash, entitlements)
select $1, user_key, user_id, service_provider_id, group_id, hash, entitlements from diff where hash is not null order by user_key
on conflict (cluster, user_key) do update
set list_hash = excluded.list_hash, entitlements = excluded.entitlements,
    service_provider_id = case when u.facts is null then excluded.service_provider_id else u.service_provider_id end,
    group_id = case when u.facts is null then excluded.group_id else u.group_id end)sql";

constexpr const char* kMakeDirty = R"sql(
insert into dirty_keys as d (cluster, kind, key, service_provider_id, group_id, user_id, generation, cause, first_at, due_at)
select $1, 'user', user_key, service_provider_id, group_id, user_id, nextval('dirty_generation'), cause, now(), now()
from diff order by user_key
on conflict (cluster, kind, key) do update
set generation = excluded.generation, due_at = least(d.due_at, excluded.due_at),
    cause = case when cause_weight(excluded.cause) >= cause_weight(d.cause) then excluded.cause else d.cause end)sql";

constexpr const char* kCounts = R"sql(
select count(*) filter (where cause in ('sweep-new', 'sweep-changed')), count(*) filter (where cause = 'sweep-missing'),
       count(*) filter (where cause = 'refresh')
from diff)sql";

std::string with(std::string sql, const std::string& place, const std::string& value)
{
    for (std::size_t at = sql.find(place); at != std::string::npos; at = sql.find(place, at + value.size())) {
        sql.replace(at, place.size(), value);
    }
    return sql;
}

// Names of tables cannot be parameters, and temporary tables are made anew each time: so this text is made here, of
// numbers alone.
std::string diff_sql(const RunningSnapshot& snapshot, double deep_fraction)
{
    const std::string row = " from snapshots where id = " + std::to_string(snapshot.id) + ")";
    std::string sql = with(kDiff, "$staged$", staging_table(snapshot.id));
    sql = with(std::move(sql), "$snapshot$", std::to_string(snapshot.id));
    sql = with(std::move(sql), "$fraction$", std::to_string(deep_fraction));
    sql = with(std::move(sql), "$provider$", "(select service_provider_id" + row);
    sql = with(std::move(sql), "$group$", "(select group_id" + row);
    return with(std::move(sql), "$cluster$", "(select name" + row);
}

}  // namespace

SnapshotResult compare_broadworks(Transaction& transaction, const RunningSnapshot& snapshot, double deep_fraction)
{
    prepare_comparison(transaction, snapshot, "user_key");
    transaction.run_once(diff_sql(snapshot, deep_fraction));
    SnapshotResult result;
    // Not prepared: a prepared statement would remember a temporary table that is gone.
    const pqxx::row counts = transaction.run_once(kCounts)[0];
    result.users = snapshot.staged_rows;
    result.changed = number(counts[0]);
    result.missing = number(counts[1]);
    result.deep = number(counts[2]);
    const std::string cluster = storable_text(snapshot.name);
    transaction.raw().exec_params(kRemember, cluster);
    transaction.raw().exec_params(kMakeDirty, cluster);
    if (result.changed + result.missing + result.deep > 0) notify(transaction, kDirtyChannel, cluster);
    return result;
}

}  // namespace bwsync
