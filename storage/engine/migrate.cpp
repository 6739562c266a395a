#include "storage/engine/migrate.hpp"

#include <pqxx/pqxx>

#include "storage/engine/errors.hpp"
#include "storage/engine/rows.hpp"

namespace bwsync {

namespace {

constexpr int kOldestServer = 150000;  // server_version_num of PostgreSQL 15
// A number of our own; every process that migrates takes it for the length of its transaction.
constexpr const char* kLock = "select pg_advisory_xact_lock(7023994521843372)";

Result<> check_server(const pqxx::connection& connection)
{
    const int version = connection.server_version();
    if (version >= kOldestServer) return std::monostate();
    return Error(ErrorKind::kRejected,
                 "PostgreSQL " + std::to_string(version / 10000) + " is too old: bwsync needs PostgreSQL 15 or newer");
}

int schema_version(pqxx::work& work)
{
    work.exec("set local lock_timeout = '60s'; set local statement_timeout = '10min'");
    work.exec(kLock);
    const pqxx::result found = work.exec("select 1 from pg_namespace where nspname = 'bwsync'");
    // Asked first: a role without the right to make schemas can work in one that was made for it.
    if (found.empty()) work.exec("create schema bwsync");
    work.exec("set local search_path = bwsync, pg_temp");
    work.exec("set local client_min_messages = warning");
    work.exec(
        "create table if not exists schema_version "
        "(version integer primary key, name text not null, applied_at timestamptz not null default now())");
    // Not in a migration: it must be there before the first one that an older program may survive.
    work.exec("alter table schema_version add column if not exists survived_from integer");
    return static_cast<int>(number(work.exec("select coalesce(max(version), 0) from schema_version")[0][0]));
}

// Whether every migration that came after `known` says that programs of that version survive it. One that says nothing
// was made by a program without this rule.
bool survives(pqxx::work& work, int known)
{
    const pqxx::result oldest = work.exec_params(
        "select coalesce(max(coalesce(survived_from, version)), 0) from schema_version where version > $1", known);
    return number(oldest[0][0]) <= known;
}

Error too_new(int found, int known)
{
    return Error(ErrorKind::kRejected, "the schema bwsync is of version " + std::to_string(found) +
                                           ", this program knows versions up to " + std::to_string(known) +
                                           " and does not survive what came after: start the newer bwsyncd that made "
                                           "it, or restore a backup from before the upgrade");
}

// The number of the migration applied; 0: nothing is left to do.
Result<int> apply_next(pqxx::connection& connection, const std::vector<Migration>& wanted)
{
    pqxx::work work(connection);
    const int current = schema_version(work);
    const int known = static_cast<int>(wanted.size());
    if (current > known && !survives(work, known)) return too_new(current, known);
    if (current >= known) {
        work.commit();
        return 0;
    }
    const Migration& next = wanted[static_cast<std::size_t>(current)];
    work.exec(next.sql);
    work.exec_params("insert into schema_version (version, name, survived_from) values ($1, $2, $3)", next.number,
                     next.name, next.survived_from);
    work.commit();
    return next.number;
}

}  // namespace

Result<> migrate_schema(const std::string& dsn, const std::vector<Migration>& wanted)
{
    try {
        pqxx::connection connection(dsn);
        if (Result<> checked = check_server(connection); !checked) return checked;
        for (;;) {
            Result<int> applied = apply_next(connection, wanted);
            if (!applied) return applied.error();
            if (*applied == 0) return std::monostate();
        }
    } catch (...) {
        // Every migration is one transaction: a commit in doubt is settled by the next start.
        return translate_current_exception(false).error;
    }
}

}  // namespace bwsync
