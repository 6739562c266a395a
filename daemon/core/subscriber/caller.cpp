#include "daemon/core/subscriber/caller.hpp"

#include "daemon/core/basics/persist.hpp"
#include "daemon/domain/preview/precheck_report.hpp"
#include "daemon/domain/workspace/workspace.hpp"

namespace bwsync {

namespace {

ProvisionRequest request_of(const Decision& decision)
{
    ProvisionRequest request = *decision.row.wanted;
    if (!decision.site_time_zone.empty()) request.time_zone = decision.site_time_zone;
    return request;
}

}  // namespace

// One call on its way: what was there before it, what came of it.
struct Caller::Call {
    OpenIntent intent;
    SubscriberRow row;
    CallTrace trace;
    std::optional<IntentOutcome> outcome;  // nullopt: not known
    std::string detail;
    std::optional<WebexSubscriber> shown;
    std::optional<WebexFailure> failure;
    std::string gone_id;  // Webex does not know it any more
};

Task<bool> Caller::carry_out(Lease lease, Decision decision, Enterprise enterprise, std::stop_token stop)
{
    if (decision.wants_precheck) {
        const bool may = co_await may_provision(lease, decision, stop);
        if (!may) co_return true;
    }
    Call call;
    call.row = decision.row;
    const bool has_begun = co_await begin(lease, call, decision, std::move(enterprise));
    if (!has_begun) co_return false;
    co_await send(call, stop);
    on_answer_(decision, call.failure ? &*call.failure : nullptr);
    co_await end(lease, call, stop);
    co_return true;
}

// The precheck finds what would fail before anything is made; what it says is judged as the provisioning's own answer
// would be. Who may only come after another one waits.
Task<bool> Caller::may_provision(Lease lease, const Decision& decision, std::stop_token stop)
{
    WebexResult<Answered<PrecheckReport>> report = co_await ports_.webex.precheck(request_of(decision), stop);
    const bool waits = report && must_wait_for_primary(report->value);
    if (waits) {
        on_answer_(decision, nullptr);
        SubscriberRow held =
            held_for_primary(decision.row, report->value, decision.makes_organization, ports_.clock.now());
        co_await save_row(lease, std::move(held), stop);
        co_return false;
    }
    if (report || report.error().kind == WebexFailure::Kind::kCancelled) co_return static_cast<bool>(report);
    WebexFailure failure = report.error();
    if (precheck_cannot_tell(failure)) co_return true;
    on_answer_(decision, &failure);
    SubscriberRow put_back =
        after_failed_precheck(decision.row, std::move(failure), ports_.clock.now(), ports_.random.unit());
    co_await save_row(lease, std::move(put_back), stop);
    co_return false;
}

Task<> Caller::save_row(Lease lease, SubscriberRow row, std::stop_token stop)
{
    std::vector<SubscriberRow> rows(1, row);
    std::function<Task<Result<>>()> save = [this, lease, &rows] {
        return ports_.subscribers.save_subscribers(lease, rows);
    };
    // Not stored: the row stays as it was, and is asked about again by whoever holds the lease next.
    [[maybe_unused]] const Stored stored =
        co_await persist(ports_.clock, ports_.telemetry, "save-precheck", save, stop);
}

Task<bool> Caller::begin(Lease lease, Call& call, const Decision& decision, Enterprise enterprise)
{
    call.intent.operation = operation_of(decision.step).value();  // what does not send is never carried out
    call.intent.opened_at = ports_.clock.now();
    call.intent.update = decision.update;
    if (decision.row.wanted) call.intent.provision = request_of(decision);
    const bool makes_workspace = call.row.workspace && call.intent.operation == Operation::kProvision;
    if (makes_workspace) call.row.workspace->is_uncertain = true;
    std::optional<Enterprise> bootstrap;
    if (decision.makes_organization) bootstrap = std::move(enterprise);
    // Should the commit's answer be lost, the intent may stand: it will be resolved by looking, like any other.
    Result<std::int64_t> id = co_await ports_.intents.open_intent(lease, call.row, call.intent, bootstrap);
    if (!id) {
        ports_.telemetry.log(LogLevel::kWarning, "intent-not-opened",
                             {Field("subject", call.row.id), Field("why", id.error().what)});
        co_return false;
    }
    call.intent.id = *id;
    co_return true;
}

Task<> Caller::send(Call& call, std::stop_token stop)
{
    if (call.row.workspace) {
        co_await send_workspace(call, stop);
        co_return;
    }
    const std::string webex_id = call.row.webex_id;
    if (call.intent.operation == Operation::kRemove) {
        const WebexResult<Done> removed = co_await ports_.webex.remove(webex_id, stop);
        co_return take_done(call, removed);
    }
    if (call.intent.operation == Operation::kConsentMove) {
        const WebexResult<Done> sent = co_await ports_.webex.consent_move(webex_id, stop);
        co_return take_done(call, sent);
    }
    if (call.intent.operation == Operation::kEmailChange) {
        co_await change_email(call, stop);
        co_return;
    }
    if (call.intent.operation == Operation::kHardDelete) {
        std::string organization = co_await organization_of(call.row, stop);
        const WebexResult<Done> erased =
            co_await ports_.people.remove(call.row.person_id, std::move(organization), stop);
        co_return take_done(call, erased);
    }
    if (call.intent.operation == Operation::kUpdate) {
        WebexResult<Answered<WebexSubscriber>> updated =
            co_await ports_.webex.update(webex_id, call.intent.update, stop);
        if (!updated) co_return take_failure(call, updated.error());
        call.trace = updated->trace;
        co_return take_success(call, std::move(updated->value));
    }
    WebexResult<Answered<WebexSubscriber>> made = co_await ports_.webex.provision(call.intent.provision, stop);
    if (!made) co_return take_failure(call, made.error());
    call.trace = made->trace;
    take_success(call, std::move(made->value));
}

// What the People API says of the address counts until Webex shows the subscriber otherwise: whether, and when, its
// subscriber lists follow is not published.
Task<> Caller::change_email(Call& call, std::stop_token stop)
{
    std::string organization = co_await organization_of(call.row, stop);
    PersonChange change;
    change.email = call.intent.provision.email;
    WebexResult<Answered<WebexPerson>> changed =
        co_await ports_.people.update(call.row.person_id, std::move(organization), change, stop);
    if (!changed) co_return take_failure(call, changed.error());
    call.trace = changed->trace;
    WebexResult<Answered<WebexSubscriber>> shown = co_await ports_.webex.get(call.row.webex_id, stop);
    WebexSubscriber subscriber;
    if (shown) subscriber = std::move(shown->value);
    if (!changed->value.emails.empty()) subscriber.email = changed->value.emails.front();
    take_success(call, std::move(subscriber));
}

Task<> Caller::send_workspace(Call& call, std::stop_token stop)
{
    const std::string id = call.row.workspace->id;
    if (call.intent.operation == Operation::kRemove) {
        const WebexResult<Done> removed = co_await ports_.workspaces.remove(id, stop);
        co_return take_done(call, removed);
    }
    if (call.intent.operation == Operation::kUpdate) {
        WorkspaceUpdate change = workspace_change(*call.row.workspace);
        const WebexResult<Answered<WebexWorkspace>> updated =
            co_await ports_.workspaces.update(id, std::move(change), stop);
        co_return take_workspace(call, updated);
    }
    WorkspaceRequest request = call.row.workspace->wanted;
    const WebexResult<Answered<WebexWorkspace>> made = co_await ports_.workspaces.provision(std::move(request), stop);
    take_workspace(call, made);
}

void Caller::take_workspace(Call& call, const WebexResult<Answered<WebexWorkspace>>& answer)
{
    if (!answer) return take_failure(call, answer.error());
    call.trace = answer->trace;
    take(call, after_workspace_success(call.row, answer->value, ports_.clock.now()));
}

// Access to it is opened when Webex refuses; without it a refusal stays one.
Task<std::string> Caller::organization_of(const SubscriberRow& row, std::stop_token stop)
{
    EnterpriseFilter filter;
    if (row.wanted) filter.sp_enterprise_id = row.wanted->sp_enterprise_id;
    if (filter.sp_enterprise_id.empty()) co_return std::string();
    WebexResult<EnterprisePage> found = co_await ports_.enterprises.list(filter, std::string(), stop);
    if (!found || found->items.size() != 1) co_return std::string();
    co_return std::move(found->items.front().organization_id);
}

void Caller::take_done(Call& call, const WebexResult<Done>& answer)
{
    if (!answer) return take_failure(call, answer.error());
    call.trace = answer->trace;
    take(call, after_done(call.row, call.intent.operation, ports_.clock.now()));
}

void Caller::take_success(Call& call, WebexSubscriber shown)
{
    take(call, after_success(call.row, call.intent, shown, ports_.clock.now()));
    if (!shown.id.empty()) call.shown = std::move(shown);
}

void Caller::take_failure(Call& call, WebexFailure failure)
{
    call.trace.tracking_id = failure.tracking_id;
    call.trace.http_status = failure.http_status;
    call.failure = failure;
    const auto judge = call.row.workspace ? &after_workspace_failure : &after_failure;
    take(call, judge(call.row, call.intent.operation, failure, ports_.clock.now(), ports_.random.unit()));
}

void Caller::take(Call& call, Aftermath aftermath)
{
    Aftermath left = without_what_is_gone(std::move(aftermath), call.intent.operation, ports_.clock.now());
    if (left.is_gone_in_webex) call.gone_id = call.row.webex_id;
    call.row = std::move(left.row);
    call.outcome = left.outcome;
    call.detail = std::move(left.detail);
}

Task<> Caller::end(Lease lease, Call& call, std::stop_token stop)
{
    // The outcome of a call that was made is worth waiting for, even while stopping: a stop gives it one more try.
    std::function<Task<Result<>>()> store = [this, lease, &call]() -> Task<Result<>> {
        if (call.outcome) {
            ClosedIntent closed;
            closed.intent = call.intent.id;
            closed.outcome = *call.outcome;
            closed.detail = call.detail;
            closed.trace = call.trace;
            closed.row = call.row;
            closed.webex = call.shown;
            co_return co_await ports_.intents.close_intent(lease, std::move(closed));
        }
        Result<> noted = co_await ports_.intents.note_attempt(lease, call.intent.id, call.detail, call.trace);
        if (!noted) co_return noted;
        std::vector<SubscriberRow> rows(1, call.row);
        co_return co_await ports_.subscribers.save_subscribers(lease, std::move(rows));
    };
    const Stored closed = co_await persist(ports_.clock, ports_.telemetry, "close-intent", store, stop);
    // The open intent says so to the next holder of the lease, who looks.
    if (closed != Stored::kStored) {
        ports_.telemetry.log(LogLevel::kWarning, "call-outcome-not-stored",
                             {Field("bridge", bridge_), Field("subject", call.row.id),
                              Field("operation", std::string(name_of(call.intent.operation))),
                              Field("tracking_id", call.trace.tracking_id)});
        co_return;
    }
    if (!call.gone_id.empty()) {
        std::function<Task<Result<>>()> forget = [this, &call] {
            return ports_.mirror.forget_webex(partner_, call.gone_id);
        };
        // Not forgotten: the row has no Webex id any more, and a look at Webex shows that it is gone.
        [[maybe_unused]] const Stored forgotten =
            co_await persist(ports_.clock, ports_.telemetry, "forget-webex", forget, stop);
    }
    if (call.outcome) {
        ports_.telemetry.count("intents_total", {bridge_, std::string(name_of(call.intent.operation)),
                                                 std::string(name_of(*call.outcome))});
    }
    ports_.telemetry.log(
        LogLevel::kInfo, "call",
        {Field("bridge", bridge_), Field("subject", call.row.id),
         Field("operation", std::string(name_of(call.intent.operation))),
         Field("outcome", std::string(call.outcome ? name_of(*call.outcome) : "unknown")),
         Field("status", std::int64_t(call.trace.http_status)), Field("tracking_id", call.trace.tracking_id)});
}

}  // namespace bwsync
