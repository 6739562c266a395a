#include "storage/operator/housekeeping.hpp"

#include "storage/engine/rows.hpp"
#include "storage/feed/journal.hpp"
#include "storage/source/staging.hpp"

namespace bwsync {

namespace {

constexpr int kPartitionsAhead = 7;

constexpr const char* kSubscribers =
    "select bridge, state, count(*) from subscribers where workspace is null group by bridge, state";
constexpr const char* kWorkspaces =
    "select bridge, state, count(*) from subscribers where workspace is not null group by bridge, state";
constexpr const char* kAbsent = R"sql(
select b.name, (select count(*) from subscribers s where s.bridge = b.name and s.is_absent) from bridges b)sql";
constexpr const char* kIntents = R"sql(
select b.name, (select count(*) from intents i where i.bridge = b.name and i.closed_at is null) from bridges b)sql";
constexpr const char* kDirty =
    "select cluster, kind, count(*) from dirty_keys where first_at <= now() group by cluster, kind";
constexpr const char* kDirtyOldest = R"sql(
select cluster, extract(epoch from now() - min(first_at)) from dirty_keys where first_at <= now() group by cluster)sql";
constexpr const char* kGaps = "select cluster, count(*) from gaps where closed_at is null group by cluster";
constexpr const char* kGapOldest = R"sql(
select cluster, extract(epoch from now() - min(opened_at)) from gaps where closed_at is null group by cluster)sql";
// Of the bridges of a cluster the one that has waited longest counts.
constexpr const char* kSnapshots = R"sql(
select cluster, side, min(at) from (
    select case when s.side = 'webex' then b.cluster else s.name end as cluster, s.side, extract(epoch from max(s.ended_at)) as at
    from snapshots s left join bridges b on s.side = 'webex' and b.name = s.name
    where s.outcome = 'complete' and s.service_provider_id = '' and s.group_id = ''
    group by 1, s.side, s.name) latest
where cluster is not null
group by cluster, side)sql";
constexpr const char* kBrakes = R"sql(
select name, (removals_tripped_at is not null or updates_tripped_at is not null)::integer from bridges where cluster <> '')sql";

constexpr const char* kBreakers = "select bridge, scope, 1 from breakers group by bridge, scope";

constexpr const char* kUnaccounted = "select kind, scope, count(*) from unaccounted group by kind, scope";

constexpr const char* kProcedures = "select bridge, kind, state, count(*) from procedures group by bridge, kind, state";

// Attempts go with their intents, parts with their snapshots.
constexpr const char* kDropIntents = R"sql(
delete from intents where id in (select id from intents where closed_at < now() - $1::bigint * interval '1 millisecond' limit 20000))sql";
constexpr const char* kDropHints = "delete from rename_hints where at < now() - interval '1 day'";
constexpr const char* kDropSnapshots = R"sql(
delete from snapshots s
where s.ended_at < now() - $1::bigint * interval '1 millisecond'
  and exists (select from snapshots n where n.name = s.name and n.side = s.side and n.outcome = 'complete' and n.id > s.id))sql";
constexpr const char* kDropGaps = "delete from gaps where closed_at < now() - $1::bigint * interval '1 millisecond'";
constexpr const char* kDropEpochs =
    "delete from feed_epochs where ended_at < now() - $1::bigint * interval '1 millisecond'";
constexpr const char* kDropActions =
    "delete from operator_actions where at < now() - $1::bigint * interval '1 millisecond'";
// What reconciles invoices is kept for longer: a year and the month that is being billed.
constexpr const char* kDropPeriods = "delete from subscriber_periods where ended_at < now() - interval '400 days'";
constexpr const char* kDropLooks = "delete from webex_looks where ended_at < now() - interval '400 days'";
constexpr const char* kDropRuns = "delete from billing_runs where next_at < now() - interval '400 days'";
// The last of its kind for an enterprise stays.
constexpr const char* kDropProcedures = R"sql(
delete from procedures p
where p.ended_at < now() - $1::bigint * interval '1 millisecond'
  and exists (select from procedures n
              where n.subject = p.subject and n.id > p.id and n.kind = p.kind and n.partner = p.partner and n.cluster = p.cluster))sql";
// Somebody who has been gone for so long, and whom no bridge knows.
constexpr const char* kDropSources = R"sql(
delete from source_users u
where u.facts is null and u.list_hash is null and u.read_at < now() - $1::bigint * interval '1 millisecond'
  and not exists (select from subscribers s where s.cluster = u.cluster and s.user_key = u.user_key))sql";

// The sequence, not the table: closed intents are cleared out in time, and it must never fall.
constexpr const char* kMark = "select case when is_called then last_value else 0 end from intents_id_seq";

std::vector<StoreGauges::Row> gauge(Transaction& transaction, const char* sql)
{
    std::vector<StoreGauges::Row> rows;
    for (const pqxx::row& row : transaction.run(sql)) {
        StoreGauges::Row value;
        for (pqxx::row::size_type i = 0; i + 1 < row.size(); ++i) value.labels.push_back(text(row[i]));
        value.value = row[row.size() - 1].as<double>(0);
        rows.push_back(std::move(value));
    }
    return rows;
}

}  // namespace

Task<Result<StoreGauges>> PostgresHousekeepingStore::gauges()
{
    return executor_.transact<StoreGauges>("gauges", [](Transaction& transaction) -> Result<StoreGauges> {
        StoreGauges gauges;
        gauges.subscribers = gauge(transaction, kSubscribers);
        gauges.subscribers_absent = gauge(transaction, kAbsent);
        gauges.workspaces = gauge(transaction, kWorkspaces);
        gauges.intents_open = gauge(transaction, kIntents);
        gauges.dirty_keys = gauge(transaction, kDirty);
        gauges.dirty_oldest = gauge(transaction, kDirtyOldest);
        gauges.gaps_open = gauge(transaction, kGaps);
        gauges.gap_oldest = gauge(transaction, kGapOldest);
        gauges.snapshot_success = gauge(transaction, kSnapshots);
        gauges.brake_tripped = gauge(transaction, kBrakes);
        gauges.breaker_open = gauge(transaction, kBreakers);
        gauges.procedures = gauge(transaction, kProcedures);
        gauges.unaccounted = gauge(transaction, kUnaccounted);
        return gauges;
    });
}

Task<Result<>> PostgresHousekeepingStore::housekeep(Millis keep)
{
    return executor_.transact<std::monostate>("housekeep", [=](Transaction& transaction) -> Result<> {
        make_journal_partitions(transaction, kPartitionsAhead);
        drop_journal_partitions(transaction, keep);
        drop_orphans(transaction);
        transaction.run(kDropHints);
        Parameters age;
        age.number(keep.count());
        for (const char* sql :
             {kDropIntents, kDropSnapshots, kDropGaps, kDropEpochs, kDropActions, kDropProcedures, kDropSources})
            transaction.run(sql, age);
        for (const char* sql : {kDropPeriods, kDropLooks, kDropRuns}) transaction.run(sql);
        return std::monostate();
    });
}

Task<Result<std::int64_t>> PostgresHousekeepingStore::high_water_mark()
{
    return executor_.transact<std::int64_t>("high_water_mark", [](Transaction& transaction) -> Result<std::int64_t> {
        return number(transaction.run(kMark)[0][0]);
    });
}

}  // namespace bwsync
