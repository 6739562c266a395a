#include "storage/operator/operations.hpp"

#include "daemon/domain/basics/text.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"
#include "storage/engine/rows.hpp"

namespace bwsync {

namespace {

constexpr int kMostPerPage = 1000;

// ISO 8601 in UTC with milliseconds, as every time in the admin API is written: iso() of the schema.
// The page continues after the cursor's (bridge, user key): a page costs the same wherever in the list it lies.
constexpr const char* kList = R"sql(
with page as (
    select s.bridge, s.user_key, s.user_id, s.sp_enterprise_id, s.service_provider_id, s.group_id, s.state, s.reason, s.wanted,
           s.webex_id, s.changed_at, s.is_absent, w.body
    from subscribers s
    left join lateral (
        select body from webex_subscribers w
        where w.partner in (select partner from bridges b where b.name = s.bridge)
          and (w.webex_id = s.webex_id or (s.webex_id = '' and s.state = 'foreign' and w.user_key = s.user_key))
        limit 1) w on true
    where ($1 = '' or s.bridge = $1) and ($2 = '' or s.state = $2) and ($3 = '' or s.sp_enterprise_id = $3)
      and (s.bridge, s.user_key) > ($4, $5)
      and ($6 = '' or s.user_key like $6 escape '\' or s.webex_id like $7 escape '\'
           or lower(coalesce(w.body ->> 'email', s.wanted ->> 'email', '')) like $6 escape '\'
           or coalesce(w.body ->> 'primaryPhoneNumber', '') like $7 escape '\'
           or coalesce(s.wanted ->> 'primaryPhoneNumber', '') like $7 escape '\'
           or coalesce(s.wanted ->> 'mobilePhoneNumber', '') like $7 escape '\'
           or lower(coalesce(s.wanted ->> 'email', '')) like $6 escape '\')
    order by s.bridge, s.user_key
    limit $8::integer + 1),
numbered as (select *, row_number() over (order by bridge, user_key) as n from page)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'bridge', bridge, 'userId', user_id,
        'spEnterpriseId', coalesce(nullif(sp_enterprise_id, ''), body ->> 'spEnterpriseId', ''),
        'serviceProviderId', service_provider_id, 'groupId', group_id,
        'state', state, 'reason', nullif(reason, ''),
        'package', coalesce(wanted ->> 'package', body ->> 'package', ''),
        'email', coalesce(nullif(wanted ->> 'email', ''), body ->> 'email', ''),
        'webexId', coalesce(nullif(webex_id, ''), body ->> 'id', ''),
        'lastChange', iso(changed_at), 'absent', is_absent) order by n) filter (where n <= $8::integer), '[]'::json),
    'next', (select translate(encode(convert_to(bridge || chr(31) || user_key, 'UTF8'), 'base64'), E'+/=\n', '-_')
             from numbered where n = $8::integer and exists (select from numbered where n > $8::integer)))::text
from numbered)sql";

constexpr const char* kDecodeCursor = R"sql(
select convert_from(decode(translate($1, '-_', '+/') || repeat('=', (4 - length($1) % 4) % 4), 'base64'), 'UTF8'))sql";

constexpr const char* kFind = R"sql(
select json_build_object('items', coalesce(json_agg(json_build_object('bridge', bridge, 'userId', user_id) order by bridge, user_key), '[]'::json),
                         'next', null)::text
from (select s.bridge, s.user_id, s.user_key from subscribers s
      left join webex_subscribers w on w.webex_id = s.webex_id and w.partner in (select partner from bridges b where b.name = s.bridge)
      where s.user_key = lower($1) or s.webex_id = $1
         or lower(s.wanted ->> 'email') = lower($1) or lower(w.body ->> 'email') = lower($1)
         or ($2 <> '' and $2 in (s.wanted ->> 'primaryPhoneNumber', s.wanted ->> 'mobilePhoneNumber', w.body ->> 'primaryPhoneNumber'))
      order by s.bridge, s.user_key limit 100) found)sql";

constexpr const char* kGaps = R"sql(
select json_build_object('items', coalesce(json_agg(json_build_object(
    'id', id, 'cluster', cluster, 'server', server, 'cause', cause, 'detail', detail,
    'state', case when closed_at is not null then 'closed' when settled_at is not null then 'awaiting-snapshot' else 'open' end,
    'openedAt', iso(opened_at), 'settledAt', iso(settled_at), 'closedAt', iso(closed_at), 'closedBySnapshot', closed_by)
    order by closed_at is not null, opened_at desc, id desc), '[]'::json), 'next', null)::text
from (select * from gaps where $1 = '' or cluster = $1 order by closed_at is not null, opened_at desc, id desc limit 1000) g)sql";

constexpr const char* kSnapshots = R"sql(
select json_build_object('items', coalesce(json_agg(json_build_object(
    'id', id, 'name', name, 'cluster', cluster, 'side', side, 'trigger', trigger,
    'scope', json_build_object('serviceProviderId', service_provider_id, 'groupId', group_id),
    'state', coalesce(outcome, 'running'), 'problem', nullif(problem, ''),
    'beganAt', iso(began_at), 'endedAt', iso(ended_at), 'users', case when ended_at is null then staged_rows else users end,
    'changed', changed, 'missing', missing, 'deep', deep,
    'failedParts', (select coalesce(json_agg(json_build_object('serviceProviderId', p.service_provider_id, 'groupId', p.group_id, 'detail', p.detail)
                                             order by p.service_provider_id, p.group_id), '[]'::json)
                    from (select * from snapshot_parts p where p.snapshot = s.id and not p.is_complete
                          order by p.service_provider_id, p.group_id limit 100) p))
    order by began_at desc, id desc), '[]'::json), 'next', null)::text
from (select s.*, case when s.side = 'broadworks' then s.name else coalesce((select b.cluster from bridges b where b.name = s.name), '') end as cluster
      from snapshots s
      where $1 = '' or (s.side = 'broadworks' and s.name = $1)
         or (s.side = 'webex' and s.name in (select name from bridges where cluster = $1))
      order by s.began_at desc, s.id desc limit 100) s)sql";

constexpr const char* kBridges = R"sql(
with counts as (
    select bridge, state, is_absent, count(*) as n from subscribers group by bridge, state, is_absent),
by_state as (select bridge, json_object_agg(state, n) as states from (select bridge, state, sum(n) as n from counts group by bridge, state) s group by bridge),
absent as (select bridge, sum(n) as n from counts where is_absent group by bridge),
names as (select name from bridges where name <> '' union select bridge from counts)
select json_build_object('items', coalesce(json_agg(json_build_object(
    'name', n.name, 'bridge', n.name, 'cluster', b.cluster, 'partner', b.partner, 'paused', coalesce(b.is_paused, false),
    'pausedEnterprises', coalesce(to_json(b.paused_enterprises), '[]'::json),
    'states', coalesce(s.states, '{}'::json), 'absent', coalesce(a.n, 0),
    'heldRemovals', (select count(*) from subscribers h where h.bridge = n.name and h.reason = 'brake' and h.state = 'removing'),
    'heldUpdates', (select count(*) from subscribers h where h.bridge = n.name and h.reason = 'brake' and h.state <> 'removing'),
    'removalsTripped', b.removals_tripped_at is not null, 'updatesTripped', b.updates_tripped_at is not null,
    'removalsTrippedAt', iso(b.removals_tripped_at), 'updatesTrippedAt', iso(b.updates_tripped_at),
    'openIntents', (select count(*) from intents i where i.bridge = n.name and i.closed_at is null)) order by n.name), '[]'::json),
    'next', null)::text
from names n left join bridges b on b.name = n.name left join by_state s on s.bridge = n.name left join absent a on a.bridge = n.name)sql";

constexpr const char* kBreakers = R"sql(
select json_build_object('items', coalesce(json_agg(json_build_object(
    'bridge', b.bridge, 'scope', b.scope, 'subject', b.subject, 'package', nullif(b.package, ''),
    'code', nullif(b.code, 0), 'detail', b.detail, 'openedAt', iso(b.opened_at), 'probeAt', iso(b.probe_at),
    'failedProbes', b.probes,
    'held', (select count(*) from subscribers s
             where s.bridge = b.bridge and s.reason = 'breaker'
               and (b.scope <> 'enterprise' or s.sp_enterprise_id = b.subject)
               and (b.scope <> 'template' or s.wanted ->> 'provisioningId' = b.subject)
               and (b.package = '' or s.wanted ->> 'package' = b.package)))
    order by b.bridge, b.scope, b.subject, b.package), '[]'::json), 'next', null)::text
from breakers b)sql";

constexpr const char* kLeases = R"sql(
select json_build_object('items', coalesce(json_agg(json_build_object(
    'name', name, 'holder', nullif(holder, ''), 'epoch', epoch, 'acquiredAt', iso(acquired_at), 'expiresAt', iso(expires_at),
    'held', holder <> '' and expires_at > now()) order by name), '[]'::json), 'next', null)::text
from leases)sql";

std::string like_pattern(const std::string& text)
{
    if (text.empty()) return text;
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

bool is_cursor(const std::string& cursor)
{
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    for (const char c : cursor) {
        if (!is_letter(c)) return false;
    }
    return cursor.size() % 4 != 1;
}

// (bridge, user key) of the last row of the page before; both empty for the first page.
Result<std::pair<std::string, std::string>> place_of(Transaction& transaction, const std::string& cursor)
{
    const Error bad(ErrorKind::kRejected, "the cursor is not one of this list");
    std::pair<std::string, std::string> place;
    if (cursor.empty()) return place;
    if (!is_cursor(cursor)) return bad;
    Parameters parameters;
    parameters.text(cursor);
    try {
        const std::string decoded = text(transaction.run(kDecodeCursor, parameters)[0][0]);
        const std::size_t middle = decoded.find('\x1f');
        if (middle == std::string::npos) return bad;
        place.first = decoded.substr(0, middle);
        place.second = decoded.substr(middle + 1);
        return place;
    } catch (const pqxx::data_exception&) {
        return bad;
    }
}

}  // namespace

Task<Result<std::string>> PostgresOperations::ask(const char* query, const char* sql, Parameters parameters)
{
    return executor_.transact<std::string>(query, [=](Transaction& transaction) -> Result<std::string> {
        return text(transaction.run(sql, parameters)[0][0]);
    });
}

Task<Result<std::string>> PostgresOperations::list_subscribers(SubscriberQuery query)
{
    return executor_.transact<std::string>("list_subscribers", [=](Transaction& transaction) -> Result<std::string> {
        if (query.limit < 1 || query.limit > kMostPerPage)
            return Error(ErrorKind::kRejected, "limit must be 1 to 1000");
        if (!query.state.empty() && !named<SubscriberState>(query.state)) {
            return Error(ErrorKind::kRejected, "there is no state " + query.state);
        }
        auto place = place_of(transaction, query.cursor);
        if (!place) return place.error();
        Parameters parameters;
        parameters.text(query.bridge).text(query.state).text(query.enterprise).text(place->first).text(place->second);
        parameters.text(like_pattern(lower_case(query.text))).text(like_pattern(query.text)).number(query.limit);
        return text(transaction.run(kList, parameters)[0][0]);
    });
}

Task<Result<std::string>> PostgresOperations::find_subscriber(std::string text)
{
    Parameters parameters;
    parameters.text(text).text(number_key(text));
    return ask("find_subscriber", kFind, std::move(parameters));
}

Task<Result<std::string>> PostgresOperations::list_gaps(std::string cluster)
{
    Parameters parameters;
    parameters.text(cluster);
    return ask("list_gaps", kGaps, std::move(parameters));
}

Task<Result<std::string>> PostgresOperations::list_snapshots(std::string cluster)
{
    Parameters parameters;
    parameters.text(cluster);
    return ask("list_snapshots", kSnapshots, std::move(parameters));
}

Task<Result<std::string>> PostgresOperations::list_bridges()
{
    return ask("list_bridges", kBridges, Parameters());
}

Task<Result<std::string>> PostgresOperations::list_breakers()
{
    return ask("list_breakers", kBreakers, Parameters());
}

Task<Result<std::string>> PostgresOperations::list_leases()
{
    return ask("list_leases", kLeases, Parameters());
}

}  // namespace bwsync
