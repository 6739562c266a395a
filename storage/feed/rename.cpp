#include "storage/feed/rename.hpp"

#include "daemon/domain/basics/text.hpp"

namespace bwsync {

namespace {

// A row under the new key that never got to Webex gives way; its history goes to the row that takes its place.
constexpr const char* kMakeRoom = R"sql(
with gone as (
    delete from subscribers t using subscribers f
    where t.bridge = any($1) and t.user_key = $3 and f.bridge = t.bridge and f.user_key = $2
      and t.webex_id = '' and not exists (select from intents i where i.subscriber = t.id and i.closed_at is null)
    returning t.id, f.id as heir)
update intents i set subscriber = g.heir from gone g where i.subscriber = g.id)sql";

constexpr const char* kMoveSubscribers = R"sql(
update subscribers f set user_key = $3, user_id = $4, wakes = f.wakes + 1, due_at = least(f.due_at, now())
where f.bridge = any($1) and f.user_key = $2
  and not exists (select from subscribers t where t.bridge = f.bridge and t.user_key = $3))sql";

// Who could not move stands there without a reading: it is read again, and what it shows decides.
constexpr const char* kWakeLeft = R"sql(
update subscribers set wakes = wakes + 1, due_at = least(due_at, now()) where bridge = any($1) and user_key = $2)sql";

constexpr const char* kDropSource = R"sql(
delete from source_users f
where f.cluster = $1 and f.user_key = $2
  and exists (select from source_users t where t.cluster = $1 and t.user_key = $3 and t.facts is not null))sql";

constexpr const char* kMakeRoomForSource = R"sql(
delete from source_users t
where t.cluster = $1 and t.user_key = $3 and exists (select from source_users f where f.cluster = $1 and f.user_key = $2))sql";

constexpr const char* kMoveSource = R"sql(
update source_users set user_key = $3, user_id = $4, facts = jsonb_set(facts, '{userId}', to_jsonb($4::text))
where cluster = $1 and user_key = $2)sql";

constexpr const char* kForget = "delete from rename_hints where cluster = $1 and from_key = $2 and to_key = $3";

void apply(Transaction& transaction, const std::string& cluster, const std::vector<std::string>& bridges,
           const Rename& rename)
{
    const std::string from = lower_case(rename.from);
    const std::string to = lower_case(rename.to);
    Parameters pair;
    pair.text(cluster).text(from).text(to);
    transaction.run(kForget, pair);
    if (from == to) return;  // another spelling of the same key: the reading brings it
    Parameters room;
    room.array(bridges).text(from).text(to);
    transaction.run(kMakeRoom, room);
    Parameters move;
    move.array(bridges).text(from).text(to).text(rename.to);
    transaction.run(kMoveSubscribers, move);
    Parameters left;
    left.array(bridges).text(from);
    transaction.run(kWakeLeft, left);
    transaction.run(kDropSource, pair);
    transaction.run(kMakeRoomForSource, pair);
    Parameters source;
    source.text(cluster).text(from).text(to).text(rename.to);
    transaction.run(kMoveSource, source);
}

}  // namespace

void apply_renames(Transaction& transaction, const std::string& cluster, const std::vector<std::string>& bridges,
                   const std::vector<Rename>& renames)
{
    for (const Rename& rename : renames) apply(transaction, cluster, bridges, rename);
}

}  // namespace bwsync
