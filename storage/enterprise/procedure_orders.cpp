// What operators order and see of procedures.
#include <charconv>

#include "daemon/codec/texts_json.hpp"
#include "storage/engine/channels.hpp"
#include "storage/engine/rows.hpp"
#include "storage/enterprise/procedure_store.hpp"
#include "storage/feed/dirty.hpp"

namespace bwsync {

namespace {

constexpr int kMostProceduresPerPage = 1000;

constexpr const char* kInsert = R"sql(
insert into procedures (kind, bridge, cluster, partner, subject, title, facts, asked_by)
values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)
on conflict (partner, cluster, subject) where state = 'running' do nothing
returning id)sql";

constexpr const char* kRunning = R"sql(
select id, kind from procedures where partner = $1 and cluster = $2 and subject = $3 and state = 'running')sql";

// An order anew takes the place of the one that was stopped.
constexpr const char* kGiveUpStopped = R"sql(
update procedures set state = 'failed', ended_at = now(), problem = 'given up: ordered anew'
where partner = $1 and cluster = $2 and subject = $3 and kind = 'organization-delete' and state = 'stopped')sql";

constexpr const char* kKnowBridge =
    "insert into bridges (name, cluster, partner) values ($1, $2, $3) on conflict (name) do nothing";
constexpr const char* kPause = R"sql(
update bridges set paused_enterprises = array_append(array_remove(paused_enterprises, $4::text), $4::text)
where name = $1 or (cluster = $2 and partner = $3)
returning name)sql";

constexpr const char* kAct =
    "insert into operator_actions (actor, action, bridge, subject, detail) values ($1, $2, $3, $4, $5)";

constexpr const char* kProcedureItems = R"sql(
with page as (
    select p.*, coalesce(b.is_paused, false) as is_paused
    from procedures p left join bridges b on b.name = p.bridge
    where ($1 = '' or p.bridge = $1) and starts_with(p.kind, $2) and ($3 = '' or p.state = $3) and ($4 = '' or p.subject = $4)
      and ($5::bigint = 0 or p.id < $5::bigint) and ($7::bigint = 0 or p.id = $7::bigint)
    order by p.id desc limit $6::integer + 1),
numbered as (select *, row_number() over (order by id desc) as n from page)
select json_build_object(
    'items', coalesce(json_agg(json_build_object(
        'id', id, 'kind', kind, 'bridge', bridge, 'cluster', cluster, 'partner', partner, 'enterprise', subject, 'title', title,
        'state', state, 'step', step, 'stepSince', iso(step_since),
        'stepSeconds', floor(extract(epoch from coalesce(ended_at, now()) - step_since))::bigint,
        'problem', nullif(case when state = 'running' and is_paused then 'waits: the bridge is paused' else problem end, ''),
        'failedTries', attempts, 'askedBy', nullif(asked_by, ''), 'askedAt', iso(asked_at), 'endedAt', iso(ended_at),
        'nextLookAt', case when state = 'running' then iso(due_at) end, 'stopAskedBy', stop_asked_by,
        'ahead', case when state = 'running' and kind = 'directory-sync-run' and step = 'queued' then
            (select count(*) from procedures o
             where o.cluster = numbered.cluster and o.state = 'running' and o.kind = 'directory-sync-run'
               and (o.step <> 'queued' or (o.bridge = numbered.bridge and (o.attempts > 0, o.id) < (numbered.attempts > 0, numbered.id)))) end,
        'facts', facts,
        'steps', case when $7::bigint <> 0 then
            (select json_agg(json_build_object('at', iso(e.at), 'step', e.step, 'note', nullif(e.note, ''), 'trackingId', nullif(e.tracking_id, ''),
                    'seconds', round(extract(epoch from coalesce(e.until, ended_at, now()) - e.at), 1)) order by e.id)
             from (select *, lead(at) over (order by id) as until from procedure_events where procedure = numbered.id) e) end)
        order by n) filter (where n <= $6::integer), '[]'::json),
    'next', (select id::text from numbered where n = $6::integer and exists (select from numbered where n > $6::integer)))::text
from numbered)sql";

constexpr const char* kFirstItem = "select $1::json -> 'items' ->> 0";

constexpr const char* kAskStop = R"sql(
update procedures set stop_asked_by = $2, due_at = now() where id = $1 and state = 'running' returning bridge, subject, kind)sql";

constexpr const char* kResumable = R"sql(
select bridge, cluster, partner, subject, step from procedures
where id = $1 and kind = 'organization-delete' and state in ('stopped', 'failed') for update)sql";

constexpr const char* kResume = R"sql(
update procedures set state = 'running', problem = '', attempts = 0, due_at = now(), stop_asked_by = null, ended_at = null,
                      step_since = now()
where id = $1)sql";

constexpr const char* kExists = "select state from procedures where id = $1";

void note(Transaction& transaction, const std::string& by, const std::string& action, const std::string& bridge,
          const std::string& subject, const std::string& detail)
{
    Parameters parameters;
    parameters.text(by).text(action).text(bridge).text(subject).text(detail);
    transaction.run(kAct, parameters);
}

Parameters place_of(const std::string& partner, const std::string& cluster, const std::string& subject)
{
    Parameters place;
    place.text(partner).text(cluster).text(subject);
    return place;
}

void pause(Transaction& transaction, const std::string& bridge, const std::string& cluster, const std::string& partner,
           const std::string& enterprise)
{
    Parameters known;
    known.text(bridge).text(cluster).text(partner);
    transaction.run(kKnowBridge, known);
    Parameters paused;
    paused.text(bridge).text(cluster).text(partner).text(enterprise);
    for (const pqxx::row& row : transaction.run(kPause, paused)) notify(transaction, kControlsChannel, text(row[0]));
}

OrderedProcedure insert(Transaction& transaction, const Procedure& procedure)
{
    const Parameters place = place_of(procedure.partner, procedure.cluster, procedure.subject);
    Parameters parameters;
    parameters.text(procedure.kind).text(procedure.bridge).text(procedure.cluster).text(procedure.partner);
    parameters.text(procedure.subject).text(procedure.title).text(texts_to_json(procedure.facts));
    parameters.text(procedure.asked_by);
    OrderedProcedure ordered;
    ordered.kind = procedure.kind;
    ordered.subject = procedure.subject;
    const pqxx::result made = transaction.run(kInsert, parameters);
    if (made.empty()) {
        const pqxx::result running = transaction.run(kRunning, place);
        ordered.id = running.empty() ? 0 : number(running[0][0]);
        if (!running.empty()) ordered.kind = text(running[0][1]);
        return ordered;
    }
    ordered.id = number(made[0][0]);
    ordered.is_new = true;
    add_event(transaction, ordered.id, kQueued, "ordered by " + procedure.asked_by);
    note(transaction, procedure.asked_by, procedure.kind, procedure.bridge, procedure.subject, procedure.title);
    if (procedure.kind == kOrganizationDelete) {
        transaction.run(kGiveUpStopped, place);
        pause(transaction, procedure.bridge, procedure.cluster, procedure.partner, procedure.subject);
    }
    return ordered;
}

Result<std::int64_t> place_in_list(const std::string& cursor)
{
    std::int64_t id = 0;
    if (cursor.empty()) return id;
    const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + cursor.size(), id);
    if (error != std::errc() || end != cursor.data() + cursor.size() || id < 1)
        return Error(ErrorKind::kRejected, "the cursor is not one of this list");
    return id;
}

Error not_there(Transaction& transaction, std::int64_t id, const std::string& refusal)
{
    Parameters who;
    who.number(id);
    const pqxx::result found = transaction.run(kExists, who);
    if (found.empty()) return Error(ErrorKind::kNotFound, "there is no procedure " + std::to_string(id));
    return Error(ErrorKind::kConflict, "procedure " + std::to_string(id) + " is " + text(found[0][0]) + ": " + refusal);
}

std::string items(Transaction& transaction, const ProcedureQuery& query, std::int64_t before, std::int64_t id)
{
    Parameters parameters;
    parameters.text(query.bridge).text(query.kind).text(query.state).text(query.enterprise).number(before);
    parameters.number(query.limit).number(id);
    return text(transaction.run(kProcedureItems, parameters)[0][0]);
}

}  // namespace

Task<Result<std::vector<OrderedProcedure>>> PostgresProcedureOrders::order(std::vector<Procedure> procedures)
{
    using Ordered = std::vector<OrderedProcedure>;
    return executor_.transact<Ordered>("order_procedures", [=](Transaction& transaction) -> Result<Ordered> {
        Ordered all;
        for (const Procedure& procedure : procedures) {
            all.push_back(insert(transaction, procedure));
            notify(transaction, kControlsChannel, procedure.bridge);
        }
        return all;
    });
}

Task<Result<std::string>> PostgresProcedureOrders::list_procedures(ProcedureQuery query)
{
    return executor_.transact<std::string>("list_procedures", [=](Transaction& transaction) -> Result<std::string> {
        if (query.limit < 1 || query.limit > kMostProceduresPerPage)
            return Error(ErrorKind::kRejected, "limit must be 1 to 1000");
        const Result<std::int64_t> before = place_in_list(query.cursor);
        if (!before) return before.error();
        return items(transaction, query, *before, 0);
    });
}

Task<Result<std::string>> PostgresProcedureOrders::show_procedure(std::int64_t id)
{
    return executor_.transact<std::string>("show_procedure", [=](Transaction& transaction) -> Result<std::string> {
        Parameters list;
        list.text(items(transaction, ProcedureQuery(), 0, id));
        const std::string item = text(transaction.run(kFirstItem, list)[0][0]);
        if (item.empty()) return Error(ErrorKind::kNotFound, "there is no procedure " + std::to_string(id));
        return item;
    });
}

Task<Result<std::string>> PostgresProcedureOrders::stop_procedure(std::int64_t id, std::string by)
{
    return executor_.transact<std::string>("stop_procedure", [=](Transaction& transaction) -> Result<std::string> {
        Parameters parameters;
        parameters.number(id).text(by);
        const pqxx::result stopped = transaction.run(kAskStop, parameters);
        if (stopped.empty()) return not_there(transaction, id, "only a running one can be stopped");
        const std::string bridge = text(stopped[0][0]);
        note(transaction, by, "stop", bridge, text(stopped[0][1]), text(stopped[0][2]));
        notify(transaction, kControlsChannel, bridge);
        return bridge;
    });
}

Task<Result<std::string>> PostgresProcedureOrders::resume_procedure(std::int64_t id, std::string by)
{
    return executor_.transact<std::string>("resume_procedure", [=](Transaction& transaction) -> Result<std::string> {
        Parameters who;
        who.number(id);
        const pqxx::result found = transaction.run(kResumable, who);
        if (found.empty())
            return not_there(transaction, id, "only a deletion that was stopped or has failed can be resumed");
        const std::string bridge = text(found[0][0]);
        const std::string cluster = text(found[0][1]);
        const std::string partner = text(found[0][2]);
        const std::string subject = text(found[0][3]);
        if (!transaction.run(kRunning, place_of(partner, cluster, subject)).empty())
            return Error(ErrorKind::kConflict,
                         "another procedure runs for " + subject + ": wait for its end, or stop it");
        transaction.run(kResume, who);
        add_event(transaction, id, text(found[0][4]), "resumed by " + by);
        note(transaction, by, "resume", bridge, subject, "organization-delete");
        pause(transaction, bridge, cluster, partner, subject);
        return bridge;
    });
}

}  // namespace bwsync
