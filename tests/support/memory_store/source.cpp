#include "tests/support/memory_store/source.hpp"

#include "daemon/domain/basics/text.hpp"
#include "tests/support/memory_store/feed.hpp"

namespace bwsync::test::memory {

namespace {

void move_subscriber(Tables& tables, const std::string& bridge, const std::string& from, const std::string& to,
                     const std::string& to_id)
{
    StoredSubscriber* mover = tables.find(bridge, from);
    if (mover == nullptr) return;
    StoredSubscriber* other = tables.find(bridge, to);
    // A row that never got to Webex gives way; its history goes to the row that takes its place.
    const bool gives_way =
        other != nullptr && other->row.webex_id.empty() && tables.open_intent_of(other->row.id) == nullptr;
    if (gives_way) {
        for (auto& [id, intent] : tables.intents) {
            if (intent.subscriber == other->row.id) intent.subscriber = mover->row.id;
        }
        tables.subscribers.erase(other->row.id);
    }
    // Who cannot move stands there without a reading: it is judged again all the same.
    if (other == nullptr || gives_way) {
        mover->row.user_key = to;
        mover->row.user_id = to_id;
    }
    tables.wake(*mover);
}

void move_source(Tables& tables, const std::string& cluster, const std::string& from, const std::string& to,
                 const std::string& to_id)
{
    const auto source = tables.sources.find(Place(cluster, from));
    if (source == tables.sources.end()) return;
    SourceRow row = source->second;
    tables.sources.erase(source);
    const auto there = tables.sources.find(Place(cluster, to));
    if (there != tables.sources.end() && there->second.facts) return;
    row.user_id = to_id;
    if (row.facts) row.facts->user_id = to_id;
    tables.sources[Place(cluster, to)] = std::move(row);
}

void apply(Tables& tables, const ReadingBatch& batch, const Rename& rename)
{
    const std::string from = lower_case(rename.from);
    const std::string to = lower_case(rename.to);
    std::erase_if(tables.hints, [&](const HintRow& hint) {
        return hint.cluster == batch.cluster && hint.from_key == from && hint.to_key == to;
    });
    if (from == to) return;  // another spelling of the same key: the reading brings it
    for (const std::string& bridge : batch.bridges) move_subscriber(tables, bridge, from, to, rename.to);
    move_source(tables, batch.cluster, from, to, rename.to);
}

void write_source(Tables& tables, const std::string& cluster, const std::string& key, const ReadUser& reading)
{
    SourceRow& row = tables.sources[Place(cluster, key)];
    const SourceUser& source = reading.source;
    row.user_id = source.facts ? source.facts->user_id : reading.asked;
    if (source.facts) {
        row.group.service_provider_id = source.facts->service_provider_id;
        row.group.group_id = source.facts->group_id;
    } else {
        // An absent user loses what the lists showed of it: should it come back, it is new.
        row.list_hash.reset();
        row.entitlements.clear();
    }
    row.facts = source.facts;
    row.absence_is_proven = source.absence_is_proven;
    row.proof = source.proof;
    row.read_at = source.read_at;
}

void wake_present(Tables& tables, const ReadingBatch& batch, const UserFacts& facts, std::optional<Instant> since)
{
    for (const std::string& bridge : batch.bridges) {
        const std::string key = lower_case(facts.user_id);
        if (StoredSubscriber* known = tables.find(bridge, key)) {
            tables.wake(*known);
            if (!known->row.dirty_since) known->row.dirty_since = since;
            continue;
        }
        StoredSubscriber made;
        made.cluster = batch.cluster;
        made.row.id = tables.next_id();
        made.row.bridge = bridge;
        made.row.user_key = key;
        made.row.user_id = facts.user_id;
        made.row.service_provider_id = facts.service_provider_id;
        made.row.group_id = facts.group_id;
        made.row.due_at = made.row.changed_at = tables.now();
        made.row.dirty_since = since;
        tables.subscribers.emplace(made.row.id, made);
    }
}

void wake_absent(Tables& tables, const ReadingBatch& batch, const std::string& key, std::optional<Instant> since)
{
    for (const std::string& bridge : batch.bridges) {
        StoredSubscriber* known = tables.find(bridge, key);
        if (known == nullptr) continue;
        tables.wake(*known);
        if (!known->row.dirty_since) known->row.dirty_since = since;
    }
}

// One reading per user; one with facts counts more than one without.
std::map<std::string, const ReadUser*> by_key(const std::vector<ReadUser>& readings)
{
    std::map<std::string, const ReadUser*> distinct;
    for (const ReadUser& reading : readings) {
        const std::string& id = reading.source.facts ? reading.source.facts->user_id : reading.asked;
        const ReadUser*& kept = distinct[lower_case(id)];
        if (kept == nullptr || reading.source.facts || !kept->source.facts) kept = &reading;
    }
    return distinct;
}

}  // namespace

void record_readings(Tables& tables, std::int64_t epoch, const ReadingBatch& batch)
{
    for (const Rename& rename : batch.renames) apply(tables, batch, rename);
    std::map<std::string, Instant> first_at;
    for (const ClaimedKey& key : batch.keys) first_at.emplace(key_text(key.key), key.first_at);
    for (const auto& [key, reading] : by_key(batch.readings)) {
        write_source(tables, batch.cluster, key, *reading);
        const auto found = first_at.find(lower_case(reading->asked));
        const auto since = found == first_at.end() ? std::nullopt : std::optional(found->second);
        if (reading->source.facts) {
            wake_present(tables, batch, *reading->source.facts, since);
        } else {
            wake_absent(tables, batch, key, since);
        }
    }
    finish_keys(tables, epoch, batch.cluster, batch.keys);
    for (const std::string& bridge : batch.bridges) tables.bridges[bridge].cluster = batch.cluster;
}

void record_service_provider(Tables& tables, const std::string& cluster, const ServiceProviderFacts& facts)
{
    const Place place(cluster, facts.service_provider_id);
    const auto known = tables.providers.find(place);
    const bool is_same = known != tables.providers.end() && known->second.is_enterprise == facts.is_enterprise &&
                         known->second.imp_provisioning_url == facts.imp_provisioning_url;
    if (is_same) return;
    tables.providers[place] = facts;
    for (auto& [id, stored] : tables.subscribers) {
        const bool is_of_it = stored.cluster == cluster && stored.row.service_provider_id == facts.service_provider_id;
        if (is_of_it) tables.wake(stored);
    }
}

std::vector<std::string> known_users(const Tables& tables, const std::string& cluster, const GroupKey& group)
{
    std::vector<std::string> ids;
    for (const auto& [place, row] : tables.sources) {
        const bool is_there = place.first == cluster && row.facts &&
                              row.group.service_provider_id == group.service_provider_id &&
                              (group.group_id.empty() || row.group.group_id == group.group_id);
        if (is_there) ids.push_back(row.user_id);
    }
    return ids;
}

std::vector<std::string> known_groups(const Tables& tables, const std::string& cluster, const std::string& provider)
{
    std::set<std::string> groups;
    for (const auto& [place, row] : tables.sources) {
        const bool is_there = place.first == cluster && row.facts && row.group.service_provider_id == provider;
        if (is_there) groups.insert(row.group.group_id);
    }
    return std::vector<std::string>(groups.begin(), groups.end());
}

std::vector<std::string> known_service_providers(const Tables& tables, const std::string& cluster)
{
    std::set<std::string> providers;
    for (const auto& [place, row] : tables.sources) {
        if (place.first == cluster && row.facts) providers.insert(row.group.service_provider_id);
    }
    for (const auto& [place, facts] : tables.providers) {
        if (place.first == cluster) providers.insert(place.second);
    }
    return std::vector<std::string>(providers.begin(), providers.end());
}

std::optional<GroupKey> last_seen(const Tables& tables, const std::string& cluster, const std::string& user_id)
{
    const auto found = tables.sources.find(Place(cluster, lower_case(user_id)));
    if (found == tables.sources.end() || found->second.group.service_provider_id.empty()) return std::nullopt;
    return found->second.group;
}

void remember_bridge(Tables& tables, const BridgeRef& bridge)
{
    BridgeRow& row = tables.bridges[bridge.bridge];
    row.cluster = bridge.cluster;
    row.partner = bridge.partner;
    row.provisioning_ids = bridge.provisioning_ids;
}

}  // namespace bwsync::test::memory
