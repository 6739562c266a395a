#include "storage/source/staging.hpp"

#include <tuple>

#include "daemon/domain/basics/fnv1a.hpp"
#include "daemon/domain/basics/text.hpp"
#include "storage/engine/rows.hpp"

namespace bwsync {

namespace {

constexpr const char* kIsRunning = "select from snapshots where id = $1 and ended_at is null";

constexpr const char* kCount = "update snapshots set staged_rows = staged_rows + $2 where id = $1";

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

void count_staged(Transaction& transaction, std::int64_t snapshot, std::size_t rows)
{
    Parameters parameters;
    parameters.number(snapshot).number(static_cast<std::int64_t>(rows));
    transaction.run(kCount, parameters);
}

}  // namespace

std::string staging_table(std::int64_t snapshot)
{
    return "bwsync.staged_" + std::to_string(snapshot);
}

void make_staging_table(Transaction& transaction, std::int64_t snapshot, SnapshotSide side)
{
    const char* columns = side == SnapshotSide::kBroadWorks
                              ? "user_key text collate \"C\" not null, user_id text not null, service_provider_id text "
                                "collate \"C\" not null, "
                                "group_id text collate \"C\" not null, hash bigint not null, entitlements text not null"
                              : "webex_id text collate \"C\" not null";
    transaction.run_once("create unlogged table " + staging_table(snapshot) + " (" + columns + ")");
}

void drop_staging_table(Transaction& transaction, std::int64_t snapshot)
{
    transaction.run_once("drop table if exists " + staging_table(snapshot));
}

Result<> check_running(Transaction& transaction, std::int64_t snapshot)
{
    Parameters parameters;
    parameters.number(snapshot);
    if (!transaction.run(kIsRunning, parameters).empty()) return std::monostate();
    return Error(ErrorKind::kConflict, "the snapshot " + std::to_string(snapshot) + " has ended");
}

Result<> stage_users(Transaction& transaction, std::int64_t snapshot, const std::vector<StagedUser>& users)
{
    if (Result<> running = check_running(transaction, snapshot); !running) return running;
    if (users.empty()) return std::monostate();
    pqxx::stream_to stream(transaction.raw(), "staged_" + std::to_string(snapshot), kStagedColumns);
    for (const StagedUser& user : users) {
        stream << std::make_tuple(storable_text(lower_case(user.user_id)), storable_text(user.user_id),
                                  storable_text(user.group.service_provider_id), storable_text(user.group.group_id),
                                  hash_of(user), storable_text(user.entitlements));
    }
    stream.complete();
    count_staged(transaction, snapshot, users.size());
    return std::monostate();
}

Result<> stage_webex(Transaction& transaction, std::int64_t snapshot, const std::vector<WebexSubscriber>& subscribers)
{
    if (Result<> running = check_running(transaction, snapshot); !running) return running;
    pqxx::stream_to stream(transaction.raw(), "staged_" + std::to_string(snapshot),
                           std::vector<std::string>{"webex_id"});
    for (const WebexSubscriber& subscriber : subscribers) stream << std::make_tuple(storable_text(subscriber.id));
    stream.complete();
    count_staged(transaction, snapshot, subscribers.size());
    return std::monostate();
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

}  // namespace bwsync
