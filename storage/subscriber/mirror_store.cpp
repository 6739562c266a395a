#include "storage/subscriber/mirror_store.hpp"

#include <map>

#include "daemon/codec/webex_json.hpp"
#include "daemon/domain/basics/text.hpp"
#include "storage/engine/channels.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/source/staging.hpp"

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

Task<Result<std::int64_t>> PostgresMirrorStore::record_webex(std::string partner,
                                                             std::vector<WebexSubscriber> subscribers,
                                                             std::optional<std::int64_t> snapshot)
{
    return executor_.transact<std::int64_t>("record_webex", [=](Transaction& transaction) -> Result<std::int64_t> {
        if (snapshot) {
            if (Result<> staged = stage_webex(transaction, *snapshot, subscribers); !staged) return staged.error();
        }
        return mirror_webex(transaction, partner, subscribers, 0);
    });
}

Task<Result<>> PostgresMirrorStore::forget_webex(std::string partner, std::string webex_id)
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

}  // namespace bwsync
