#include "daemon/core/enterprise/procedures.hpp"

#include <algorithm>

#include "daemon/core/basics/persist.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr int kAtOnce = 8;
constexpr Millis kPoll = 2s;
constexpr Millis kShortestRest = 5ms;
constexpr Millis kAfterRefusal = 1s;

ProcedurePace pace_of(const BridgeSettings& settings)
{
    ProcedurePace pace;
    pace.poll = settings.status_poll;
    return pace;
}

}  // namespace

Procedures::Procedures(BridgePorts ports, const BridgeSettings& settings, OnOrganizationGone on_organization_gone)
    : ports_(ports),
      bridge_(settings.policy.bridge),
      name_("procedures " + settings.policy.bridge),
      is_observe_(settings.policy.sync == SyncPolicy::kObserve),
      on_organization_gone_(std::move(on_organization_gone)),
      deleter_(ports, pace_of(settings)),
      syncer_(ports, pace_of(settings))
{
}

void Procedures::wake()
{
    if (bell_) bell_->ring();
}

Task<> Procedures::run(Lease lease, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    bell_ = std::make_shared<Signal>();
    TaskGroup group(executor, stop);
    while (!stop.stop_requested()) {
        ports_.liveness.beat(name_);
        const Millis wait = co_await begin_due(lease, group, stop);
        co_await ports_.clock.wait_for(*bell_, wait, stop);
    }
    ports_.liveness.rest(name_);
    co_await group.join();
    busy_.clear();
}

// How long until there may be more to do.
Task<Millis> Procedures::begin_due(Lease lease, TaskGroup& group, std::stop_token stop)
{
    const int free = kAtOnce - static_cast<int>(busy_.size());
    if (free <= 0) co_return kPoll;
    std::vector<std::int64_t> busy(busy_.begin(), busy_.end());
    Result<ProcedureWork> work = co_await ports_.procedures.due_procedures(bridge_, std::move(busy), free);
    if (!work || stop.stop_requested()) co_return kPoll;
    for (Procedure& procedure : work->due) {
        busy_.insert(procedure.id);
        auto job = std::make_shared<Procedure>(std::move(procedure));
        std::function<Task<>(std::stop_token)> child = [this, lease, job](std::stop_token token) {
            return work_on(lease, *job, token);
        };
        group.spawn(child);
    }
    co_return std::clamp(work->next.value_or(kPoll), kShortestRest, kPoll);
}

Task<> Procedures::work_on(Lease lease, Procedure procedure, std::stop_token stop)
{
    const std::int64_t id = procedure.id;
    ProcedureMove move = co_await advance(std::move(procedure), stop);
    const bool is_saved = co_await save(lease, move, stop);
    if (is_saved) {
        tell(move);
        const bool is_gone = move.next.kind == kOrganizationDelete && move.next.state == ProcedureState::kDone;
        if (is_gone) on_organization_gone_(move.next.subject);
    } else {
        // The turn is another's, the store refuses, or the lease is going: not asked in a loop.
        co_await ports_.clock.sleep_for(kAfterRefusal, stop);
    }
    busy_.erase(id);
    wake();
}

Task<ProcedureMove> Procedures::advance(Procedure procedure, std::stop_token stop)
{
    if (!procedure.stop_asked_by.empty()) co_return obey_stop(std::move(procedure));
    const bool may_write = !is_observe_ && !only_observe_;
    if (procedure.kind == kOrganizationDelete)
        co_return co_await deleter_.advance(std::move(procedure), may_write, stop);
    co_return co_await syncer_.advance(std::move(procedure), may_write, stop);
}

Task<bool> Procedures::save(Lease lease, const ProcedureMove& move, std::stop_token stop)
{
    bool has_turn = true;
    std::function<Task<Result<>>()> verb = [this, lease, &move, &has_turn]() -> Task<Result<>> {
        Result<bool> saved = co_await ports_.procedures.save_procedure(lease, move);
        if (!saved) co_return saved.error();
        has_turn = *saved;
        co_return std::monostate();
    };
    const Stored stored = co_await persist(ports_.clock, ports_.telemetry, "save-procedure", verb, stop);
    co_return stored == Stored::kStored&& has_turn;
}

void Procedures::tell(const ProcedureMove& move)
{
    const Procedure& next = move.next;
    const bool needs_person = next.state == ProcedureState::kStopped || next.state == ProcedureState::kFailed;
    if (move.note.empty() && !needs_person) return;
    ports_.telemetry.log(needs_person ? LogLevel::kWarning : LogLevel::kInfo, "procedure",
                         {Field("bridge", bridge_), Field("procedure", next.id), Field("kind", next.kind),
                          Field("state", std::string(name_of(next.state))), Field("step", next.step),
                          Field("note", move.note), Field("tracking_id", move.tracking_id)});
}

}  // namespace bwsync
