#include "tests/support/memory_store/intents.hpp"

#include "tests/support/memory_store/mirror.hpp"
#include "tests/support/memory_store/subscribers.hpp"

namespace bwsync::test::memory {

namespace {

IntentRequest request_of(const SubscriberRow& row, const OpenIntent& intent)
{
    IntentRequest request;
    if (row.workspace) {
        request.workspace = row.workspace;
    } else if (intent.operation == Operation::kProvision) {
        request.provision = intent.provision;
    } else if (intent.operation == Operation::kUpdate) {
        request.update = intent.update;
    } else {
        request.webex_id = row.webex_id;
    }
    return request;
}

// Two users of one enterprise may try at once: one gets through. The same user may repeat.
Result<> begin_bootstrap(Tables& tables, const SubscriberRow& row, const Enterprise& wanted)
{
    const Place place(row.bridge, wanted.sp_enterprise_id);
    const auto known = tables.enterprises.find(place);
    if (known == tables.enterprises.end()) {
        Enterprise made = wanted;
        made.bridge = row.bridge;
        made.state = EnterpriseState::kBootstrapping;
        made.first_user_key = row.user_key;
        tables.enterprises.emplace(place, std::move(made));
        return std::monostate();
    }
    Enterprise& enterprise = known->second;
    const bool is_free =
        enterprise.state == EnterpriseState::kNone ||
        (enterprise.state == EnterpriseState::kBootstrapping && enterprise.first_user_key == row.user_key);
    if (!is_free)
        return Error(ErrorKind::kConflict, "another subscriber of the enterprise is creating its organization");
    enterprise.state = EnterpriseState::kBootstrapping;
    enterprise.first_user_key = row.user_key;
    return std::monostate();
}

}  // namespace

Result<std::int64_t> open_intent(Tables& tables, std::int64_t epoch, const SubscriberRow& row, const OpenIntent& intent,
                                 const std::optional<Enterprise>& bootstrap)
{
    if (bootstrap) {
        Result<> begun = begin_bootstrap(tables, row, *bootstrap);
        if (!begun) return begun.error();
    }
    write_row(tables, row);
    const IntentRequest request = request_of(row, intent);
    for (auto& [id, open] : tables.intents) {
        if (open.subscriber != row.id || open.closed_at) continue;
        const bool is_same = open.operation == intent.operation && open.request == request && open.epoch == epoch;
        if (is_same) return id;
        open.closed_at = tables.now();
        open.outcome = IntentOutcome::kSuperseded;
        open.detail = "another call was decided instead";
    }
    IntentRow made;
    made.subscriber = row.id;
    made.bridge = row.bridge;
    made.user_id = row.user_id;
    made.operation = intent.operation;
    made.request = request;
    made.epoch = epoch;
    made.opened_at = intent.opened_at == Instant() ? tables.now() : intent.opened_at;
    const std::int64_t id = ++tables.last_intent;
    tables.intents.emplace(id, std::move(made));
    return id;
}

void close_intent(Tables& tables, const ClosedIntent& closed)
{
    const auto found = tables.intents.find(closed.intent);
    const bool was_open = found != tables.intents.end() && !found->second.closed_at;
    if (was_open) {
        found->second.closed_at = tables.now();
        found->second.outcome = closed.outcome;
        found->second.detail = closed.detail;
    }
    const bool was_called = closed.trace.http_status != 0 || !closed.trace.tracking_id.empty();
    if (was_open && was_called) note_attempt(tables, closed.intent, closed.detail, closed.trace);
    // The row was decided with what Webex showed in view: it need not be woken by it.
    const std::string partner = tables.bridges[closed.row.bridge].partner;
    if (closed.webex) mirror_webex(tables, partner, std::vector<WebexSubscriber>(1, *closed.webex), closed.row.id);
    write_row(tables, closed.row);
}

void note_attempt(Tables& tables, std::int64_t intent, const std::string& detail, const CallTrace& trace)
{
    const auto found = tables.intents.find(intent);
    if (found != tables.intents.end()) found->second.attempts.push_back(Attempt{detail, trace});
}

std::int64_t wake_open_intents(Tables& tables, std::int64_t epoch, const std::string& bridge)
{
    std::int64_t woken = 0;
    for (const auto& [id, intent] : tables.intents) {
        if (intent.bridge != bridge || intent.closed_at) continue;
        const auto found = tables.subscribers.find(intent.subscriber);
        if (found == tables.subscribers.end()) continue;
        const bool has_lapsed = tables.now() - intent.opened_at > std::chrono::minutes(5);
        const bool nobody_ends_it = has_lapsed && !found->second.row.due_at;
        if (intent.epoch >= epoch && !nobody_ends_it) continue;
        tables.wake(found->second);
        ++woken;
    }
    return woken;
}

}  // namespace bwsync::test::memory
