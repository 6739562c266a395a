#include "tests/support/memory_store/bridge.hpp"

#include <algorithm>

#include "tests/support/memory_store/feed.hpp"

namespace bwsync::test::memory {

namespace {

bool waits_for_site(const SubscriberRow& row)
{
    return row.state == SubscriberState::kParked && row.reason == "site-time-zone";
}

bool may_be_first(const SubscriberRow& row, EnterpriseStore::CandidateNeeds needs)
{
    const bool is_on_its_way = row.state == SubscriberState::kWaiting || row.state == SubscriberState::kProvisioning ||
                               row.state == SubscriberState::kProvisioned || row.state == SubscriberState::kUpdating ||
                               row.state == SubscriberState::kPendingPerson;
    return row.wanted && (is_on_its_way || waits_for_site(row)) &&
           (!needs.time_zone || !row.wanted->time_zone.empty()) && (!needs.email || !row.wanted->email.empty());
}

// In the enterprise model the organization is the whole provider, in the other one it is a group.
bool has_unread(const Tables& tables, const BridgeRef& bridge, const std::string& sp_enterprise_id)
{
    std::set<GroupKey> groups;
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        const bool is_of_it = row.bridge == bridge.bridge && sp_enterprise_id_of(row) == sp_enterprise_id &&
                              !row.service_provider_id.empty();
        if (is_of_it) groups.insert(GroupKey{row.service_provider_id, row.group_id});
    }
    const auto concerns = [&](const DirtyKey& key, const GroupKey& group) {
        if (key.service_provider_id != group.service_provider_id) return false;
        const auto provider = tables.providers.find(Place(bridge.cluster, key.service_provider_id));
        const bool is_enterprise = provider == tables.providers.end() || provider->second.is_enterprise;
        return is_enterprise || key.group_id.empty() || key.group_id == group.group_id;
    };
    return std::any_of(tables.dirty.begin(), tables.dirty.end(), [&](const auto& each) {
        const DirtyKey& key = each.second.key;
        if (std::get<0>(each.first) != bridge.cluster || key.kind != DirtyKind::kUser) return false;
        return std::any_of(groups.begin(), groups.end(), [&](const GroupKey& group) { return concerns(key, group); });
    });
}

bool is_in_webex(const SubscriberRow& row)
{
    return (row.state == SubscriberState::kProvisioned || row.state == SubscriberState::kUpdating) &&
           !row.webex_id.empty();
}

bool is_named_by(const DirtyRow& dirty, const StoredSubscriber& stored, const std::string& cluster)
{
    const SubscriberRow& row = stored.row;
    switch (dirty.key.kind) {
        case DirtyKind::kUser:
            return key_text(dirty.key) == row.user_key;
        case DirtyKind::kGroup:
            return stored.cluster == cluster && dirty.key.service_provider_id == row.service_provider_id &&
                   dirty.key.group_id == row.group_id;
        case DirtyKind::kServiceProvider:
            return stored.cluster == cluster && dirty.key.service_provider_id == row.service_provider_id;
        case DirtyKind::kCluster:
            break;
    }
    return false;
}

// A hint counts when the user is provisioned here and nothing was decided about it yet.
bool is_suspected(const Tables& tables, const StoredSubscriber& stored, const std::string& cluster)
{
    return std::any_of(tables.dirty.begin(), tables.dirty.end(), [&](const auto& each) {
        const DirtyRow& dirty = each.second;
        const bool is_of_cluster = std::get<0>(each.first) == cluster;
        const bool says_gone = dirty.cause == DirtyCause::kEventGone ||
                               (dirty.cause == DirtyCause::kSweepMissing && dirty.key.kind == DirtyKind::kUser);
        return is_of_cluster && says_gone && is_named_by(dirty, stored, cluster);
    });
}

bool may_have_changed(const Tables& tables, const StoredSubscriber& stored, const std::string& cluster)
{
    DirtyKey key;
    key.user_id = stored.row.user_key;
    const auto found = tables.dirty.find(place_of(cluster, key));
    return found != tables.dirty.end() && found->second.cause == DirtyCause::kSweepChanged;
}

bool is_in_scope(const BreakerKey& key, const SubscriberRow& row)
{
    const bool is_enterprise = key.scope != BlastScope::kEnterprise || sp_enterprise_id_of(row) == key.subject;
    const bool is_template =
        key.scope != BlastScope::kTemplate || (row.wanted && row.wanted->provisioning_id == key.subject);
    const bool is_package = key.package.empty() || (row.wanted && row.wanted->package == key.package);
    return is_enterprise && is_template && is_package;
}

}  // namespace

std::vector<Enterprise> load_enterprises(const Tables& tables, const std::string& bridge)
{
    std::vector<Enterprise> enterprises;
    for (const auto& [place, enterprise] : tables.enterprises) {
        if (place.first == bridge) enterprises.push_back(enterprise);
    }
    return enterprises;
}

EnterpriseStore::Candidate first_candidate(const Tables& tables, const BridgeRef& bridge,
                                           const std::string& sp_enterprise_id, EnterpriseStore::CandidateNeeds needs)
{
    std::optional<std::pair<bool, std::string>> best;
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        const bool is_of_it = row.bridge == bridge.bridge && sp_enterprise_id_of(row) == sp_enterprise_id;
        if (!is_of_it || !may_be_first(row, needs)) continue;
        const bool comes_last = row.state == SubscriberState::kWaiting && row.reason == name_of(Reason::kPrimaryFirst);
        const std::pair<bool, std::string> rank(comes_last, row.user_key);
        if (!best || rank < *best) best = rank;
    }
    EnterpriseStore::Candidate candidate;
    if (best) candidate.user_key = best->second;
    candidate.has_unread = has_unread(tables, bridge, sp_enterprise_id);
    return candidate;
}

EnterpriseStore::Site site_of(const Tables& tables, const BridgeRef& bridge, const std::string& sp_enterprise_id,
                              const std::string& package)
{
    EnterpriseStore::Site site;
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        if (row.bridge != bridge.bridge || sp_enterprise_id_of(row) != sp_enterprise_id) continue;
        const auto shown = tables.mirror.find(Place(bridge.partner, row.webex_id));
        const bool has_it = !row.webex_id.empty() && shown != tables.mirror.end();
        if (has_it && shown->second.body.package == package) site.stands = true;
        const bool wants_it = row.webex_id.empty() && row.wanted && row.wanted->package == package &&
                              (row.state == SubscriberState::kWaiting || row.state == SubscriberState::kProvisioning ||
                               waits_for_site(row));
        const bool is_lower = site.first_user_key.empty() || row.user_key < site.first_user_key;
        if (wants_it && is_lower) site.first_user_key = row.user_key;
    }
    return site;
}

BrakeCounts brake_counts(const Tables& tables, const BridgeRef& bridge, Millis window)
{
    const Instant since = tables.now() - window;
    BrakeCounts counts;
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        if (row.bridge != bridge.bridge) continue;
        const bool counts_in = row.state == SubscriberState::kProvisioned || row.state == SubscriberState::kUpdating ||
                               row.state == SubscriberState::kRemoving;
        if (counts_in) ++counts.provisioned;
        if (stored.removal_counted_at && *stored.removal_counted_at > since) ++counts.removals;
        if (stored.update_counted_at && *stored.update_counted_at > since) ++counts.updates;
        if (!is_in_webex(row)) continue;
        if (!row.is_absent && is_suspected(tables, stored, bridge.cluster)) ++counts.suspected_removals;
        if (may_have_changed(tables, stored, bridge.cluster)) ++counts.suspected_updates;
    }
    const auto known = tables.bridges.find(bridge.bridge);
    if (known == tables.bridges.end()) return counts;
    counts.removals_tripped = known->second.removals_tripped;
    counts.updates_tripped = known->second.updates_tripped;
    return counts;
}

BridgeControls load_controls(const Tables& tables, const std::string& bridge)
{
    BridgeControls controls;
    const auto known = tables.bridges.find(bridge);
    if (known == tables.bridges.end()) return controls;
    controls.is_paused = known->second.is_paused;
    controls.paused_enterprises = known->second.paused_enterprises;
    controls.removals_tripped = known->second.removals_tripped;
    controls.updates_tripped = known->second.updates_tripped;
    return controls;
}

void save_breaker(Tables& tables, const std::string& bridge, const Breaker& breaker)
{
    const std::pair place(bridge, breaker.key);
    if (breaker.is_open) {
        Breaker kept = breaker;
        kept.has_probe = false;
        kept.probe_row = 0;
        kept.probe_until = Instant();
        tables.breakers[place].breaker = std::move(kept);
        return;
    }
    tables.breakers.erase(place);
    // Who is held is judged again; who was parked by the same code within the scope as if never tried.
    const std::string word = "webex-" + std::to_string(breaker.code);
    for (auto& [id, stored] : tables.subscribers) {
        SubscriberRow& row = stored.row;
        const bool is_parked = row.state == SubscriberState::kParked;
        const bool is_meant = row.reason == "breaker" || (is_parked && row.webex_id.empty() && row.reason == word);
        if (row.bridge != bridge || !is_meant || !is_in_scope(breaker.key, row)) continue;
        tables.wake(stored);
        if (!is_parked) continue;
        row.state = SubscriberState::kWaiting;
        row.reason.clear();
        row.last_code = 0;
    }
}

std::int64_t wake_probe(Tables& tables, const std::string& bridge, const Breaker& breaker)
{
    std::optional<std::pair<bool, std::int64_t>> best;  // another than the last that failed, then the oldest
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        const bool is_held = row.bridge == bridge && row.reason == "breaker" && is_in_scope(breaker.key, row);
        const std::pair<bool, std::int64_t> rank(id == breaker.last_failed, id);
        if (is_held && (!best || rank < *best)) best = rank;
    }
    if (!best) return 0;
    tables.wake(tables.subscribers.at(best->second));
    return best->second;
}

}  // namespace bwsync::test::memory
