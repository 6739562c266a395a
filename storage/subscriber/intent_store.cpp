#include "storage/subscriber/intent_store.hpp"

#include "daemon/codec/webex_json.hpp"
#include "storage/engine/rows.hpp"
#include "storage/guard/lease_store.hpp"
#include "storage/subscriber/mirror_store.hpp"
#include "storage/subscriber/subscriber_rows.hpp"
#include "storage/subscriber/wake.hpp"

namespace bwsync {

namespace {

// Two users of one enterprise may try at once: the row's lock lets one through. The same user may repeat.
constexpr const char* kBootstrap = R"sql(
insert into enterprises as e (bridge, sp_enterprise_id, state, first_user_key, has_standard, has_premium, seen_at)
values ($1, $2, 'bootstrapping', $3, $4, $5, from_ms($6))
on conflict (bridge, sp_enterprise_id) do update set state = 'bootstrapping', first_user_key = excluded.first_user_key
where e.state = 'none' or (e.state = 'bootstrapping' and e.first_user_key = excluded.first_user_key)
returning 1)sql";

constexpr const char* kFindSame = R"sql(
select id from intents where subscriber = $1 and closed_at is null and operation = $2 and request = $3::jsonb and epoch = $4)sql";

constexpr const char* kSupersede = R"sql(
update intents set closed_at = now(), outcome = 'superseded', detail = 'another call was decided instead'
where subscriber = $1 and closed_at is null)sql";

constexpr const char* kOpen = R"sql(
insert into intents (subscriber, bridge, user_id, operation, request, epoch, opened_at)
values ($1, $2, $3, $4, $5::jsonb, $6, coalesce(from_ms($7), now()))
returning id)sql";

constexpr const char* kClose = R"sql(
update intents set closed_at = now(), outcome = $2, detail = $3 where id = $1 and closed_at is null returning 1)sql";

constexpr const char* kAttempt =
    "insert into intent_attempts (intent, tracking_id, http_status, detail) values ($1, $2, $3, $4)";

std::string request_text(const SubscriberRow& row, const OpenIntent& intent)
{
    if (row.workspace) return workspace_to_json(*row.workspace);
    if (intent.operation == Operation::kProvision) return provision_to_json(intent.provision);
    if (intent.operation == Operation::kUpdate) return update_to_json(intent.update);
    return "{\"id\":" + json_quoted(row.webex_id) + "}";
}

Result<> begin_bootstrap(Transaction& transaction, const SubscriberRow& row, const Enterprise& enterprise)
{
    Parameters parameters;
    parameters.text(row.bridge).text(enterprise.sp_enterprise_id).text(row.user_key);
    parameters.flag(enterprise.has_standard).flag(enterprise.has_premium).instant(enterprise.seen_at);
    if (!transaction.run(kBootstrap, parameters).empty()) return std::monostate();
    return Error(ErrorKind::kConflict, "another subscriber of the enterprise is creating its organisation");
}

void write_attempt(Transaction& transaction, std::int64_t intent, const std::string& detail, const CallTrace& trace)
{
    Parameters parameters;
    parameters.number(intent).text(trace.tracking_id).number(trace.http_status).text(detail);
    transaction.run(kAttempt, parameters);
}

constexpr const char* kWakeOpen = R"sql(
update subscribers s set wakes = s.wakes + 1, due_at = least(s.due_at, now())
from intents i
where i.bridge = $1 and i.closed_at is null and s.id = i.subscriber
  and (i.epoch < $2 or (has_lapsed(i.opened_at) and s.due_at is null))
returning 1)sql";

}  // namespace

Task<Result<std::int64_t>> PostgresIntentStore::open_intent(Lease lease, SubscriberRow row, OpenIntent intent,
                                                            std::optional<Enterprise> bootstrap)
{
    return executor_.transact<std::int64_t>("open_intent", [=](Transaction& transaction) -> Result<std::int64_t> {
        if (Result<> held = check_lease(transaction, lease); !held) return held.error();
        if (bootstrap) {
            if (Result<> begun = begin_bootstrap(transaction, row, *bootstrap); !begun) return begun.error();
        }
        write_rows(transaction, row.bridge, std::vector<SubscriberRow>(1, row));
        const std::string request = request_text(row, intent);
        Parameters same;
        same.number(row.id).text(name_of(intent.operation)).text(request).number(lease.epoch);
        const pqxx::result found = transaction.run(kFindSame, same);
        if (!found.empty()) return number(found[0][0]);
        Parameters older;
        older.number(row.id);
        transaction.run(kSupersede, older);
        Parameters opened;
        opened.number(row.id)
            .text(row.bridge)
            .text(row.user_id)
            .text(name_of(intent.operation))
            .text(request)
            .number(lease.epoch);
        opened.instant(intent.opened_at == Instant() ? std::nullopt : std::optional(intent.opened_at));
        return number(transaction.run(kOpen, opened)[0][0]);
    });
}

Task<Result<>> PostgresIntentStore::close_intent(Lease lease, ClosedIntent closed)
{
    return executor_.transact<std::monostate>(
        "close_intent", [=, closed = std::move(closed)](Transaction& transaction) -> Result<> {
            if (Result<> held = check_lease(transaction, lease); !held) return held;
            const SubscriberRow& row = closed.row;
            Parameters parameters;
            parameters.number(closed.intent).text(name_of(closed.outcome)).text(closed.detail);
            const bool was_open = !transaction.run(kClose, parameters).empty();
            const bool was_called = closed.trace.http_status != 0 || !closed.trace.tracking_id.empty();
            if (was_open && was_called) write_attempt(transaction, closed.intent, closed.detail, closed.trace);
            // The row was decided with what Webex showed in view: it need not be woken by it.
            if (closed.webex)
                mirror_webex(transaction, partner_of(transaction, row.bridge),
                             std::vector<WebexSubscriber>(1, *closed.webex), row.id);
            write_rows(transaction, row.bridge, std::vector<SubscriberRow>(1, row));
            return std::monostate();
        });
}

Task<Result<>> PostgresIntentStore::note_attempt(Lease lease, std::int64_t intent, std::string detail, CallTrace trace)
{
    return executor_.transact<std::monostate>("note_attempt", [=](Transaction& transaction) -> Result<> {
        if (Result<> held = check_lease(transaction, lease); !held) return held;
        write_attempt(transaction, intent, detail, trace);
        return std::monostate();
    });
}

Task<Result<std::int64_t>> PostgresIntentStore::wake_open_intents(Lease lease, std::string bridge)
{
    return executor_.transact<std::int64_t>("wake_open_intents", [=](Transaction& transaction) -> Result<std::int64_t> {
        if (Result<> held = check_lease(transaction, lease); !held) return held.error();
        Parameters parameters;
        parameters.text(bridge).number(lease.epoch);
        return wake(transaction, kWakeOpen, parameters, bridge);
    });
}

}  // namespace bwsync
