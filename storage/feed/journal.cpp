#include "storage/feed/journal.hpp"

#include <tuple>

#include "storage/engine/keys.hpp"
#include "storage/engine/rows.hpp"

namespace bwsync {

namespace {

const std::vector<std::string> kColumns = {"cluster",  "server",     "command",    "class", "write_id",
                                           "actor",    "login_type", "identities", "kind",  "service_provider_id",
                                           "group_id", "user_key"};

// Name=value pairs as a JSON array of pairs; control characters are of no use in an id.
std::string identities_text(const FeedRecord& record)
{
    std::string json = "[";
    const auto append = [&json](const std::string& value) {
        json += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\') json += '\\';
            json += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
        json += '"';
    };
    for (const auto& [name, value] : record.identities) {
        json += json.size() > 1 ? ",[" : "[";
        append(name);
        json += ',';
        append(value);
        json += ']';
    }
    return storable_text(json + "]");
}

// Partitions are made alone and attached, which does not lock readers and writers of the journal out.
constexpr const char* kMakePartitions = R"sql(
do $do$
declare
    day date;
    part text;
begin
    perform pg_advisory_xact_lock(7023994521843373);
    for day in select (now() at time zone 'UTC')::date + n from generate_series(0, $days$) n loop
        part := 'journal_' || to_char(day, 'YYYYMMDD');
        continue when to_regclass('bwsync.' || part) is not null;
        execute format('create table bwsync.%I (like bwsync.journal including defaults including indexes)', part);
        execute format('alter table bwsync.journal attach partition bwsync.%I for values from (%L) to (%L)',
                       part, day || ' 00:00+00', (day + 1) || ' 00:00+00');
    end loop;
end $do$)sql";

constexpr const char* kHasToday =
    "select to_regclass('bwsync.journal_' || to_char(now() at time zone 'UTC', 'YYYYMMDD'))";

constexpr const char* kOldPartitions = R"sql(
select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'bwsync.journal'::regclass
  and to_date(right(c.relname, 8), 'YYYYMMDD') + 1 < ((now() - $1::bigint * interval '1 millisecond') at time zone 'UTC')::date)sql";

}  // namespace

void write_journal(Transaction& transaction, const std::string& cluster, const std::string& server,
                   const std::vector<FeedEvent>& events)
{
    if (events.empty()) return;
    // Housekeeping makes partitions days ahead; a daemon that was asleep for longer makes today's here.
    if (transaction.run(kHasToday)[0][0].is_null()) make_journal_partitions(transaction, 1);
    pqxx::stream_to stream(transaction.raw(), "journal", kColumns);
    const std::string clean_cluster = storable_text(cluster);
    const std::string clean_server = storable_text(server);
    for (const FeedEvent& event : events) {
        const FeedRecord& record = event.record;
        const std::string command = storable_text(record.command);
        const std::string feed_class(name_of(event.classification.feed_class));
        const std::string write_id = storable_text(record.write_id);
        const std::string actor = storable_text(record.actor);
        const std::string login = storable_text(record.login_type);
        const std::string identities = identities_text(record);
        const auto write = [&](const std::string& kind, const DirtyKey& key) {
            const std::string user_key = kind == "user" ? storable_text(key_text(key)) : std::string();
            stream << std::make_tuple(clean_cluster, clean_server, command, feed_class, write_id, actor, login,
                                      identities, kind, storable_text(key.service_provider_id),
                                      storable_text(key.group_id), user_key);
        };
        for (const DirtyKey& key : event.classification.keys) write(std::string(name_of(key.kind)), key);
        if (event.classification.keys.empty()) write("", DirtyKey());
    }
    stream.complete();
}

void make_journal_partitions(Transaction& transaction, int days_ahead)
{
    std::string sql = kMakePartitions;
    const std::string place = "$days$";
    sql.replace(sql.find(place), place.size(), std::to_string(days_ahead));
    transaction.run_once(sql);
}

int drop_journal_partitions(Transaction& transaction, Millis keep)
{
    Parameters parameters;
    parameters.number(keep.count());
    int dropped = 0;
    for (const pqxx::row& row : transaction.run(kOldPartitions, parameters)) {
        transaction.run_once("drop table bwsync." + transaction.raw().quote_name(text(row[0])));
        ++dropped;
    }
    return dropped;
}

}  // namespace bwsync
