#include "storage/source/snapshots.hpp"

#include "storage/engine/rows.hpp"
#include "storage/source/staging.hpp"

namespace bwsync {

namespace {

// From here on hashing everything beats looking up one by one.
constexpr std::int64_t kManyRows = 20000;

constexpr const char* kLoad = R"sql(
select name, service_provider_id, group_id, staged_rows, ended_at is not null, coalesce(outcome, ''), users, changed, missing, deep
from snapshots where id = $1 for update)sql";

constexpr const char* kEnd = R"sql(
update snapshots s
set ended_at = now(), users = $2, changed = $3, missing = $4, deep = $5,
    outcome = case when exists (select from snapshot_parts p where p.snapshot = s.id and not p.is_complete) then 'partial' else 'complete' end
where id = $1)sql";

constexpr const char* kForgetParts = "delete from snapshot_parts where snapshot = $1 and is_complete";

}  // namespace

Result<RunningSnapshot> load_snapshot(Transaction& transaction, std::int64_t snapshot)
{
    Parameters parameters;
    parameters.number(snapshot);
    const pqxx::result found = transaction.run(kLoad, parameters);
    if (found.empty()) return Error(ErrorKind::kRejected, "there is no snapshot " + std::to_string(snapshot));
    const pqxx::row row = found[0];
    RunningSnapshot running;
    running.id = snapshot;
    running.name = text(row[0]);
    running.scope = GroupKey{text(row[1]), text(row[2])};
    running.staged_rows = number(row[3]);
    if (!flag(row[4])) return running;
    if (text(row[5]) == "failed")
        return Error(ErrorKind::kRejected, "the snapshot " + std::to_string(snapshot) + " has failed");
    running.ended_with = SnapshotResult{number(row[6]), number(row[7]), number(row[8]), number(row[9])};
    return running;
}

void prepare_comparison(Transaction& transaction, const RunningSnapshot& snapshot, const char* key)
{
    const std::string table = staging_table(snapshot.id);
    transaction.run_once("set local statement_timeout = '10min'; set local work_mem = '64MB'");
    transaction.run_once("create index on " + table + " (" + key + ")");
    // The planner knows nothing yet of rows that were staged a moment ago, and takes a wrong guess for a loop over all
    // pairs.
    transaction.run_once("analyze " + table + "; analyze snapshot_parts");
    if (snapshot.staged_rows > kManyRows) transaction.run_once("set local enable_nestloop = off");
}

std::int64_t count_failed_parts(Transaction& transaction, std::int64_t snapshot)
{
    Parameters parameters;
    parameters.number(snapshot);
    return number(transaction.run("select count(*) from snapshot_parts where snapshot = $1 and not is_complete",
                                  parameters)[0][0]);
}

void end_snapshot(Transaction& transaction, std::int64_t snapshot, const SnapshotResult& result)
{
    Parameters end;
    end.number(snapshot).number(result.users).number(result.changed).number(result.missing).number(result.deep);
    transaction.run(kEnd, end);
    Parameters parameters;
    parameters.number(snapshot);
    transaction.run(kForgetParts, parameters);
    drop_staging_table(transaction, snapshot);
}

}  // namespace bwsync
