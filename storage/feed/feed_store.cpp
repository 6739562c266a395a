#include "storage/feed/feed_store.hpp"

#include "storage/engine/keys.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/feed/journal.hpp"
#include "storage/guard/lease_store.hpp"

namespace bwsync {

namespace {

constexpr const char* kHints = R"sql(
insert into rename_hints (cluster, from_key, to_key, from_id, to_id, write_id)
select $1, from_key, to_key, from_id, to_id, write_id
from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as h (from_key, to_key, from_id, to_id, write_id)
on conflict do nothing)sql";

constexpr const char* kPendingRenames = "select from_id, to_id from rename_hints where cluster = $1 order by id";

constexpr const char* kOpenGap = R"sql(
insert into gaps as g (cluster, server, cause, detail) values ($1, $2, $3, $4)
on conflict (cluster, server) where settled_at is null and closed_at is null do update set cause = g.cause
returning id)sql";

constexpr const char* kEndEpoch = R"sql(
update feed_epochs set ended_at = now(), end_cause = $3 where cluster = $1 and server = $2 and ended_at is null)sql";

constexpr const char* kBeginEpoch = R"sql(
insert into feed_epochs (cluster, server) values ($1, $2) on conflict (cluster, server) where ended_at is null do nothing)sql";

constexpr const char* kSettle = R"sql(
update gaps set settled_at = now() where cluster = $1 and server = $2 and settled_at is null and closed_at is null)sql";

constexpr const char* kAwaiting = R"sql(
select count(*) from gaps where cluster = $1 and settled_at is not null and closed_at is null)sql";

bool ends_connection(GapCause cause)
{
    return cause == GapCause::kDisconnected || cause == GapCause::kRefused || cause == GapCause::kTakeover ||
           cause == GapCause::kConnect;
}

void write_hints(Transaction& transaction, const std::string& cluster, const std::vector<FeedEvent>& events)
{
    Array from_keys;
    Array to_keys;
    Array from_ids;
    Array to_ids;
    Array write_ids;
    bool has_any = false;
    for (const FeedEvent& event : events) {
        for (const Rename& rename : event.classification.renames) {
            from_keys.text(lower_case(rename.from));
            to_keys.text(lower_case(rename.to));
            from_ids.text(rename.from);
            to_ids.text(rename.to);
            write_ids.text(event.record.write_id);
            has_any = true;
        }
    }
    if (!has_any) return;
    Parameters parameters;
    parameters.text(cluster).array(from_keys).array(to_keys).array(from_ids).array(to_ids).array(write_ids);
    transaction.run(kHints, parameters);
}

HintBatch hints_of(const std::vector<FeedEvent>& events)
{
    HintBatch batch;
    for (const FeedEvent& event : events) {
        const Classification& classification = event.classification;
        for (const DirtyKey& key : classification.keys) {
            DirtyHint hint;
            hint.key = key;
            hint.cause = classification.says_gone ? DirtyCause::kEventGone : DirtyCause::kEvent;
            hint.has_later_effects = classification.has_later_effects;
            batch.add(hint);
        }
    }
    return batch;
}

}  // namespace

Task<Result<>> PostgresFeedStore::record_events(Lease lease, EventBatch batch)
{
    return executor_.transact<std::monostate>(
        "record_events", [=, batch = std::move(batch)](Transaction& transaction) -> Result<> {
            if (Result<> held = check_lease(transaction, lease); !held) return held;
            write_journal(transaction, batch.cluster, batch.server, batch.events);
            hints_of(batch.events).write(transaction, batch.cluster, batch.quiet_period, true);
            write_hints(transaction, batch.cluster, batch.events);
            return std::monostate();
        });
}

Task<Result<>> PostgresFeedStore::mark_dirty(std::string cluster, std::vector<DirtyHint> hints, Millis delay)
{
    return executor_.transact<std::monostate>("mark_dirty",
                                              [=, batch = std::move(hints)](Transaction& transaction) -> Result<> {
                                                  HintBatch merged;
                                                  for (const DirtyHint& hint : batch) merged.add(hint);
                                                  merged.write(transaction, cluster, delay, false);
                                                  return std::monostate();
                                              });
}

Task<Result<std::vector<Rename>>> PostgresFeedStore::pending_renames(std::string cluster)
{
    return executor_.transact<std::vector<Rename>>(
        "pending_renames", [=](Transaction& transaction) -> Result<std::vector<Rename>> {
            Parameters parameters;
            parameters.text(cluster);
            std::vector<Rename> renames;
            for (const pqxx::row& row : transaction.run(kPendingRenames, parameters))
                renames.push_back(Rename{text(row[0]), text(row[1])});
            return renames;
        });
}

Task<Result<std::int64_t>> PostgresFeedStore::open_gap(Lease lease, NewGap gap)
{
    return executor_.transact<std::int64_t>("open_gap", [=](Transaction& transaction) -> Result<std::int64_t> {
        if (Result<> held = check_lease(transaction, lease); !held) return held.error();
        Parameters parameters;
        parameters.text(gap.cluster).text(gap.server).text(name_of(gap.cause)).text(gap.detail);
        const std::int64_t id = number(transaction.run(kOpenGap, parameters)[0][0]);
        Parameters epoch;
        epoch.text(gap.cluster).text(gap.server).text(name_of(gap.cause));
        if (ends_connection(gap.cause)) transaction.run(kEndEpoch, epoch);
        return id;
    });
}

Task<Result<>> PostgresFeedStore::settle_gaps(Lease lease, std::string cluster, std::string server)
{
    return executor_.transact<std::monostate>("settle_gaps", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        Parameters parameters;
        parameters.text(cluster).text(server);
        transaction.run(kSettle, parameters);
        transaction.run(kBeginEpoch, parameters);
        return std::monostate();
    });
}

Task<Result<int>> PostgresFeedStore::gaps_awaiting_snapshot(std::string cluster)
{
    return executor_.transact<int>("gaps_awaiting_snapshot", [=](Transaction& transaction) -> Result<int> {
        Parameters parameters;
        parameters.text(cluster);
        return static_cast<int>(number(transaction.run(kAwaiting, parameters)[0][0]));
    });
}

}  // namespace bwsync
