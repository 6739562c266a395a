#include "storage/source/staging.hpp"

#include <tuple>

#include "daemon/domain/basics/fnv1a.hpp"
#include "daemon/domain/basics/text.hpp"
#include "storage/engine/rows.hpp"
#include "storage/guard/lease_store.hpp"
#include "storage/source/source_store.hpp"

namespace bwsync {

namespace {

constexpr const char* kEndOlder = R"sql(
update snapshots set ended_at = now(), outcome = 'failed', problem = 'another snapshot was begun'
where name = $1 and side = $2 and ended_at is null
returning id)sql";

constexpr const char* kBegin = R"sql(
insert into snapshots (name, side, service_provider_id, group_id, trigger) values ($1, $2, $3, $4, $5) returning id)sql";

constexpr const char* kIsRunning = "select from snapshots where id = $1 and ended_at is null";

constexpr const char* kCount = "update snapshots set staged_rows = staged_rows + $2 where id = $1";

constexpr const char* kPart = R"sql(
insert into snapshot_parts (snapshot, service_provider_id, group_id, is_complete, detail) values ($1, $2, $3, $4, $5)
on conflict (snapshot, service_provider_id, group_id) do update
set is_complete = excluded.is_complete, detail = excluded.detail)sql";

constexpr const char* kFail = R"sql(
update snapshots set ended_at = now(), outcome = 'failed', problem = $2 where id = $1 and ended_at is null)sql";

constexpr const char* kLast = R"sql(
select to_ms(max(ended_at)) from snapshots
where name = $1 and side = $2 and outcome = 'complete' and service_provider_id = '' and group_id = '')sql";

constexpr const char* kOrphans = R"sql(
select c.relname from pg_class c
where c.relnamespace = 'bwsync'::regnamespace and c.relname ~ '^staged_[0-9]+$' and c.relkind = 'r'
  and not exists (select from snapshots s where s.ended_at is null and c.relname = 'staged_' || s.id))sql";

const std::vector<std::string> kStagedColumns = {"user_key", "user_id", "service_provider_id",
                                                 "group_id", "hash",    "entitlements"};

// Compared with what an earlier sweep left, perhaps of another version.
std::int64_t hash_of(const StagedUser& user)
{
    constexpr unsigned kEndOfField = 0x1F;
    Fnv1a hash;
    const auto mix = [&hash](const std::string& text) { hash.add(text).mark(kEndOfField); };
    mix(user.group.service_provider_id);
    mix(user.group.group_id);
    mix(user.row);
    mix(user.entitlements);
    return static_cast<std::int64_t>(hash.value());
}

void make_table(Transaction& transaction, std::int64_t snapshot, SnapshotSide side)
{
    const char* columns = side == SnapshotSide::kBroadWorks
                              ? "user_key text collate \"C\" not null, user_id text not null, service_provider_id text "
                                "collate \"C\" not null, "
                                "group_id text collate \"C\" not null, hash bigint not null, entitlements text not null"
                              : "webex_id text collate \"C\" not null";
    transaction.run_once("create unlogged table " + staging_table(snapshot) + " (" + columns + ")");
}

}  // namespace

std::string staging_table(std::int64_t snapshot)
{
    return "bwsync.staged_" + std::to_string(snapshot);
}

Result<> check_running(Transaction& transaction, std::int64_t snapshot)
{
    Parameters parameters;
    parameters.number(snapshot);
    if (!transaction.run(kIsRunning, parameters).empty()) return std::monostate();
    return Error(ErrorKind::kConflict, "the snapshot " + std::to_string(snapshot) + " has ended");
}

void count_staged(Transaction& transaction, std::int64_t snapshot, std::size_t rows)
{
    Parameters parameters;
    parameters.number(snapshot).number(static_cast<std::int64_t>(rows));
    transaction.run(kCount, parameters);
}

Result<> check_complete(Transaction& transaction, std::int64_t snapshot, std::int64_t counted)
{
    const std::int64_t found = number(transaction.run_once("select count(*) from " + staging_table(snapshot))[0][0]);
    if (found == counted) return std::monostate();
    return Error(ErrorKind::kRejected, "the server lost staged rows of the snapshot (" + std::to_string(found) +
                                           " of " + std::to_string(counted) + " are there): it has to be begun again");
}

void drop_orphans(Transaction& transaction)
{
    for (const pqxx::row& row : transaction.run(kOrphans)) {
        transaction.run_once("drop table if exists bwsync." + transaction.raw().quote_name(text(row[0])));
    }
}

Task<Result<std::int64_t>> PostgresSourceStore::begin_snapshot(Lease lease, std::string name, SnapshotSide side,
                                                               GroupKey scope, std::string trigger)
{
    return executor_.transact<std::int64_t>("begin_snapshot", [=](Transaction& transaction) -> Result<std::int64_t> {
        if (Result<> held = check_lease(transaction, lease); !held) return held.error();
        Parameters older;
        older.text(name).text(name_of(side));
        for (const pqxx::row& row : transaction.run(kEndOlder, older)) {
            transaction.run_once("drop table if exists " + staging_table(number(row[0])));
        }
        Parameters parameters;
        parameters.text(name).text(name_of(side)).text(scope.service_provider_id).text(scope.group_id).text(trigger);
        const std::int64_t snapshot = number(transaction.run(kBegin, parameters)[0][0]);
        make_table(transaction, snapshot, side);
        return snapshot;
    });
}

Task<Result<>> PostgresSourceStore::stage_users(std::int64_t snapshot, std::vector<StagedUser> users)
{
    return executor_.transact<std::monostate>(
        "stage_users", [=, rows = std::move(users)](Transaction& transaction) -> Result<> {
            if (Result<> running = check_running(transaction, snapshot); !running) return running;
            if (rows.empty()) return std::monostate();
            pqxx::stream_to stream(transaction.raw(), "staged_" + std::to_string(snapshot), kStagedColumns);
            for (const StagedUser& user : rows) {
                stream << std::make_tuple(storable_text(lower_case(user.user_id)), storable_text(user.user_id),
                                          storable_text(user.group.service_provider_id),
                                          storable_text(user.group.group_id), hash_of(user),
                                          storable_text(user.entitlements));
            }
            stream.complete();
            count_staged(transaction, snapshot, rows.size());
            return std::monostate();
        });
}

Task<Result<>> PostgresSourceStore::stage_part(std::int64_t snapshot, SnapshotPart part)
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

Task<Result<>> PostgresSourceStore::fail_snapshot(Lease lease, std::int64_t snapshot, std::string why)
{
    return executor_.transact<std::monostate>("fail_snapshot", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        Parameters parameters;
        parameters.number(snapshot).text(why);
        transaction.run(kFail, parameters);
        transaction.run_once("drop table if exists " + staging_table(snapshot));
        return std::monostate();
    });
}

Task<Result<std::optional<Instant>>> PostgresSourceStore::last_snapshot(std::string name, SnapshotSide side)
{
    return executor_.transact<std::optional<Instant>>("last_snapshot",
                                                      [=](Transaction& transaction) -> Result<std::optional<Instant>> {
                                                          Parameters parameters;
                                                          parameters.text(name).text(name_of(side));
                                                          return instant(transaction.run(kLast, parameters)[0][0]);
                                                      });
}

}  // namespace bwsync
