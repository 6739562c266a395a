#include "daemon/core/subscriber/evaluator.hpp"

#include <algorithm>

#include "daemon/domain/subscriber/outcome.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr int kSubjectsAtOnce = 500;
constexpr Millis kPoll = 2s;
constexpr Millis kShortest = 5ms;
// The reading that was asked for makes the subscriber due; this is the net should it never come.
constexpr Millis kReadingNet = 60s;
constexpr Millis kAfterRefusal = 1s;

double seconds(Millis length)
{
    return static_cast<double>(length.count()) / 1000;
}

}  // namespace

// One round over what is due: what was true at its beginning, and what is to be written at its end.
struct Evaluator::Round {
    Round(bool webex_is_known, LiveQuestions ask) : is_webex_known(webex_is_known), questions(std::move(ask)) {}
    const bool is_webex_known;  // before the subjects were loaded: a list that ended later is not in them
    LiveQuestions questions;
    BridgeControls controls;
    std::vector<SubscriberRow> rows;
    std::vector<DirtyHint> dirty;
};

Evaluator::Evaluator(Ports ports, Colleagues with, BridgeSettings settings, std::function<void()> keys_are_dirty)
    : ports_(ports),
      with_(with),
      settings_(std::move(settings)),
      name_("evaluator " + settings_.policy.bridge),
      bridge_(bridge_ref(settings_.policy)),
      keys_are_dirty_(std::move(keys_are_dirty))
{
}

void Evaluator::wake()
{
    if (bell_) bell_->ring();
}

Task<> Evaluator::run(Lease lease, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    bell_ = std::make_shared<Signal>();
    // Calls end by themselves, bounded by their time-outs: a stop does not cut them off, it only begins none.
    std::stop_source never;
    TaskGroup calls(executor, never.get_token());
    bool is_loaded = false;
    with_.keeper.begin();
    while (!stop.stop_requested() && !with_.keeper.has_lost_lease()) {
        ports_.liveness.beat(name_);
        if (!is_loaded) is_loaded = co_await with_.take_over.load(lease);
        std::size_t evaluated = 0;
        if (is_loaded) evaluated = co_await work(lease, calls, stop);
        if (evaluated == kSubjectsAtOnce) continue;
        Result<std::optional<Instant>> next = co_await ports_.subscribers.next_due(settings_.policy.bridge);
        const Millis wait = until(std::move(next));
        co_await ports_.clock.wait_for(*bell_, wait, stop);
    }
    ports_.liveness.rest(name_);
    co_await calls.join();
    busy_.clear();
}

// How many were evaluated.
Task<std::size_t> Evaluator::work(Lease lease, TaskGroup& calls, std::stop_token stop)
{
    co_await with_.take_over.wake_released(lease);
    co_await with_.breakers.tend(lease);
    co_return co_await evaluate_due(lease, calls, stop);
}

// What is due already and was not taken is on its way: the end of its call rings.
Millis Evaluator::until(Result<std::optional<Instant>> next) const
{
    const Instant now = ports_.clock.now();
    const bool is_ahead = next && *next && **next > now;
    const Millis wait = is_ahead ? std::min(kPoll, std::chrono::duration_cast<Millis>(**next - now)) : kPoll;
    return std::max(wait, kShortest);
}

Task<std::size_t> Evaluator::evaluate_due(Lease lease, TaskGroup& calls, std::stop_token stop)
{
    Round round(with_.take_over.is_webex_known(), questions());
    const std::vector<std::int64_t> busy(busy_.begin(), busy_.end());
    Result<std::vector<Subject>> due = co_await ports_.subscribers.due_subscribers(bridge_, busy, kSubjectsAtOnce);
    if (!due || due->empty()) co_return 0;
    Result<BridgeControls> controls = co_await ports_.bridges.load_controls(bridge_.bridge);
    if (!controls) co_return 0;
    round.controls = std::move(*controls);
    const bool has_counts = co_await with_.brakes.read();
    if (!has_counts) co_return 0;
    for (Subject& subject : *due) {
        if (stop.stop_requested() || with_.keeper.has_lost_lease()) break;
        Subject one = std::move(subject);
        co_await evaluate(lease, round, std::move(one), calls, stop);
    }
    co_await store(lease, round, stop);
    co_return due->size();
}

Task<> Evaluator::store(Lease lease, Round& round, std::stop_token stop)
{
    if (!round.dirty.empty()) {
        Result<> marked = co_await ports_.feed.mark_dirty(settings_.policy.cluster, round.dirty, Millis(0));
        if (marked) keys_are_dirty_();
    }
    if (round.rows.empty()) co_return;
    std::function<Task<Result<>>()> save = [this, lease, &round] {
        return ports_.subscribers.save_subscribers(lease, round.rows);
    };
    // Not stored: the rows stay due, for whoever holds the lease next.
    [[maybe_unused]] const bool is_saved = co_await with_.keeper.keep("save-subscribers", save, stop);
}

Task<> Evaluator::evaluate(Lease lease, Round& round, Subject subject, TaskGroup& calls, std::stop_token stop)
{
    const std::optional<Verdict> verdict = judged(settings_.policy, ports_.phone, subject);
    Situation situation = situation_of(surroundings(round), with_.enterprises.all(), subject, verdict);
    Inquiry inquiry(subject, verdict, settings_.policy, std::move(situation));
    Result<Decision> settled = co_await settle(round.questions, inquiry, ports_.telemetry, stop);
    if (!settled) co_return;  // the row stays due
    Decision decision = std::move(*settled);
    // The row that stood here gives way to the one that is renamed: there is nothing left to decide about it.
    if (decision.step == Step::kSucceed) co_return co_await succeed(lease, decision, *inquiry.situation.email_holder);
    mind_breakers(inquiry, decision);
    if (decision.closes_intent) co_return co_await close_intent(lease, std::move(subject), std::move(decision), stop);
    co_await with_.enterprises.follow(lease, decision, stop);
    co_await with_.brakes.trip(lease, decision, stop);
    with_.breakers.noticed(subject, decision);
    note_convergence(decision);
    if (sends(decision.step)) co_return dispatch(lease, round, std::move(decision), calls);
    if (decision.step == Step::kReadSource) {
        DirtyHint hint;
        hint.key.user_id = decision.row.user_id;
        hint.cause = DirtyCause::kConfirm;
        round.dirty.push_back(std::move(hint));
        decision.row.due_at = ports_.clock.now() + kReadingNet;
    }
    if (decision.row != subject.row || subject.row.due_at) round.rows.push_back(std::move(decision.row));
}

// The intent's end and the row are one transaction; the decision that follows from it is taken in the next round.
Task<> Evaluator::close_intent(Lease lease, Subject subject, Decision decision, std::stop_token stop)
{
    ClosedIntent closed;
    closed.intent = subject.open_intent->id;
    closed.outcome = *decision.closes_intent;
    closed.detail = std::move(decision.closing_detail);
    closed.row = std::move(decision.row);
    std::function<Task<Result<>>()> close = [this, lease, &closed] {
        return ports_.intents.close_intent(lease, closed);
    };
    const bool is_closed = co_await with_.keeper.keep("close-looked-after-intent", close, stop);
    if (!is_closed) co_return;
    ports_.telemetry.count("intents_total",
                           {settings_.policy.bridge, std::string(name_of(subject.open_intent->operation)),
                            std::string(name_of(*decision.closes_intent))});
    wake();
}

// Asked last, of what would be sent: who waits for something else anyway is no probe.
void Evaluator::mind_breakers(Inquiry& inquiry, Decision& decision)
{
    if (!sends(decision.step)) return;
    inquiry.situation.held_by_breaker = with_.breakers.held(decision, inquiry.situation.now);
    if (!inquiry.situation.held_by_breaker.empty()) decision = inquiry.decide();
}

Task<> Evaluator::succeed(Lease lease, const Decision& decision, const EmailHolder& holder)
{
    const BridgePolicy& policy = settings_.policy;
    Rename rename;
    rename.from = holder.user_key;
    rename.to = decision.row.user_id;
    ReadingBatch batch;
    batch.cluster = policy.cluster;
    batch.bridges.push_back(policy.bridge);
    batch.renames.push_back(std::move(rename));
    Result<> renamed = co_await ports_.source.record_readings(lease, std::move(batch));
    ports_.telemetry.log(LogLevel::kInfo, "rename-inferred",
                         {Field("bridge", policy.bridge), Field("subject", decision.row.id),
                          Field("stored", std::string(renamed ? "yes" : "no"))});
}

// Free hands take the call at once.
void Evaluator::dispatch(Lease lease, Round& round, Decision decision, TaskGroup& calls)
{
    const bool was_counted = is_update(decision.step) && decision.row.update_decided_at == ports_.clock.now();
    if (was_counted) with_.brakes.count_update();
    if (static_cast<int>(busy_.size()) >= settings_.in_flight) return put_off(round, decision);
    busy_.insert(decision.row.id);
    Enterprise enterprise;
    if (decision.makes_organization) enterprise = with_.enterprises.bootstrap(decision);
    auto job = std::make_shared<Decision>(std::move(decision));
    std::function<Task<>(std::stop_token)> child = [this, lease, job, enterprise](std::stop_token token) {
        return call(lease, *job, enterprise, token);
    };
    calls.spawn(child);
}

// The row comes due when the partner's rate will have room, so that a backlog does not spin.
void Evaluator::put_off(Round& round, const Decision& decision)
{
    const Millis gap(static_cast<Millis::rep>(1000 / settings_.calls_per_second) + 1);
    next_slot_ = std::max(next_slot_, ports_.clock.now()) + gap;
    round.rows.push_back(bwsync::put_off(decision, next_slot_));
}

Task<> Evaluator::call(Lease lease, Decision decision, Enterprise enterprise, std::stop_token stop)
{
    const std::int64_t id = decision.row.id;
    const bool has_begun = co_await with_.caller.carry_out(lease, std::move(decision), std::move(enterprise), stop);
    co_await with_.breakers.keep(lease, stop);
    // A store that refuses, or a lease that is going, is not asked in a loop.
    if (!has_begun) co_await ports_.clock.sleep_for(kAfterRefusal, stop);
    busy_.erase(id);
    wake();
}

void Evaluator::note_convergence(Decision& decision)
{
    if (!decision.has_converged || !decision.row.dirty_since) return;
    ports_.telemetry.observe("convergence_seconds", {settings_.policy.bridge},
                             seconds(ports_.clock.now() - *decision.row.dirty_since));
    decision.row.dirty_since.reset();
}

Surroundings Evaluator::surroundings(const Round& round) const
{
    Surroundings around;
    around.now = ports_.clock.now();
    around.window_is_closed = settings_.window_is_closed && settings_.window_is_closed(around.now);
    around.has_grant = ports_.webex.has_grant();
    around.webex_is_known = round.is_webex_known;
    around.only_observe = with_.take_over.only_observes();
    around.controls = round.controls;
    around.brakes = with_.brakes.counts();
    return around;
}

LiveQuestions Evaluator::questions()
{
    const LiveQuestions::Ports ports{ports_.webex,  ports_.subscribers, ports_.enterprises,
                                     ports_.mirror, ports_.clock,       ports_.liveness};
    return LiveQuestions(ports, bridge_, name_, with_.enterprises);
}

}  // namespace bwsync
