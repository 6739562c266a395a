#include "daemon/core/preview/planner.hpp"

#include "daemon/core/preview/stored_questions.hpp"
#include "daemon/domain/basics/text.hpp"

namespace bwsync {

struct Planner::Pass {
    explicit Pass(StoredQuestions ask) : questions(std::move(ask)) {}
    Surroundings around;
    EnterpriseMap enterprises;
    StoredQuestions questions;
};

Planner::Planner(BridgePorts ports, BridgeSettings settings)
    : ports_(ports), settings_(std::move(settings)), bridge_(bridge_ref(settings_.policy))
{
}

Task<Result<PlanPage>> Planner::plan(PlanQuery query, bool only_observe)
{
    const StoredQuestions::Ports stored{ports_.subscribers, ports_.enterprise_store};
    StoredQuestions questions(stored, bridge_);
    Pass pass(std::move(questions));
    Result<> looked = co_await look_around(pass, only_observe);
    if (!looked) co_return looked.error();
    SubjectQuery wanted;
    wanted.bridge = bridge_;
    wanted.enterprise = query.enterprise;
    if (!query.user_id.empty()) wanted.user_keys.push_back(lower_case(query.user_id));
    wanted.after = query.after;
    wanted.limit = query.limit;
    Result<std::vector<Subject>> subjects = co_await ports_.subscribers.read_subjects(std::move(wanted));
    if (!subjects) co_return subjects.error();
    Result<> found = co_await find_holders(pass, *subjects);
    if (!found) co_return found.error();
    PlanPage page;
    page.examined = subjects->size();
    if (subjects->size() == static_cast<std::size_t>(query.limit)) page.next = subjects->back().row.user_key;
    for (Subject& subject : *subjects) {
        Subject one = std::move(subject);
        Result<PlanItem> item = co_await plan_one(pass, std::move(one));
        if (!item) co_return item.error();
        const bool is_shown = item->action != PlanAction::kNone || !query.user_id.empty();
        if (is_shown) page.items.push_back(std::move(*item));
    }
    co_return page;
}

Task<Result<>> Planner::look_around(Pass& pass, bool only_observe)
{
    const BridgePolicy& policy = settings_.policy;
    Surroundings& around = pass.around;
    around.now = ports_.clock.now();
    around.window_is_closed = settings_.window_is_closed && settings_.window_is_closed(around.now);
    around.has_grant = ports_.webex.has_grant();
    around.only_observe = only_observe;
    Result<std::optional<Instant>> listed =
        co_await ports_.snapshots.last_snapshot(policy.bridge, SnapshotSide::kWebex);
    if (!listed) co_return listed.error();
    around.webex_is_known = listed->has_value();
    Result<BridgeControls> controls = co_await ports_.bridge_store.load_controls(policy.bridge);
    if (!controls) co_return controls.error();
    around.controls = std::move(*controls);
    Result<BrakeCounts> brakes = co_await ports_.bridge_store.brake_counts(bridge_, policy.brake.window);
    if (!brakes) co_return brakes.error();
    around.brakes = *brakes;
    Result<std::vector<Enterprise>> known = co_await ports_.enterprise_store.load_enterprises(policy.bridge);
    if (!known) co_return known.error();
    for (Enterprise& each : *known) pass.enterprises[each.sp_enterprise_id] = each;
    co_return std::monostate();
}

Task<Result<>> Planner::find_holders(Pass& pass, const std::vector<Subject>& subjects)
{
    std::vector<HolderQuestion> questions;
    for (const Subject& subject : subjects) {
        if (subject.webex) continue;  // asked of those only who are to be provisioned
        const std::optional<Verdict> verdict = judged(settings_.policy, ports_.phone, subject);
        const bool is_wanted = verdict && verdict->kind == Verdict::Kind::kWanted;
        if (is_wanted) questions.push_back(HolderQuestion{subject.row.id, verdict->wanted.email});
    }
    co_return co_await pass.questions.find_holders(std::move(questions));
}

Task<Result<PlanItem>> Planner::plan_one(Pass& pass, Subject subject)
{
    if (subject.open_intent) {
        PlanItem item;
        item.user_id = subject.row.user_id;
        item.held = "in-flight";
        item.why = "A call is on its way: what it did decides what follows.";
        co_return item;
    }
    const std::optional<Verdict> verdict = judged(settings_.policy, ports_.phone, subject);
    Situation situation = situation_of(pass.around, pass.enterprises, subject, verdict);
    if (has_reason(subject.row, Reason::kBreaker)) situation.held_by_breaker = subject.row.detail;
    Inquiry held(subject, verdict, settings_.policy, situation);
    const std::stop_token never;
    Result<Decision> now = co_await settle(pass.questions, held, ports_.telemetry, never);
    if (!now) co_return now.error();
    Decision free = *now;
    const bool is_observing = settings_.policy.sync == SyncPolicy::kObserve || pass.around.only_observe;
    if (is_observing || is_held(*now)) {
        const BridgePolicy policy = without_holds(settings_.policy);
        Inquiry released(subject, verdict, policy, without_holds(situation));
        Result<Decision> unheld = co_await settle(pass.questions, released, ports_.telemetry, never);
        if (!unheld) co_return unheld.error();
        free = std::move(*unheld);
    }
    PlanItem item = plan_item(subject, *now, free);
    if (is_observing && item.action != PlanAction::kNone) item.held = name_of(Reason::kObserve);
    Result<> added = co_await add_site(pass, subject, verdict, free, item);
    if (!added) co_return added.error();
    co_return item;
}

// The first subscriber of a package in its organisation decides the time zone of the package's Meetings site.
Task<Result<>> Planner::add_site(Pass& pass, const Subject& subject, const std::optional<Verdict>& verdict,
                                 const Decision& free, PlanItem& item)
{
    const bool may_decide =
        item.action == PlanAction::kProvision && free.row.wanted && has_site(free.row.wanted->package);
    if (!may_decide) co_return std::monostate();
    const ProvisionRequest& wanted = *free.row.wanted;
    Result<EnterpriseStore::Site> site = co_await pass.questions.site(wanted.sp_enterprise_id, wanted.package);
    if (!site) co_return site.error();
    const bool is_first = free.makes_organization || site->first_user_key == subject.row.user_key;
    if (site->stands || !is_first) co_return std::monostate();
    item.site_package = wanted.package;
    const bool is_country = verdict && verdict->site_zone == SiteZone::kCountry;
    item.site_time_zone = is_country ? verdict->country_zone : wanted.time_zone;
    co_return std::monostate();
}

}  // namespace bwsync
