// What operators order: each is written down, takes effect at once, and wakes whom it concerns (Operations).
#include "daemon/domain/basics/text.hpp"
#include "storage/engine/channels.hpp"
#include "storage/engine/rows.hpp"
#include "storage/feed/dirty.hpp"
#include "storage/operator/operations.hpp"

namespace bwsync {

namespace {

constexpr const char* kNote = "insert into operator_actions (action, bridge, subject, detail) values ($1, $2, $3, $4)";

constexpr const char* kKnown =
    "select user_id, service_provider_id, group_id from subscribers where bridge = $1 and user_key = $2";

constexpr const char* kRetry = R"sql(
update subscribers set state = 'waiting', reason = '', detail = '', attempts = 0, unheeded = 0, last_code = 0,
       wakes = wakes + 1, due_at = least(due_at, now()), changed_at = now()
where bridge = $1 and user_key = $2 and state = 'parked'
returning 1)sql";

// Held is what waits for a person's yes; what waits for anything else cannot be approved away.
constexpr const char* kApprove = R"sql(
update subscribers
set approval = case when reason = 'brake' then approval else 'approved' end,
    removal_approval = case when state = 'removing' and reason = 'brake' then 'approved' else removal_approval end,
    update_approval = case when state = 'waiting' and reason = 'brake' then 'approved' else update_approval end,
    wakes = wakes + 1, due_at = least(due_at, now())
where bridge = $1 and user_key = $2
  and ((state = 'parked' and (reason in ('approval', 'conflict', 'reuse-guard', 'removed-in-webex', 'site-time-zone') or reason like 'webex-%'))
       or (state in ('waiting', 'removing') and reason = 'brake'))
returning 1)sql";

constexpr const char* kErase = R"sql(
update subscribers set erases_person = true, approval = 'approved', wakes = wakes + 1, due_at = least(due_at, now())
where bridge = $1 and user_key = $2 and state = 'removed' and webex_id = '' and person_id <> ''
returning 1)sql";

// A removal that is being sent can't be called back.
constexpr const char* kReleaseOne = R"sql(
update subscribers s
set removal_approval = 'rejected', removal_counted_at = null, wakes = wakes + 1, due_at = least(due_at, now())
where bridge = $1 and user_key = $2 and webex_id <> '' and removal_approval <> 'rejected' and (state = 'removing' or is_absent)
  and not exists (select from intents i where i.subscriber = s.id and i.closed_at is null)
returning 1)sql";

constexpr const char* kDecideRemovals = R"sql(
update subscribers
set removal_approval = $2, removal_counted_at = null, wakes = wakes + 1, due_at = least(due_at, now())
where bridge = $1 and state = 'removing' and removal_decided_at is not null and removal_approval = 'none'
returning 1)sql";

constexpr const char* kDecideUpdates = R"sql(
update subscribers
set update_approval = $2, update_counted_at = null, wakes = wakes + 1, due_at = least(due_at, now())
where bridge = $1 and state = 'waiting' and reason = 'brake' and update_approval = 'none'
returning 1)sql";

// What was decided and went out before the brake held is the operator's to have seen: it is not counted a second time.
constexpr const char* kReleaseRemovals = R"sql(
with cleared as (update subscribers set removal_counted_at = null where bridge = $1 and removal_counted_at is not null)
update bridges set removals_tripped_at = null where name = $1 and removals_tripped_at is not null returning 1)sql";

constexpr const char* kReleaseUpdates = R"sql(
with cleared as (update subscribers set update_counted_at = null where bridge = $1 and update_counted_at is not null)
update bridges set updates_tripped_at = null where name = $1 and updates_tripped_at is not null returning 1)sql";

constexpr const char* kPauseBridge = R"sql(
insert into bridges (name, is_paused) values ($1, $2) on conflict (name) do update set is_paused = excluded.is_paused)sql";

constexpr const char* kPauseEnterprise = R"sql(
insert into bridges as b (name, paused_enterprises) values ($1, case when $3::boolean then array[$2::text] else '{}' end)
on conflict (name) do update
set paused_enterprises = case when $3::boolean then array_append(array_remove(b.paused_enterprises, $2::text), $2::text)
                              else array_remove(b.paused_enterprises, $2::text) end)sql";

constexpr const char* kIsBeingDeleted = R"sql(
select from procedures p join bridges b on b.name = $1 and b.cluster = p.cluster and b.partner = p.partner
where p.kind = 'organization-delete' and p.state = 'running' and p.subject = $2)sql";

// Those that a pause held go on; those that it will hold find out when they come to it.
constexpr const char* kWakePaused = R"sql(
update subscribers set wakes = wakes + 1, due_at = least(due_at, now())
where bridge = $1 and reason = 'paused' and ($2 = '' or sp_enterprise_id = $2)
returning 1)sql";

constexpr const char* kCountPaused = R"sql(
select count(*) from subscribers where bridge = $1 and ($2 = '' or sp_enterprise_id = $2) and state not in ('removed', 'foreign', 'ignored'))sql";

constexpr const char* kRequest = R"sql(
insert into snapshot_requests as r (cluster, side) values ($1, $2)
on conflict (cluster, side) do update set asked_at = r.asked_at
returning id)sql";

// Each bridge may be held by another replica than the cluster: each has a request of its own, under its name.
constexpr const char* kRequestWebex = R"sql(
insert into snapshot_requests as r (cluster, side) select name, 'webex' from bridges where cluster = $1
on conflict (cluster, side) do update set asked_at = r.asked_at
returning id)sql";

constexpr const char* kTakeRequests = R"sql(
delete from snapshot_requests r
using (select cluster, side from snapshot_requests
       where (side = 'broadworks' and cluster = any($1)) or (side = 'webex' and cluster = any($2))
       order by id for update skip locked) t
where r.cluster = t.cluster and r.side = t.side
returning r.cluster, r.side)sql";

constexpr const char* kResetBreakers = R"sql(
update breakers set reset_asked_at = now()
where bridge = $1 and ($2 = '' or scope = $2) and ($3 = '' or subject = $3)
returning 1)sql";

void note(Transaction& transaction, const std::string& action, const std::string& bridge, const std::string& subject,
          const std::string& detail)
{
    Parameters parameters;
    parameters.text(action).text(bridge).text(subject).text(detail);
    transaction.run(kNote, parameters);
}

Parameters named(const std::string& bridge, const std::string& user_id)
{
    Parameters parameters;
    parameters.text(bridge).text(lower_case(user_id));
    return parameters;
}

// An order about one subscriber: carried out by `sql`, kConflict with `refusal` when that finds nothing to do.
Result<std::int64_t> order(Transaction& transaction, const char* sql, const std::string& action,
                           const std::string& bridge, const std::string& user_id, const std::string& refusal)
{
    const Parameters who = named(bridge, user_id);
    if (transaction.run(kKnown, who).empty())
        return Error(ErrorKind::kNotFound, "the bridge " + bridge + " has no such subscriber");
    const auto touched = static_cast<std::int64_t>(transaction.run(sql, who).size());
    if (touched == 0) return Error(ErrorKind::kConflict, refusal);
    note(transaction, action, bridge, lower_case(user_id), "");
    notify(transaction, kSubscribersChannel, bridge);
    return touched;
}

}  // namespace

Task<Result<std::int64_t>> PostgresOperations::resync(std::string bridge, std::string cluster, std::string user_id)
{
    return executor_.transact<std::int64_t>("resync", [=](Transaction& transaction) -> Result<std::int64_t> {
        if (user_id.empty()) return Error(ErrorKind::kRejected, "a user id is needed");
        DirtyHint hint;
        hint.key.user_id = user_id;
        hint.cause = DirtyCause::kOperator;
        HintBatch batch;
        batch.add(hint);
        // A user that has no row yet is read all the same: that is how one that was missed is fetched.
        batch.write(transaction, cluster, Millis(0), false);
        note(transaction, "resync", bridge, lower_case(user_id), "");
        return std::int64_t{1};
    });
}

Task<Result<std::int64_t>> PostgresOperations::reset_breakers(std::string bridge, std::string scope,
                                                              std::string subject)
{
    return executor_.transact<std::int64_t>("reset_breakers", [=](Transaction& transaction) -> Result<std::int64_t> {
        Parameters parameters;
        parameters.text(bridge).text(scope).text(subject);
        const auto asked = static_cast<std::int64_t>(transaction.run(kResetBreakers, parameters).size());
        if (asked == 0) return Error(ErrorKind::kConflict, "no such breaker is open on bridge " + bridge);
        note(transaction, "reset-breaker", bridge, "", scope + " " + subject);
        notify(transaction, kSubscribersChannel, bridge);
        return asked;
    });
}

Task<Result<std::int64_t>> PostgresOperations::retry(std::string bridge, std::string user_id)
{
    return executor_.transact<std::int64_t>("retry", [=](Transaction& transaction) -> Result<std::int64_t> {
        return order(transaction, kRetry, "retry", bridge, user_id, "the subscriber is not parked");
    });
}

Task<Result<std::int64_t>> PostgresOperations::approve(std::string bridge, std::string user_id)
{
    return executor_.transact<std::int64_t>("approve", [=](Transaction& transaction) -> Result<std::int64_t> {
        return order(transaction, kApprove, "approve", bridge, user_id,
                     "nothing about the subscriber is held for an approval");
    });
}

Task<Result<std::int64_t>> PostgresOperations::erase(std::string bridge, std::string user_id)
{
    return executor_.transact<std::int64_t>("erase", [=](Transaction& transaction) -> Result<std::int64_t> {
        return order(transaction, kErase, "erase", bridge, user_id,
                     "the subscriber is not removed, or no Webex person of it is known");
    });
}

Task<Result<std::int64_t>> PostgresOperations::release(std::string bridge, std::string user_id)
{
    return executor_.transact<std::int64_t>("release", [=](Transaction& transaction) -> Result<std::int64_t> {
        return order(transaction, kReleaseOne, "release", bridge, user_id,
                     "no removal of the subscriber is decided, or it is being sent already");
    });
}

Task<Result<std::int64_t>> PostgresOperations::decide_brake(std::string bridge, bool removals, bool approve)
{
    return executor_.transact<std::int64_t>("decide_brake", [=](Transaction& transaction) -> Result<std::int64_t> {
        Parameters decision;
        decision.text(bridge).text(approve ? "approved" : "rejected");
        Parameters name;
        name.text(bridge);
        const bool was_tripped = !transaction.run(removals ? kReleaseRemovals : kReleaseUpdates, name).empty();
        const auto held =
            static_cast<std::int64_t>(transaction.run(removals ? kDecideRemovals : kDecideUpdates, decision).size());
        if (!was_tripped && held == 0) return Error(ErrorKind::kConflict, "the bridge holds nothing of that kind");
        note(transaction, approve ? "approve" : "reject", bridge, "", removals ? "removals" : "updates");
        notify(transaction, kControlsChannel, bridge);
        notify(transaction, kSubscribersChannel, bridge);
        return held;
    });
}

Task<Result<std::int64_t>> PostgresOperations::pause(std::string bridge, std::string enterprise, bool paused)
{
    return executor_.transact<std::int64_t>("pause", [=](Transaction& transaction) -> Result<std::int64_t> {
        Parameters concerned;
        concerned.text(bridge).text(enterprise);
        if (!paused && !transaction.run(kIsBeingDeleted, concerned).empty())
            return Error(ErrorKind::kConflict, "the organisation of " + enterprise + " is being deleted: " +
                                                   "bwsyncctl organization delete --stop first");
        Parameters change;
        change.text(bridge);
        if (!enterprise.empty()) change.text(enterprise);
        change.flag(paused);
        transaction.run(enterprise.empty() ? kPauseBridge : kPauseEnterprise, change);
        note(transaction, paused ? "pause" : "resume", bridge, "", enterprise);
        notify(transaction, kControlsChannel, bridge);
        if (paused) return number(transaction.run(kCountPaused, concerned)[0][0]);
        notify(transaction, kSubscribersChannel, bridge);
        return static_cast<std::int64_t>(transaction.run(kWakePaused, concerned).size());
    });
}

Task<Result<std::int64_t>> PostgresOperations::request_snapshot(std::string cluster, std::string side)
{
    return executor_.transact<std::int64_t>("request_snapshot", [=](Transaction& transaction) -> Result<std::int64_t> {
        if (side != "broadworks" && side != "webex")
            return Error(ErrorKind::kRejected, "side must be broadworks or webex");
        Parameters parameters;
        parameters.text(cluster);
        if (side == "broadworks") parameters.text(side);
        const pqxx::result requests = transaction.run(side == "webex" ? kRequestWebex : kRequest, parameters);
        note(transaction, "snapshot", "", cluster, side);
        notify(transaction, kSnapshotsChannel, cluster);
        return static_cast<std::int64_t>(requests.size());
    });
}

Task<Result<std::vector<std::pair<std::string, std::string>>>> PostgresOperations::take_snapshot_requests(
    std::vector<std::string> clusters, std::vector<std::string> bridges)
{
    using Requests = std::vector<std::pair<std::string, std::string>>;
    return executor_.transact<Requests>("take_snapshot_requests", [=](Transaction& transaction) -> Result<Requests> {
        Parameters parameters;
        parameters.array(clusters).array(bridges);
        Requests requests;
        for (const pqxx::row& row : transaction.run(kTakeRequests, parameters))
            requests.emplace_back(text(row[0]), text(row[1]));
        return requests;
    });
}

}  // namespace bwsync
