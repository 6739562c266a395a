#include "storage/source/snapshot_store.hpp"

#include "storage/engine/channels.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/guard/bridges.hpp"
#include "storage/guard/lease_store.hpp"
#include "storage/source/broadworks_snapshot.hpp"
#include "storage/source/snapshots.hpp"
#include "storage/source/staging.hpp"
#include "storage/source/webex_snapshot.hpp"

namespace bwsync {

namespace {

constexpr const char* kEndOlder = R"sql(
update snapshots set ended_at = now(), outcome = 'failed', problem = 'another snapshot was begun'
where name = $1 and side = $2 and ended_at is null
returning id)sql";

constexpr const char* kBegin = R"sql(
insert into snapshots (name, side, service_provider_id, group_id, trigger) values ($1, $2, $3, $4, $5) returning id)sql";

constexpr const char* kPart = R"sql(
insert into snapshot_parts (snapshot, service_provider_id, group_id, is_complete, detail) values ($1, $2, $3, $4, $5)
on conflict (snapshot, service_provider_id, group_id) do update
set is_complete = excluded.is_complete, detail = excluded.detail)sql";

constexpr const char* kFail = R"sql(
update snapshots set ended_at = now(), outcome = 'failed', problem = $2 where id = $1 and ended_at is null)sql";

constexpr const char* kLast = R"sql(
select to_ms(max(ended_at)) from snapshots
where name = $1 and side = $2 and outcome = 'complete' and service_provider_id = '' and group_id = '')sql";

constexpr const char* kCloseGaps = R"sql(
update gaps g set closed_at = now(), closed_by = s.id
from snapshots s
where s.id = $1 and s.outcome = 'complete' and s.service_provider_id = '' and s.group_id = ''
  and g.cluster = s.name and g.closed_at is null and g.settled_at <= s.began_at)sql";

}  // namespace

Task<Result<std::int64_t>> PostgresSnapshotStore::begin_snapshot(Lease lease, NewSnapshot snapshot)
{
    return executor_.transact<std::int64_t>("begin_snapshot", [=](Transaction& transaction) -> Result<std::int64_t> {
        if (Result<> held = check_lease(transaction, lease); !held) return held.error();
        Parameters older;
        older.text(snapshot.name).text(name_of(snapshot.side));
        for (const pqxx::row& row : transaction.run(kEndOlder, older)) {
            drop_staging_table(transaction, number(row[0]));
        }
        Parameters parameters;
        parameters.text(snapshot.name)
            .text(name_of(snapshot.side))
            .text(snapshot.scope.service_provider_id)
            .text(snapshot.scope.group_id)
            .text(snapshot.trigger);
        const std::int64_t id = number(transaction.run(kBegin, parameters)[0][0]);
        make_staging_table(transaction, id, snapshot.side);
        return id;
    });
}

Task<Result<>> PostgresSnapshotStore::stage_users(std::int64_t snapshot, std::vector<StagedUser> users)
{
    return executor_.transact<std::monostate>("stage_users",
                                              [=, rows = std::move(users)](Transaction& transaction) -> Result<> {
                                                  return bwsync::stage_users(transaction, snapshot, rows);
                                              });
}

Task<Result<>> PostgresSnapshotStore::stage_part(std::int64_t snapshot, SnapshotPart part)
{
    return executor_.transact<std::monostate>("stage_part", [=](Transaction& transaction) -> Result<> {
        if (Result<> running = check_running(transaction, snapshot); !running) return running;
        Parameters parameters;
        parameters.number(snapshot)
            .text(part.group.service_provider_id)
            .text(part.group.group_id)
            .flag(part.is_complete)
            .text(part.detail);
        transaction.run(kPart, parameters);
        return std::monostate();
    });
}

Task<Result<SnapshotResult>> PostgresSnapshotStore::finish_snapshot(Lease lease, std::int64_t snapshot,
                                                                    double deep_fraction)
{
    return executor_.transact<SnapshotResult>(
        "finish_snapshot", [=](Transaction& transaction) -> Result<SnapshotResult> {
            if (Result<> held = check_lease(transaction, lease); !held) return held.error();
            Result<RunningSnapshot> running = load_snapshot(transaction, snapshot);
            if (!running) return running.error();
            if (running->ended_with) {
                SnapshotResult before = *running->ended_with;
                before.failed_parts = count_failed_parts(transaction, snapshot);
                return before;
            }
            if (Result<> complete = check_complete(transaction, snapshot, running->staged_rows); !complete)
                return complete.error();
            SnapshotResult result = compare_broadworks(transaction, *running, deep_fraction);
            result.failed_parts = count_failed_parts(transaction, snapshot);
            end_snapshot(transaction, snapshot, result);
            Parameters parameters;
            parameters.number(snapshot);
            transaction.run(kCloseGaps, parameters);
            return result;
        });
}

Task<Result<SnapshotResult>> PostgresSnapshotStore::finish_webex_snapshot(Lease lease, std::int64_t snapshot,
                                                                          BridgeRef bridge)
{
    return executor_.transact<SnapshotResult>(
        "finish_webex_snapshot", [=](Transaction& transaction) -> Result<SnapshotResult> {
            if (Result<> held = check_lease(transaction, lease); !held) return held.error();
            remember_bridge(transaction, bridge);
            Result<RunningSnapshot> running = load_snapshot(transaction, snapshot);
            if (!running) return running.error();
            if (running->ended_with) return *running->ended_with;
            if (Result<> complete = check_complete(transaction, snapshot, running->staged_rows); !complete)
                return complete.error();
            const SnapshotResult result = compare_webex(transaction, *running, bridge);
            end_snapshot(transaction, snapshot, result);
            notify(transaction, kSubscribersChannel, bridge.bridge);
            return result;
        });
}

Task<Result<>> PostgresSnapshotStore::fail_snapshot(Lease lease, std::int64_t snapshot, std::string why)
{
    return executor_.transact<std::monostate>("fail_snapshot", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        Parameters parameters;
        parameters.number(snapshot).text(why);
        transaction.run(kFail, parameters);
        drop_staging_table(transaction, snapshot);
        return std::monostate();
    });
}

Task<Result<std::optional<Instant>>> PostgresSnapshotStore::last_snapshot(std::string name, SnapshotSide side)
{
    return executor_.transact<std::optional<Instant>>("last_snapshot",
                                                      [=](Transaction& transaction) -> Result<std::optional<Instant>> {
                                                          Parameters parameters;
                                                          parameters.text(name).text(name_of(side));
                                                          return instant(transaction.run(kLast, parameters)[0][0]);
                                                      });
}

}  // namespace bwsync
