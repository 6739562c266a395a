#include "daemon/core/subscriber/evaluator.hpp"

#include <algorithm>

#include "daemon/core/basics/persist.hpp"
#include "daemon/domain/basics/text.hpp"
#include "daemon/domain/enterprise/organization.hpp"
#include "daemon/domain/subscriber/outcome.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr int kSubjectsAtOnce = 500;
// Looks and choices of a first subscriber ask a peer: no more of them in one decision than this.
constexpr int kQuestions = 5;
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
struct Evaluator::Pass {
    bool is_webex_known = false;  // before the subjects were loaded: a list that ended later is not in them
    BridgeControls controls;
    BrakeCounts brakes;
    std::vector<SubscriberRow> rows;
    std::vector<DirtyHint> dirty;
    std::map<std::string, EnterpriseStore::Candidate> candidates;  // by spEnterpriseId
};

Evaluator::Evaluator(BridgePorts ports, BridgeSettings settings, std::function<void()> keys_are_dirty)
    : ports_(ports),
      settings_(std::move(settings)),
      name_("evaluator " + settings_.policy.bridge),
      bridge_(bridge_ref(settings_.policy)),
      keys_are_dirty_(std::move(keys_are_dirty)),
      caller_(ports, settings_.policy.bridge, settings_.policy.partner,
              [this](const Decision& decision, const WebexFailure* failure) { breakers_.answered(decision, failure); }),
      breakers_(ports, settings_.policy)
{
}

void Evaluator::wake()
{
    if (bell_) bell_->ring();
}

void Evaluator::webex_is_known()
{
    is_webex_known_ = true;
    wake();
}

void Evaluator::organization_is_gone(const std::string& sp_enterprise_id)
{
    enterprises_.erase(sp_enterprise_id);
    wake();
}

Task<> Evaluator::run(Lease lease, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    bell_ = std::make_shared<Signal>(executor);
    // Calls end by themselves, bounded by their time-outs: a stop does not cut them off, it only begins none.
    std::stop_source never;
    TaskGroup calls(executor, never.get_token());
    bool is_loaded = false;
    while (!stop.stop_requested()) {
        ports_.liveness.beat(name_);
        if (!is_loaded) is_loaded = co_await load(lease);
        if (is_loaded) co_await wake_released(lease);
        if (is_loaded) co_await breakers_.tend(lease);
        std::size_t evaluated = 0;
        if (is_loaded) evaluated = co_await evaluate_due(lease, calls, stop);
        if (evaluated == kSubjectsAtOnce) continue;
        Millis wait = kPoll;
        Result<std::optional<Instant>> next = co_await ports_.subscribers.next_due(settings_.policy.bridge);
        // What is due already and was not taken is on its way: the end of its call rings.
        const Instant now = ports_.clock.now();
        const bool is_ahead = next && *next && **next > now;
        if (is_ahead) wait = std::min(wait, std::chrono::duration_cast<Millis>(**next - now));
        co_await bell_->wait_for(std::max(wait, kShortest), stop);
    }
    ports_.liveness.rest(name_);
    co_await calls.join();
    busy_.clear();
}

// The store may be away for as long as it takes.
Task<bool> Evaluator::keep(std::string what, std::function<Task<Result<>>()> verb, std::stop_token stop)
{
    ports_.liveness.rest(name_);
    const bool is_kept = co_await persist(ports_.clock, ports_.telemetry, what, std::move(verb), stop);
    ports_.liveness.beat(name_);
    co_return is_kept;
}

Task<bool> Evaluator::load(Lease lease)
{
    const std::string& bridge = settings_.policy.bridge;
    Result<std::vector<Enterprise>> known = co_await ports_.enterprise_store.load_enterprises(bridge);
    if (!known) co_return false;
    enterprises_.clear();
    for (Enterprise& each : *known) enterprises_[each.sp_enterprise_id] = each;
    Result<std::optional<Instant>> listed = co_await ports_.snapshots.last_snapshot(bridge, SnapshotSide::kWebex);
    if (!listed) co_return false;
    is_webex_known_ = is_webex_known_ || listed->has_value();
    const bool has_breakers = co_await breakers_.load();
    if (!has_breakers) co_return false;
    Result<bool> is_new = co_await ports_.subscribers.wake_on_new_policy(lease, bridge, fingerprint(settings_.policy));
    if (!is_new) co_return false;
    if (*is_new) ports_.telemetry.log(LogLevel::kInfo, "policy-changed", {Field("bridge", bridge)});
    Result<std::int64_t> woken = co_await ports_.intents.wake_open_intents(lease, bridge);
    if (!woken) co_return false;
    if (*woken > 0)
        ports_.telemetry.log(LogLevel::kInfo, "open-intents-found", {Field("bridge", bridge), Field("count", *woken)});
    co_return true;
}

// Those that were held for something that is there now need not wait for their next look.
Task<> Evaluator::wake_released(Lease lease)
{
    const std::string& bridge = settings_.policy.bridge;
    if (is_webex_known_ && !has_woken_unread_) {
        Result<> woken =
            co_await ports_.subscribers.wake_held(lease, bridge, std::string(name_of(Reason::kWebexUnread)));
        has_woken_unread_ = static_cast<bool>(woken);
    }
    if (!only_observe_ && did_only_observe_) {
        Result<> woken = co_await ports_.subscribers.wake_held(lease, bridge, std::string(name_of(Reason::kObserve)));
        if (!woken) co_return;
    }
    did_only_observe_ = only_observe_;
    const bool has_grant = ports_.webex.has_grant();
    if (has_grant && !had_grant_) {
        Result<> woken = co_await ports_.subscribers.wake_held(lease, bridge, std::string(name_of(Reason::kGrant)));
        if (!woken) co_return;
    }
    had_grant_ = has_grant;
}

Task<std::size_t> Evaluator::evaluate_due(Lease lease, TaskGroup& calls, std::stop_token stop)
{
    const BridgePolicy& policy = settings_.policy;
    Pass pass;
    pass.is_webex_known = is_webex_known_;
    const std::vector<std::int64_t> busy(busy_.begin(), busy_.end());
    Result<std::vector<Subject>> due = co_await ports_.subscribers.due_subscribers(bridge_, busy, kSubjectsAtOnce);
    if (!due || due->empty()) co_return 0;
    Result<BridgeControls> controls = co_await ports_.bridge_store.load_controls(policy.bridge);
    if (!controls) co_return 0;
    pass.controls = std::move(*controls);
    Result<BrakeCounts> counts = co_await ports_.bridge_store.brake_counts(bridge_, policy.brake.window);
    if (!counts) co_return 0;
    pass.brakes = *counts;

    for (Subject& subject : *due) {
        if (stop.stop_requested()) break;
        Subject one = std::move(subject);
        co_await evaluate(lease, pass, std::move(one), calls, stop);
    }
    if (!pass.dirty.empty()) {
        Result<> marked = co_await ports_.feed.mark_dirty(policy.cluster, pass.dirty, Millis(0));
        if (marked) keys_are_dirty_();
    }
    if (!pass.rows.empty()) {
        std::function<Task<Result<>>()> save = [this, lease, &pass] {
            return ports_.subscribers.save_subscribers(lease, pass.rows);
        };
        co_await keep("save-subscribers", save, stop);
    }
    co_return due->size();
}

Task<> Evaluator::evaluate(Lease lease, Pass& pass, Subject subject, TaskGroup& calls, std::stop_token stop)
{
    Decision decision;
    const bool is_complete = co_await complete(lease, pass, subject, decision, stop);
    if (!is_complete) co_return;
    if (decision.closes_intent) {
        // The intent's end and the row are one transaction; the decision that follows from it is taken in the next
        // round.
        ClosedIntent closed;
        closed.intent = subject.open_intent->id;
        closed.outcome = *decision.closes_intent;
        closed.detail = decision.closing_detail;
        closed.row = decision.row;
        std::function<Task<Result<>>()> close = [this, lease, &closed] {
            return ports_.intents.close_intent(lease, closed);
        };
        co_await keep("close-looked-after-intent", close, stop);
        ports_.telemetry.count("intents_total",
                               {settings_.policy.bridge, std::string(name_of(subject.open_intent->operation)),
                                std::string(name_of(*decision.closes_intent))});
        co_return wake();
    }
    co_await follow_organization(lease, decision, stop);
    co_await trip(lease, pass, decision, stop);
    breakers_.noticed(subject, decision);
    note_convergence(decision);
    if (sends(decision.step)) co_return dispatch(lease, pass, std::move(decision), calls);
    if (decision.step == Step::kReadSource) {
        DirtyHint hint;
        hint.key.user_id = decision.row.user_id;
        hint.cause = DirtyCause::kConfirm;
        pass.dirty.push_back(std::move(hint));
        decision.row.due_at = ports_.clock.now() + kReadingNet;
    }
    if (decision.row != subject.row || subject.row.due_at) pass.rows.push_back(std::move(decision.row));
}

// Asks decide(), answers what it wants to know, and asks it again. False: not to be known now, the row stays due.
Task<bool> Evaluator::complete(Lease lease, Pass& pass, Subject& subject, Decision& decision, std::stop_token stop)
{
    const std::optional<Verdict> judged = bwsync::judged(settings_.policy, ports_.phone, subject);
    Situation situation = situation_of(surroundings(pass), enterprises_, subject, judged);
    decision = decide(subject, judged, settings_.policy, situation);
    for (int i = 0; i < kQuestions; ++i) {
        if (decision.step == Step::kLook) {
            ports_.liveness.rest(name_);
            const bool has_looked = co_await look(subject, stop);
            ports_.liveness.beat(name_);
            if (!has_looked) {
                // Put off as decide() said, so that a peer that is away is not asked in a loop.
                decision.step = Step::kNone;
                decision.closes_intent.reset();
                co_return true;
            }
            situation.has_looked = true;
        } else if (decision.step == Step::kSeekPerson) {
            ports_.liveness.rest(name_);
            const bool is_known = co_await seek_person(decision, situation, stop);
            ports_.liveness.beat(name_);
            if (!is_known) {
                decision.step = Step::kNone;
                co_return true;
            }
        } else if (decision.step == Step::kFindHolder) {
            const bool is_known = co_await find_holder(decision, situation);
            if (!is_known) co_return false;
        } else if (decision.step == Step::kSucceed) {
            // The row that stood here gives way to the one that is renamed: there is nothing left to decide about it.
            co_await succeed(lease, decision, *situation.email_holder);
            co_return false;
        } else if (decision.step == Step::kAskCandidate) {
            Enterprise& organization = enterprise(decision.row.wanted->sp_enterprise_id);
            if (organization.seen_at == Instant{}) organization.seen_at = ports_.clock.now();
            situation.enterprise = organization;
            const std::string& id = organization.sp_enterprise_id;
            if (!pass.candidates.contains(id)) {
                Result<EnterpriseStore::Candidate> candidate =
                    co_await ports_.enterprise_store.first_candidate(bridge_, id, candidate_needs(*judged));
                if (!candidate) co_return false;
                pass.candidates[id] = std::move(*candidate);
            }
            const EnterpriseStore::Candidate& known = pass.candidates[id];
            situation.candidate = known.user_key.value_or("");
            const bool is_named = !judged->first_subscriber.empty();
            if (is_named) situation.candidate = judged->first_subscriber;
            situation.candidate_may_change = known.has_unread && !is_named;
        } else if (decision.step == Step::kAskSite) {
            const ProvisionRequest& wanted = *decision.row.wanted;
            Result<EnterpriseStore::Site> site =
                co_await ports_.enterprise_store.site_of(bridge_, wanted.sp_enterprise_id, wanted.package);
            if (!site) co_return false;
            situation.site_stands = site->stands;
        } else {
            break;
        }
        decision = decide(subject, judged, settings_.policy, situation);
    }
    mind_breakers(subject, judged, situation, decision);
    co_return true;
}

// Asked last, of what would be sent: who waits for something else anyway is no probe.
void Evaluator::mind_breakers(const Subject& subject, const std::optional<Verdict>& judged, Situation situation,
                              Decision& decision)
{
    if (!sends(decision.step)) return;
    situation.held_by_breaker = breakers_.held(decision, situation.now);
    if (!situation.held_by_breaker.empty()) decision = decide(subject, judged, settings_.policy, situation);
}

Task<bool> Evaluator::find_holder(const Decision& decision, Situation& situation)
{
    Result<std::optional<EmailHolder>> holder =
        co_await ports_.subscribers.email_holder(settings_.policy.bridge, decision.row.id, decision.row.wanted->email);
    if (!holder) co_return false;
    situation.has_sought_holder = true;
    situation.email_holder = std::move(*holder);
    co_return true;
}

Task<bool> Evaluator::seek_person(const Decision& decision, Situation& situation, std::stop_token stop)
{
    SubscriberFilter filter;
    filter.person_id = decision.row.person_id;
    WebexResult<SubscriberPage> page = co_await ports_.webex.list(filter, std::string(), stop);
    if (!page) co_return false;
    situation.has_sought_person = true;
    situation.person_is_used = !page->items.empty() || !page->next.empty();
    co_return true;
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

Task<bool> Evaluator::look(Subject& subject, std::stop_token stop)
{
    std::vector<WebexSubscriber> found;
    if (!subject.row.webex_id.empty()) {
        WebexResult<Answered<WebexSubscriber>> shown = co_await ports_.webex.get(subject.row.webex_id, stop);
        const bool is_gone =
            !shown && shown.error().kind == WebexFailure::Kind::kAnswered && shown.error().http_status == 404;
        if (!shown && !is_gone) co_return false;
        if (is_gone) {
            Result<> forgotten = co_await ports_.mirror.forget_webex(settings_.policy.partner, subject.row.webex_id);
            subject.webex.reset();
            co_return static_cast<bool>(forgotten);
        }
        found.push_back(std::move(shown->value));
    } else {
        SubscriberFilter filter;
        filter.user_id = subject.row.user_id;
        WebexResult<SubscriberPage> page = co_await ports_.webex.list(filter, std::string(), stop);
        if (!page) co_return false;
        found = std::move(page->items);
    }
    Result<std::int64_t> recorded = co_await ports_.mirror.record_webex(settings_.policy.partner, found, std::nullopt);
    if (!recorded) co_return false;
    if (!subject.row.webex_id.empty()) {
        subject.webex = found.front();
        co_return true;
    }
    const WebexSubscriber* picked = pick_by_user_id(found, subject.row.user_key, bridge_.provisioning_ids);
    subject.webex.reset();
    if (picked == nullptr) co_return true;
    // What is another subscriber of ours, renamed in BroadWorks and not yet in Webex, is nobody's to adopt.
    Result<std::optional<EmailHolder>> holder =
        co_await ports_.subscribers.email_holder(settings_.policy.bridge, subject.row.id, std::string());
    if (!holder) co_return false;
    if (!*holder) subject.webex = *picked;
    co_return true;
}

Task<> Evaluator::follow_organization(Lease lease, const Decision& decision, std::stop_token stop)
{
    if (!decision.row.wanted) co_return;
    Enterprise& organization = enterprise(decision.row.wanted->sp_enterprise_id);
    const std::optional<EnterpriseNews> news = followed(organization, decision);
    if (!news) co_return;
    const Enterprise changed = news->enterprise;
    std::function<Task<Result<>>()> save = [this, lease, changed] {
        return ports_.enterprise_store.save_enterprise(lease, changed);
    };
    const bool is_saved = co_await keep("save-enterprise", save, stop);
    if (!is_saved) co_return;
    organization = changed;
    ports_.telemetry.log(LogLevel::kInfo, std::string(news->event),
                         {Field("bridge", settings_.policy.bridge), Field("enterprise", changed.sp_enterprise_id)});
    std::function<Task<Result<>>()> rouse = [this, lease, changed] {
        return ports_.subscribers.wake_enterprise(lease, settings_.policy.bridge, changed.sp_enterprise_id);
    };
    co_await keep("wake-enterprise", rouse, stop);
}

Task<> Evaluator::trip(Lease lease, Pass& pass, const Decision& decision, std::stop_token stop)
{
    if (!decision.trips_removals && !decision.trips_updates) co_return;
    const bool removals = decision.trips_removals;
    std::function<Task<Result<>>()> verb = [this, lease, removals] {
        return ports_.bridge_store.trip_brake(lease, settings_.policy.bridge, removals);
    };
    co_await keep("trip-brake", verb, stop);
    pass.brakes.removals_tripped = pass.brakes.removals_tripped || decision.trips_removals;
    pass.brakes.updates_tripped = pass.brakes.updates_tripped || decision.trips_updates;
    ports_.telemetry.log(LogLevel::kError, "brake-tripped",
                         {Field("bridge", settings_.policy.bridge), Field("kind", removals ? "removals" : "updates"),
                          Field("remedy", "bwsyncctl bridge approve or bridge reject")});
}

// Free hands take the call at once; else the row comes due when the partner's rate will have room, so that a backlog
// does not spin.
void Evaluator::dispatch(Lease lease, Pass& pass, Decision decision, TaskGroup& calls)
{
    const bool was_counted = is_update(decision.step) && decision.row.update_decided_at == ports_.clock.now();
    if (was_counted) ++pass.brakes.updates;
    const bool is_full = static_cast<int>(busy_.size()) >= settings_.in_flight;
    if (is_full) {
        const Millis gap(static_cast<Millis::rep>(1000 / settings_.calls_per_second) + 1);
        next_slot_ = std::max(next_slot_, ports_.clock.now()) + gap;
        pass.rows.push_back(put_off(decision, next_slot_));
        return;
    }
    busy_.insert(decision.row.id);
    Enterprise organization;
    if (decision.makes_organization) {
        Enterprise& known = enterprise(decision.row.wanted->sp_enterprise_id);
        known = bootstrapped(std::move(known), decision.row.user_key);
        organization = known;
    }
    auto job = std::make_shared<Decision>(std::move(decision));
    std::function<Task<>(std::stop_token)> child = [this, lease, job, organization](std::stop_token token) {
        return call(lease, *job, organization, token);
    };
    calls.spawn(child);
}

Task<> Evaluator::call(Lease lease, Decision decision, Enterprise organization, std::stop_token stop)
{
    const std::int64_t id = decision.row.id;
    const bool has_begun = co_await caller_.carry_out(lease, std::move(decision), std::move(organization), stop);
    co_await breakers_.keep(lease, stop);
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

Surroundings Evaluator::surroundings(const Pass& pass) const
{
    Surroundings around;
    around.now = ports_.clock.now();
    around.window_is_closed = settings_.window_is_closed && settings_.window_is_closed(around.now);
    around.has_grant = ports_.webex.has_grant();
    around.webex_is_known = pass.is_webex_known;
    around.only_observe = only_observe_;
    around.controls = pass.controls;
    around.brakes = pass.brakes;
    return around;
}

Enterprise& Evaluator::enterprise(const std::string& sp_enterprise_id)
{
    Enterprise& known = enterprises_[sp_enterprise_id];
    known.bridge = settings_.policy.bridge;
    known.sp_enterprise_id = sp_enterprise_id;
    return known;
}

}  // namespace bwsync
