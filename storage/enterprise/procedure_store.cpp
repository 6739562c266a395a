#include "storage/enterprise/procedure_store.hpp"

#include "daemon/codec/texts_json.hpp"
#include "storage/engine/rows.hpp"
#include "storage/guard/lease_store.hpp"

namespace bwsync {

namespace {

// Of the queue of a bridge the oldest comes first, and those that failed behind the others: one that never gets on
// must not stop the rest.
constexpr const char* kDue = R"sql(
with place as (
    select (select b.is_paused from bridges b where b.name = $1) as is_paused,
           (select q.id from procedures q
            where q.bridge = $1 and q.state = 'running' and q.kind = 'directory-sync-run' and q.step = 'queued'
            order by q.attempts > 0, q.id limit 1) as head)
select p.id, p.kind, p.bridge, p.cluster, p.partner, p.subject, p.title, p.state, p.step, to_ms(p.step_since), p.attempts,
       p.problem, p.asked_by, p.facts, p.stop_asked_by,
       greatest(0, ceil(extract(epoch from p.due_at - now()) * 1000))::bigint
from procedures p cross join place
where p.bridge = $1 and p.state = 'running' and not p.id = any($2::bigint[])
  and (p.stop_asked_by is not null
       or (not coalesce(place.is_paused, false)
           and (p.kind <> 'directory-sync-run' or p.step <> 'queued'
                or (p.id = place.head
                    and not exists (select from procedures o
                                    where o.cluster = p.cluster and o.state = 'running' and o.kind = 'directory-sync-run'
                                      and o.step <> 'queued')))))
order by p.due_at, p.id
limit $3)sql";

constexpr const char* kStepNow = "select step, kind from procedures where id = $1 and state = 'running' for update";

// Whoever would leave the queue of a cluster does so one after the other.
constexpr const char* kLockTurn = "select pg_advisory_xact_lock(hashtext('bwsync procedure turn ' || $1))";
constexpr const char* kHasTurn = R"sql(
select from procedures
where cluster = $1 and state = 'running' and kind = 'directory-sync-run' and step <> 'queued' and id <> $2)sql";

constexpr const char* kSave = R"sql(
update procedures
set state = $2, step = $3, step_since = from_ms($4), attempts = $5, problem = $6, facts = $7::jsonb,
    due_at = case when stop_asked_by is not null then now() else now() + $8::bigint * interval '1 millisecond' end,
    stop_asked_by = case when $2 = 'running' then stop_asked_by end,
    ended_at = case when $2 in ('done', 'failed') then now() end
where id = $1)sql";

// An organisation that is gone must be made anew by a first subscriber, should anybody be provisioned again.
constexpr const char* kForgetOrganization = R"sql(
update enterprises e set state = 'none', first_user_key = '', has_standard = false, has_premium = false
from bridges b
where b.name = e.bridge and b.cluster = $1 and b.partner = $2 and e.sp_enterprise_id = $3)sql";

constexpr const char* kForgetSubscribers = R"sql(
with gone as (
    delete from webex_subscribers w
    where w.partner = $2 and w.sp_enterprise_id = $3
      and w.provisioning_id in (select unnest(provisioning_ids) from bridges where cluster = $1 and partner = $2)
    returning w.webex_id, w.user_key)
update subscribers s set wakes = s.wakes + 1, due_at = least(s.due_at, now())
from gone, bridges b
where b.cluster = $1 and b.partner = $2 and s.bridge = b.name and (s.webex_id = gone.webex_id or s.user_key = gone.user_key))sql";

constexpr const char* kAddEvent =
    "insert into procedure_events (procedure, step, note, tracking_id) values ($1, $2, $3, $4)";

Procedure procedure_of(const pqxx::row& row)
{
    Procedure procedure;
    procedure.id = number(row[0]);
    procedure.kind = text(row[1]);
    procedure.bridge = text(row[2]);
    procedure.cluster = text(row[3]);
    procedure.partner = text(row[4]);
    procedure.subject = text(row[5]);
    procedure.title = text(row[6]);
    procedure.state = enumerator<ProcedureState>(text(row[7]));
    procedure.step = text(row[8]);
    procedure.step_since = *instant(row[9]);
    procedure.attempts = static_cast<int>(number(row[10]));
    procedure.problem = text(row[11]);
    procedure.asked_by = text(row[12]);
    procedure.facts = texts_from_json(text(row[13]));
    procedure.stop_asked_by = text(row[14]);
    return procedure;
}

bool may_leave_queue(Transaction& transaction, const Procedure& procedure)
{
    Parameters lock;
    lock.text(procedure.cluster);
    transaction.run(kLockTurn, lock);
    Parameters who;
    who.text(procedure.cluster).number(procedure.id);
    return transaction.run(kHasTurn, who).empty();
}

void write(Transaction& transaction, const ProcedureMove& move)
{
    const Procedure& next = move.next;
    Parameters parameters;
    parameters.number(next.id).text(name_of(next.state)).text(next.step).instant(next.step_since);
    parameters.number(next.attempts).text(next.problem).text(texts_to_json(next.facts)).number(move.wait.count());
    transaction.run(kSave, parameters);
    if (next.kind != kOrganizationDelete || next.state != ProcedureState::kDone) return;
    Parameters organization;
    organization.text(next.cluster).text(next.partner).text(next.subject);
    transaction.run(kForgetOrganization, organization);
    transaction.run(kForgetSubscribers, organization);
}

}  // namespace

void add_event(Transaction& transaction, std::int64_t procedure, std::string_view step, const std::string& note,
               const std::string& tracking_id)
{
    Parameters parameters;
    parameters.number(procedure).text(step).text(note).text(tracking_id);
    transaction.run(kAddEvent, parameters);
}

Task<Result<ProcedureWork>> PostgresProcedureStore::due_procedures(std::string bridge, std::vector<std::int64_t> busy,
                                                                   int limit)
{
    return executor_.transact<ProcedureWork>("due_procedures", [=](Transaction& transaction) -> Result<ProcedureWork> {
        Parameters parameters;
        parameters.text(bridge).array(busy).number(limit);
        ProcedureWork work;
        for (const pqxx::row& row : transaction.run(kDue, parameters)) {
            const Millis wait(number(row[15]));
            if (wait > Millis(0)) {
                work.next = wait;
                break;
            }
            work.due.push_back(procedure_of(row));
        }
        return work;
    });
}

Task<Result<bool>> PostgresProcedureStore::save_procedure(Lease lease, ProcedureMove move)
{
    return executor_.transact<bool>("save_procedure", [=](Transaction& transaction) -> Result<bool> {
        if (Result<> held = check_lease(transaction, lease); !held) return held.error();
        const Procedure& next = move.next;
        Parameters id;
        id.number(next.id);
        const pqxx::result found = transaction.run(kStepNow, id);
        if (found.empty()) return Error(ErrorKind::kConflict, "the procedure does not run any more");
        const std::string step = text(found[0][0]);
        const bool leaves_queue =
            next.kind == kSyncRun && step == kQueued && next.step != kQueued && next.state == ProcedureState::kRunning;
        if (leaves_queue && !may_leave_queue(transaction, next)) return false;
        write(transaction, move);
        if (!move.note.empty() || next.step != step)
            add_event(transaction, next.id, next.step, move.note, move.tracking_id);
        return true;
    });
}

}  // namespace bwsync
