#include "storage/subscriber/webex_mirror.hpp"

#include <map>

#include "daemon/codec/webex_json.hpp"
#include "daemon/domain/basics/text.hpp"
#include "storage/billing/billing_store.hpp"
#include "storage/engine/channels.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/guard/bridges.hpp"
#include "storage/guard/lease_store.hpp"
#include "storage/source/snapshots.hpp"
#include "storage/source/staging.hpp"
#include "storage/subscriber/subscriber_store.hpp"

namespace bwsync {

namespace {

// A page that was asked for before the last change came in must not undo it: Webex's own time of the status decides.
constexpr const char* kUpsert = R"sql(
insert into webex_subscribers as w (partner, webex_id, user_key, body, last_status_change)
select $1, webex_id, user_key, body::jsonb, from_ms(last_status_change)
from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) as r (webex_id, user_key, body, last_status_change)
order by webex_id
on conflict (partner, webex_id) do update
set user_key = excluded.user_key, body = excluded.body, last_status_change = excluded.last_status_change, recorded_at = now()
where w.body is distinct from excluded.body and excluded.last_status_change >= w.last_status_change
returning webex_id, user_key)sql";

// Whoever is ours by id, and whoever waits under the user id and has none yet.
constexpr const char* kWake = R"sql(
with woken as (
    update subscribers s set wakes = s.wakes + 1, due_at = least(s.due_at, now())
    where s.bridge in (select name from bridges where partner = $1)
      and (s.webex_id = any($2) or (s.user_key = any($3) and s.webex_id = '')) and s.id <> $4
    returning s.bridge)
select distinct bridge from woken)sql";

constexpr const char* kForget = "delete from webex_subscribers where partner = $1 and webex_id = $2 returning user_key";

constexpr const char* kPartnerOf = "select partner from bridges where name = $1";

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

SnapshotResult settle_webex(Transaction& transaction, const RunningSnapshot& snapshot, const std::string& cluster,
                            const std::string& partner, const std::vector<std::string>& provisioning_ids)
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
    result.users = snapshot.staged_rows;
    // Not prepared: a prepared statement would remember a temporary table that is gone.
    result.missing =
        static_cast<std::int64_t>(transaction.raw().exec_params(kWakeMissing, storable_text(partner)).size());
    transaction.raw().exec_params(kDelete, storable_text(partner));
    note_look(transaction, partner, snapshot.id);
    Parameters gone;
    gone.text(snapshot.name).text(partner);
    transaction.run(kDropForeign, gone);
    Parameters foreign;
    foreign.text(snapshot.name).text(cluster).text(partner).array(provisioning_ids);
    read_foreign(transaction, cluster, transaction.run(kForeign, foreign));
    return result;
}

}  // namespace

std::int64_t mirror_webex(Transaction& transaction, const std::string& partner,
                          const std::vector<WebexSubscriber>& subscribers, std::int64_t informed)
{
    // PostgreSQL takes a key once per statement; the last one shown is the newest.
    std::map<std::string, const WebexSubscriber*> distinct;
    for (const WebexSubscriber& subscriber : subscribers) distinct[subscriber.id] = &subscriber;
    if (distinct.empty()) return 0;
    Array ids;
    Array keys;
    Array bodies;
    Array times;
    for (const auto& [id, subscriber] : distinct) {
        ids.text(id);
        keys.text(lower_case(subscriber->user_id));
        bodies.text(webex_subscriber_to_json(*subscriber));
        times.instant(subscriber->last_status_change);
    }
    Parameters parameters;
    parameters.text(partner).array(ids).array(keys).array(bodies).array(times);
    const pqxx::result changed = transaction.run(kUpsert, parameters);
    if (changed.empty()) return 0;
    Array changed_ids;
    Array changed_keys;
    for (const pqxx::row& row : changed) {
        changed_ids.text(text(row[0]));
        changed_keys.text(text(row[1]));
    }
    Parameters wake;
    wake.text(partner).array(changed_ids).array(changed_keys).number(informed);
    for (const pqxx::row& row : transaction.run(kWake, wake)) notify(transaction, kSubscribersChannel, text(row[0]));
    return static_cast<std::int64_t>(changed.size());
}

std::string partner_of(Transaction& transaction, const std::string& bridge)
{
    Parameters parameters;
    parameters.text(bridge);
    const pqxx::result found = transaction.run(kPartnerOf, parameters);
    return found.empty() ? std::string() : text(found[0][0]);
}

Task<Result<std::int64_t>> PostgresSubscriberStore::record_webex(std::string partner,
                                                                 std::vector<WebexSubscriber> subscribers,
                                                                 std::optional<std::int64_t> snapshot)
{
    return executor_.transact<std::int64_t>("record_webex", [=](Transaction& transaction) -> Result<std::int64_t> {
        if (snapshot) {
            if (Result<> running = check_running(transaction, *snapshot); !running) return running.error();
            pqxx::stream_to stream(transaction.raw(), "staged_" + std::to_string(*snapshot),
                                   std::vector<std::string>{"webex_id"});
            for (const WebexSubscriber& subscriber : subscribers)
                stream << std::make_tuple(storable_text(subscriber.id));
            stream.complete();
        }
        const std::int64_t changed = mirror_webex(transaction, partner, subscribers, 0);
        if (snapshot) count_staged(transaction, *snapshot, subscribers.size());
        return changed;
    });
}

Task<Result<>> PostgresSubscriberStore::forget_webex(std::string partner, std::string webex_id)
{
    return executor_.transact<std::monostate>("forget_webex", [=](Transaction& transaction) -> Result<> {
        Parameters parameters;
        parameters.text(partner).text(webex_id);
        if (transaction.run(kForget, parameters).empty()) return std::monostate();
        Parameters wake;
        wake.text(partner).array(std::vector<std::string>(1, webex_id)).array(std::vector<std::string>()).number(0);
        for (const pqxx::row& row : transaction.run(kWake, wake))
            notify(transaction, kSubscribersChannel, text(row[0]));
        return std::monostate();
    });
}

Task<Result<SnapshotResult>> PostgresSubscriberStore::finish_webex_snapshot(Lease lease, std::int64_t snapshot,
                                                                            std::string bridge, std::string cluster,
                                                                            std::string partner,
                                                                            std::vector<std::string> provisioning_ids)
{
    return executor_.transact<SnapshotResult>(
        "finish_webex_snapshot", [=](Transaction& transaction) -> Result<SnapshotResult> {
            if (Result<> held = check_lease(transaction, lease); !held) return held.error();
            remember_bridge(transaction, bridge, cluster, partner, provisioning_ids);
            Result<RunningSnapshot> running = load_snapshot(transaction, snapshot);
            if (!running) return running.error();
            if (running->ended_with) return *running->ended_with;
            if (Result<> complete = check_complete(transaction, snapshot, running->staged_rows); !complete)
                return complete.error();
            const SnapshotResult result = settle_webex(transaction, *running, cluster, partner, provisioning_ids);
            end_snapshot(transaction, snapshot, result);
            notify(transaction, kSubscribersChannel, bridge);
            return result;
        });
}

}  // namespace bwsync
