#include "tests/support/memory_store/subscribers.hpp"

#include <algorithm>

#include "daemon/domain/basics/text.hpp"
#include "tests/support/memory_store/source.hpp"

namespace bwsync::test::memory {

namespace {

// Ours by id; else the one with the user id that no other row of the partner has, ours by template before others,
// newest first.
std::optional<WebexSubscriber> webex_of(const Tables& tables, const SubscriberRow& row, const BridgeRef& bridge)
{
    const auto own = tables.mirror.find(Place(bridge.partner, row.webex_id));
    if (!row.webex_id.empty() && own != tables.mirror.end()) return own->second.body;
    const auto is_taken = [&](const std::string& webex_id) {
        return std::any_of(tables.subscribers.begin(), tables.subscribers.end(), [&](const auto& each) {
            const SubscriberRow& other = each.second.row;
            return other.id != row.id && other.webex_id == webex_id && tables.leads_to(other.bridge, bridge.partner);
        });
    };
    const auto is_ours = [&bridge](const WebexSubscriber& shown) {
        const auto& ids = bridge.provisioning_ids;
        return std::find(ids.begin(), ids.end(), shown.provisioning_id) != ids.end();
    };
    const WebexSubscriber* best = nullptr;
    for (const auto& [place, shown] : tables.mirror) {
        const bool is_candidate = place.first == bridge.partner && shown.user_key == row.user_key;
        if (!is_candidate || is_taken(place.second)) continue;
        const WebexSubscriber& body = shown.body;
        const bool is_better = best == nullptr || std::pair(is_ours(body), body.last_status_change) >
                                                      std::pair(is_ours(*best), best->last_status_change);
        if (is_better) best = &body;
    }
    return best == nullptr ? std::nullopt : std::optional(*best);
}

std::optional<SourceUser> source_of(const Tables& tables, const SubscriberRow& row, const std::string& cluster)
{
    const auto found = tables.sources.find(Place(cluster, row.user_key));
    if (found == tables.sources.end() || !found->second.read_at) return std::nullopt;
    SourceUser source;
    source.facts = found->second.facts;
    source.absence_is_proven = found->second.absence_is_proven;
    source.proof = found->second.proof;
    source.read_at = *found->second.read_at;
    return source;
}

std::optional<OpenIntent> intent_of(const Tables& tables, const SubscriberRow& row)
{
    const IntentRow* open = tables.open_intent_of(row.id);
    if (open == nullptr) return std::nullopt;
    OpenIntent intent;
    for (const auto& [id, each] : tables.intents) {
        if (&each == open) intent.id = id;
    }
    intent.operation = open->operation;
    intent.opened_at = open->opened_at;
    if (row.workspace) return intent;
    if (open->request.provision) intent.provision = *open->request.provision;
    if (open->request.update) intent.update = *open->request.update;
    return intent;
}

Subject subject_of(const Tables& tables, const SubscriberRow& row, const BridgeRef& bridge)
{
    Subject subject;
    subject.row = row;
    subject.source = source_of(tables, row, bridge.cluster);
    const bool has_facts = subject.source && subject.source->facts;
    const std::string& provider = has_facts
                                      ? tables.sources.at(Place(bridge.cluster, row.user_key)).group.service_provider_id
                                      : row.service_provider_id;
    const auto known = tables.providers.find(Place(bridge.cluster, provider));
    if (known != tables.providers.end()) subject.service_provider = known->second;
    subject.webex = webex_of(tables, row, bridge);
    subject.open_intent = intent_of(tables, row);
    return subject;
}

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b)
{
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

// What the brakes count: decisions that nobody has approved. A removal that was carried out stays counted, one that was
// called off does not; an update stays counted however it ended.
void count_decisions(StoredSubscriber& stored, const SubscriberRow& row)
{
    const SubscriberRow& before = stored.row;
    if (row.removal_decided_at) {
        const bool is_approved =
            row.removal_approval == Approval::kApproved || before.removal_approval == Approval::kApproved;
        stored.removal_counted_at = is_approved ? std::nullopt : row.removal_decided_at;
    } else if (row.state != SubscriberState::kRemoved) {
        stored.removal_counted_at.reset();
    }
    if (row.update_decided_at == before.update_decided_at) return;
    const bool is_approved =
        row.update_approval == Approval::kApproved || before.update_approval == Approval::kApproved;
    stored.update_counted_at = is_approved ? std::nullopt : row.update_decided_at;
}

}  // namespace

std::vector<Subject> due_subscribers(Tables& tables, const BridgeRef& bridge, const std::vector<std::int64_t>& busy,
                                     int limit)
{
    remember_bridge(tables, bridge);
    std::vector<std::pair<Instant, std::int64_t>> due;
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        const bool is_due = row.bridge == bridge.bridge && row.due_at && *row.due_at <= tables.now();
        if (is_due && std::find(busy.begin(), busy.end(), id) == busy.end()) due.emplace_back(*row.due_at, id);
    }
    std::sort(due.begin(), due.end());
    if (due.size() > static_cast<std::size_t>(limit)) due.resize(static_cast<std::size_t>(limit));
    std::vector<Subject> subjects;
    for (const auto& [at, id] : due) subjects.push_back(subject_of(tables, tables.subscribers.at(id).row, bridge));
    return subjects;
}

std::vector<Subject> read_subjects(const Tables& tables, const SubjectQuery& query)
{
    std::map<std::string, const SubscriberRow*> found;
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        const bool is_asked = query.user_keys.empty() || std::find(query.user_keys.begin(), query.user_keys.end(),
                                                                   row.user_key) != query.user_keys.end();
        const bool is_meant = row.bridge == query.bridge.bridge && row.user_key > query.after && is_asked &&
                              (query.enterprise.empty() || sp_enterprise_id_of(row) == query.enterprise);
        if (is_meant) found.emplace(row.user_key, &row);
    }
    std::vector<Subject> subjects;
    for (const auto& [key, row] : found) {
        if (subjects.size() == static_cast<std::size_t>(query.limit)) break;
        subjects.push_back(subject_of(tables, *row, query.bridge));
    }
    return subjects;
}

std::optional<Instant> next_due(const Tables& tables, const std::string& bridge)
{
    std::optional<Instant> next;
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        if (row.bridge == bridge && row.due_at && *row.due_at > tables.now()) next = earlier(next, row.due_at);
    }
    return next;
}

void write_row(Tables& tables, const SubscriberRow& row)
{
    const auto found = tables.subscribers.find(row.id);
    if (found == tables.subscribers.end() || found->second.row.bridge != row.bridge) return;
    count_decisions(found->second, row);
    SubscriberRow& stored = found->second.row;
    const SubscriberRow before = stored;
    const bool is_unwoken = before.wakes == row.wakes;
    stored = row;
    stored.wakes = before.wakes;
    stored.user_key = before.user_key;
    if (!is_unwoken && before.user_key != row.user_key) stored.user_id = before.user_id;
    if (is_unwoken) return;
    stored.erases_person = row.erases_person || (before.wakes > row.wakes && before.erases_person);
    stored.workspace_order = before.workspace_order;
    stored.approval = before.approval;
    stored.removal_approval = before.removal_approval;
    stored.update_approval = before.update_approval;
    stored.due_at = earlier(before.due_at, row.due_at);
    stored.dirty_since = row.dirty_since ? row.dirty_since : before.dirty_since;
}

std::int64_t wake_if(Tables& tables, const std::string& bridge, const std::function<bool(const SubscriberRow&)>& is)
{
    std::int64_t woken = 0;
    for (auto& [id, stored] : tables.subscribers) {
        if (stored.row.bridge != bridge || !is(stored.row)) continue;
        tables.wake(stored);
        ++woken;
    }
    return woken;
}

bool wake_on_new_policy(Tables& tables, const std::string& bridge, const std::string& fingerprint)
{
    const auto [found, is_new] = tables.bridges.try_emplace(bridge);
    if (!is_new && found->second.fingerprint == fingerprint) return false;
    found->second.fingerprint = fingerprint;
    wake_if(tables, bridge, [](const SubscriberRow& row) { return row.state != SubscriberState::kForeign; });
    return true;
}

std::optional<EmailHolder> email_holder(const Tables& tables, const std::string& bridge, std::int64_t row,
                                        const std::string& email)
{
    const auto asking = tables.subscribers.find(row);
    const auto place = tables.bridges.find(bridge);
    const auto is_shown_under_its_id = [&](const SubscriberRow& other) {
        if (asking == tables.subscribers.end() || place == tables.bridges.end()) return false;
        const auto shown = tables.mirror.find(Place(place->second.partner, other.webex_id));
        return shown != tables.mirror.end() && shown->second.user_key == asking->second.row.user_key;
    };
    using Rank =
        std::tuple<bool, bool, std::int64_t>;  // being removed, with the user id, oldest: the least comes first
    std::optional<std::pair<Rank, EmailHolder>> best;
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& other = stored.row;
        if (other.bridge != bridge || id == row) continue;
        const bool has_email = !other.webex_id.empty() && !email.empty() && other.wanted &&
                               lower_case(other.wanted->email) == lower_case(email);
        const bool has_user_id = is_shown_under_its_id(other);
        if (!has_email && !has_user_id) continue;
        EmailHolder holder;
        holder.user_key = other.user_key;
        holder.state = other.state;
        if (other.wanted) holder.first_name = other.wanted->first_name;
        if (other.wanted) holder.last_name = other.wanted->last_name;
        holder.has_user_id = has_user_id;
        const Rank rank(other.state != SubscriberState::kRemoving, !has_user_id, id);
        if (!best || rank < best->first) best.emplace(rank, std::move(holder));
    }
    return best ? std::optional(best->second) : std::nullopt;
}

}  // namespace bwsync::test::memory
