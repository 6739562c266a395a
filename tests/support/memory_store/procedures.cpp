#include "tests/support/memory_store/procedures.hpp"

#include <algorithm>

#include "tests/support/memory_store/mirror.hpp"

namespace bwsync::test::memory {

namespace {

bool is_running(const Procedure& procedure)
{
    return procedure.state == ProcedureState::kRunning;
}

bool is_queued(const Procedure& procedure)
{
    return is_running(procedure) && procedure.kind == kSyncRun && procedure.step == kQueued;
}

// One on-demand run per cluster has left the queue.
bool has_turn(const Tables& tables, const std::string& cluster, std::int64_t but)
{
    return std::any_of(tables.procedures.begin(), tables.procedures.end(), [&](const auto& each) {
        const Procedure& other = each.second.procedure;
        return other.id != but && other.cluster == cluster && is_running(other) && other.kind == kSyncRun &&
               other.step != kQueued;
    });
}

// Those that failed stand behind the others: one that never gets on must not stop the rest.
std::int64_t head_of_queue(const Tables& tables, const std::string& bridge)
{
    std::optional<std::pair<bool, std::int64_t>> head;
    for (const auto& [id, row] : tables.procedures) {
        const std::pair<bool, std::int64_t> rank(row.procedure.attempts > 0, id);
        if (row.procedure.bridge == bridge && is_queued(row.procedure) && (!head || rank < *head)) head = rank;
    }
    return head ? head->second : 0;
}

bool may_go(const Tables& tables, const Procedure& procedure, std::int64_t head)
{
    if (!procedure.stop_asked_by.empty()) return true;
    const auto bridge = tables.bridges.find(procedure.bridge);
    if (bridge != tables.bridges.end() && bridge->second.is_paused) return false;
    if (!is_queued(procedure)) return true;
    return procedure.id == head && !has_turn(tables, procedure.cluster, 0);
}

// An organization that is gone must be made anew by a first subscriber, should anybody be provisioned again.
void forget_organization(Tables& tables, const Procedure& done)
{
    std::set<std::string> templates;
    for (auto& [name, bridge] : tables.bridges) {
        if (bridge.cluster != done.cluster || bridge.partner != done.partner) continue;
        templates.insert(bridge.provisioning_ids.begin(), bridge.provisioning_ids.end());
        const auto known = tables.enterprises.find(Place(name, done.subject));
        if (known == tables.enterprises.end()) continue;
        known->second.state = EnterpriseState::kNone;
        known->second.first_user_key.clear();
        known->second.has_standard = known->second.has_premium = false;
    }
    std::vector<std::pair<Place, std::string>> gone;
    for (const auto& [place, shown] : tables.mirror) {
        const bool is_of_it = place.first == done.partner && shown.body.sp_enterprise_id == done.subject &&
                              templates.contains(shown.body.provisioning_id);
        if (is_of_it) gone.emplace_back(place, shown.user_key);
    }
    for (const auto& [place, key] : gone) {
        for (auto& [id, stored] : tables.subscribers) {
            const bool is_meant = stored.row.webex_id == place.second || stored.row.user_key == key;
            const auto bridge = tables.bridges.find(stored.row.bridge);
            const bool is_there = bridge != tables.bridges.end() && bridge->second.cluster == done.cluster &&
                                  bridge->second.partner == done.partner;
            if (is_meant && is_there) tables.wake(stored);
        }
        erase_shown(tables, place);
    }
}

}  // namespace

ProcedureWork due_procedures(const Tables& tables, const std::string& bridge, const std::vector<std::int64_t>& busy,
                             int limit)
{
    const std::int64_t head = head_of_queue(tables, bridge);
    std::vector<std::pair<Instant, std::int64_t>> places;
    for (const auto& [id, row] : tables.procedures) {
        const Procedure& procedure = row.procedure;
        const bool is_meant = procedure.bridge == bridge && is_running(procedure) &&
                              std::find(busy.begin(), busy.end(), id) == busy.end();
        if (is_meant && may_go(tables, procedure, head)) places.emplace_back(row.due_at, id);
    }
    std::sort(places.begin(), places.end());
    if (places.size() > static_cast<std::size_t>(limit)) places.resize(static_cast<std::size_t>(limit));
    ProcedureWork work;
    for (const auto& [due_at, id] : places) {
        if (due_at > tables.now()) {
            work.next = due_at - tables.now();
            break;
        }
        work.due.push_back(tables.procedures.at(id).procedure);
    }
    return work;
}

Result<bool> save_procedure(Tables& tables, const ProcedureMove& move)
{
    const auto found = tables.procedures.find(move.next.id);
    if (found == tables.procedures.end() || !is_running(found->second.procedure))
        return Error(ErrorKind::kConflict, "the procedure does not run any more");
    ProcedureRow& row = found->second;
    const Procedure& next = move.next;
    const bool leaves_queue = is_queued(row.procedure) && next.step != kQueued && is_running(next);
    if (leaves_queue && has_turn(tables, next.cluster, next.id)) return false;
    const std::string stop_asked_by = row.procedure.stop_asked_by;
    row.procedure = next;
    row.procedure.stop_asked_by = is_running(next) ? stop_asked_by : std::string();
    row.due_at = stop_asked_by.empty() ? tables.now() + move.wait : tables.now();
    const bool has_ended = next.state == ProcedureState::kDone || next.state == ProcedureState::kFailed;
    row.ended_at = has_ended ? std::optional(tables.now()) : std::nullopt;
    if (next.kind == kOrganizationDelete && next.state == ProcedureState::kDone) forget_organization(tables, next);
    return true;
}

std::int64_t order_procedure(Tables& tables, Procedure procedure)
{
    for (const auto& [id, row] : tables.procedures) {
        const Procedure& other = row.procedure;
        const bool is_same_place = other.partner == procedure.partner && other.cluster == procedure.cluster &&
                                   other.subject == procedure.subject;
        if (is_same_place && is_running(other)) return 0;
    }
    procedure.id = tables.next_id();
    procedure.step = std::string(kQueued);
    procedure.step_since = tables.now();
    ProcedureRow row;
    row.due_at = tables.now();
    row.procedure = std::move(procedure);
    const std::int64_t id = row.procedure.id;
    tables.procedures.emplace(id, std::move(row));
    return id;
}

}  // namespace bwsync::test::memory
