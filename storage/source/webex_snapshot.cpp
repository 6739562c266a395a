#include "storage/source/webex_snapshot.hpp"

#include "storage/billing/billing_store.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/source/staging.hpp"

namespace bwsync {

namespace {

// Seen by nobody for the whole of the snapshot; what was recorded after it began is newer than it.
constexpr const char* kDropUnseen = R"sql(
create temporary table unseen on commit drop as
select w.webex_id, w.user_key from webex_subscribers w
where w.partner = (select partner from bridges where name = (select name from snapshots where id = $snapshot$))
  and w.recorded_at < (select began_at from snapshots where id = $snapshot$)
  and not exists (select from $staged$ s where s.webex_id = w.webex_id))sql";

constexpr const char* kDelete = R"sql(
delete from webex_subscribers w using unseen u where w.partner = $1 and w.webex_id = u.webex_id)sql";

constexpr const char* kWakeMissing = R"sql(
update subscribers s set wakes = s.wakes + 1, due_at = least(s.due_at, now())
from unseen u
where s.webex_id = u.webex_id and s.bridge in (select name from bridges where partner = $1)
returning 1)sql";

// Somebody else's: no row of any bridge of the partner has it, and it is not under a template of another bridge of
// ours.
constexpr const char* kForeign = R"sql(
insert into subscribers (bridge, cluster, user_key, user_id, state, reason, detail)
select distinct on (w.user_key) $1, $2, w.user_key, w.body ->> 'userId', 'foreign', 'foreign',
       'Webex has this user id and BroadWorks does not: it is never touched.'
from webex_subscribers w
where w.partner = $3
  and not exists (select from subscribers s
                  where s.webex_id = w.webex_id and s.bridge in (select name from bridges where partner = $3))
  and not exists (select from subscribers s
                  where s.user_key = w.user_key and s.webex_id = '' and s.bridge in (select name from bridges where partner = $3))
  and (w.provisioning_id = any($4)
       or not exists (select from bridges b where b.partner = $3 and b.name <> $1 and w.provisioning_id = any(b.provisioning_ids)))
order by w.user_key
on conflict (bridge, user_key) do nothing
returning user_id)sql";

constexpr const char* kDropForeign = R"sql(
delete from subscribers s
where s.bridge = $1 and s.state = 'foreign'
  and not exists (select from webex_subscribers w where w.partner = $2 and w.user_key = s.user_key))sql";

// Whose truth BroadWorks has not told: they are read once, and are foreign no longer when they turn out to be known
// there.
void read_foreign(Transaction& transaction, const std::string& cluster, const pqxx::result& foreign)
{
    HintBatch hints;
    for (const pqxx::row& row : foreign) {
        DirtyHint hint;
        hint.key.user_id = text(row[0]);
        hint.cause = DirtyCause::kConfirm;
        hints.add(hint);
    }
    hints.write(transaction, cluster, Millis(0), false);
}

}  // namespace

SnapshotResult compare_webex(Transaction& transaction, const RunningSnapshot& snapshot, const BridgeRef& bridge)
{
    std::string unseen = kDropUnseen;
    const auto put = [&unseen](const std::string& place, const std::string& value) {
        for (std::size_t at = unseen.find(place); at != std::string::npos; at = unseen.find(place))
            unseen.replace(at, place.size(), value);
    };
    put("$snapshot$", std::to_string(snapshot.id));
    put("$staged$", staging_table(snapshot.id));
    prepare_comparison(transaction, snapshot, "webex_id");
    transaction.run_once(unseen);
    SnapshotResult result;
    const std::string partner = storable_text(bridge.partner);
    result.users = snapshot.staged_rows;
    // Not prepared: a prepared statement would remember a temporary table that is gone.
    result.missing = static_cast<std::int64_t>(transaction.raw().exec_params(kWakeMissing, partner).size());
    transaction.raw().exec_params(kDelete, partner);
    note_look(transaction, bridge.partner, snapshot.id);
    Parameters gone;
    gone.text(snapshot.name).text(bridge.partner);
    transaction.run(kDropForeign, gone);
    Parameters foreign;
    foreign.text(snapshot.name).text(bridge.cluster).text(bridge.partner).array(bridge.provisioning_ids);
    read_foreign(transaction, bridge.cluster, transaction.run(kForeign, foreign));
    return result;
}

}  // namespace bwsync
