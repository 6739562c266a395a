#include "tests/support/memory_store/snapshots.hpp"

#include <algorithm>
#include <cmath>

#include "daemon/domain/basics/text.hpp"
#include "tests/support/memory_store/feed.hpp"
#include "tests/support/memory_store/mirror.hpp"
#include "tests/support/memory_store/source.hpp"

namespace bwsync::test::memory {

namespace {

struct Difference {
    DirtyKey key;
    DirtyCause cause = DirtyCause::kSweepNew;
    std::optional<std::string> hash;
    std::string entitlements;
};
using Differences = std::map<std::string, Difference>;  // by user key

std::string hash_of(const StagedUser& user)
{
    return user.group.service_provider_id + '\x1f' + user.group.group_id + '\x1f' + user.row + '\x1f' +
           user.entitlements;
}

const SourceRow* source_of(const Tables& tables, const std::string& cluster, const std::string& user_key)
{
    const auto found = tables.sources.find(Place(cluster, user_key));
    return found == tables.sources.end() ? nullptr : &found->second;
}

bool is_gone(SubscriberState state)
{
    return state == SubscriberState::kRemoved || state == SubscriberState::kIgnored;
}

// A pack whose list holds the user and that the last full reading did not show: one of the two was wrong.
bool shows_other_packs(const StagedUser& user, const SourceRow* source)
{
    if (source == nullptr || !source->facts) return false;
    const auto& known = source->facts->service_packs;
    std::string rest = user.entitlements;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const std::string name = rest.substr(0, end);
        rest = end < rest.size() ? rest.substr(end + 1) : std::string();
        const bool is_other =
            name.starts_with("pack:") && std::find(known.begin(), known.end(), name.substr(5)) == known.end();
        if (is_other) return true;
    }
    return false;
}

bool concerns_us(const Tables& tables, const std::string& cluster, const StagedUser& user, const SourceRow* source)
{
    if (!user.entitlements.empty() || (source != nullptr && !source->entitlements.empty())) return true;
    const std::string key = lower_case(user.user_id);
    return std::any_of(tables.subscribers.begin(), tables.subscribers.end(), [&](const auto& each) {
        const StoredSubscriber& stored = each.second;
        return stored.cluster == cluster && stored.row.user_key == key && !is_gone(stored.row.state);
    });
}

DirtyKey user_at(const std::string& user_id, const GroupKey& group)
{
    return DirtyKey{DirtyKind::kUser, group.service_provider_id, group.group_id, user_id};
}

void find_changed(const Tables& tables, const SnapshotRow& snapshot, Differences& found)
{
    for (const StagedUser& user : snapshot.users) {
        const std::string key = lower_case(user.user_id);
        const SourceRow* source = source_of(tables, snapshot.name, key);
        const std::string hash = hash_of(user);
        const bool has_changed = source == nullptr || source->list_hash != hash || shows_other_packs(user, source);
        if (!has_changed || !concerns_us(tables, snapshot.name, user, source)) continue;
        const auto known = found.find(key);
        if (known != found.end() && known->second.entitlements >= user.entitlements) continue;
        Difference difference;
        difference.key = user_at(user.user_id, user.group);
        const bool is_new = source == nullptr || (!source->facts && !source->list_hash);
        difference.cause = is_new ? DirtyCause::kSweepNew : DirtyCause::kSweepChanged;
        difference.hash = hash;
        difference.entitlements = user.entitlements;
        found[key] = std::move(difference);
    }
}

bool is_in_scope(const GroupKey& scope, const GroupKey& group)
{
    return (scope.service_provider_id.empty() || scope.service_provider_id == group.service_provider_id) &&
           (scope.group_id.empty() || scope.group_id == group.group_id);
}

// Only a part that was read in full says that somebody is not in it.
void find_missing(const Tables& tables, const SnapshotRow& snapshot, Differences& found)
{
    std::set<std::string> staged;
    for (const StagedUser& user : snapshot.users) staged.insert(lower_case(user.user_id));
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        const bool is_expected = stored.cluster == snapshot.name && !row.is_absent &&
                                 (!row.webex_id.empty() || (row.wanted && !is_gone(row.state)));
        if (!is_expected || staged.contains(row.user_key)) continue;
        const SourceRow* source = source_of(tables, snapshot.name, row.user_key);
        if (source != nullptr && !source->facts) continue;
        const GroupKey where = source != nullptr ? source->group : GroupKey{row.service_provider_id, row.group_id};
        const auto part = snapshot.parts.find(where);
        const bool is_read = part != snapshot.parts.end() && part->second.is_complete;
        if (!is_read || !is_in_scope(snapshot.scope, where)) continue;
        Difference difference;
        difference.key = user_at(source != nullptr ? source->user_id : row.user_id, where);
        difference.cause = DirtyCause::kSweepMissing;
        found.try_emplace(row.user_key, std::move(difference));
    }
}

void find_oldest(const Tables& tables, const SnapshotRow& snapshot, double fraction, Differences& found)
{
    const auto entitled = std::count_if(snapshot.users.begin(), snapshot.users.end(),
                                        [](const StagedUser& user) { return !user.entitlements.empty(); });
    auto room = static_cast<std::int64_t>(std::ceil(fraction * static_cast<double>(entitled)));
    std::vector<std::pair<Instant, std::string>> known;
    for (const auto& [place, source] : tables.sources) {
        const bool is_meant = place.first == snapshot.name && source.facts && !source.entitlements.empty() &&
                              is_in_scope(snapshot.scope, source.group) && !found.contains(place.second);
        if (is_meant) known.emplace_back(source.read_at.value_or(Instant()), place.second);
    }
    std::sort(known.begin(), known.end());
    for (const auto& [at, key] : known) {
        if (room-- <= 0) return;
        const SourceRow& source = *source_of(tables, snapshot.name, key);
        Difference difference;
        difference.key = user_at(source.user_id, source.group);
        difference.cause = DirtyCause::kRefresh;
        found.emplace(key, std::move(difference));
    }
}

// What the lists showed, for the next comparison.
void remember(Tables& tables, const std::string& cluster, const std::string& key, const Difference& difference)
{
    if (!difference.hash) return;
    const auto [found, is_new] = tables.sources.try_emplace(Place(cluster, key));
    SourceRow& source = found->second;
    if (is_new) source.user_id = difference.key.user_id;
    source.list_hash = difference.hash;
    source.entitlements = difference.entitlements;
    if (source.facts) return;
    source.group = GroupKey{difference.key.service_provider_id, difference.key.group_id};
}

void end(Tables& tables, SnapshotRow& snapshot, const SnapshotResult& result)
{
    const auto is_failed = [](const auto& part) { return !part.second.is_complete; };
    snapshot.failed_parts = std::count_if(snapshot.parts.begin(), snapshot.parts.end(), is_failed);
    snapshot.result = result;
    snapshot.outcome = snapshot.failed_parts > 0 ? "partial" : "complete";
    snapshot.ended_at = tables.now();
    snapshot.users.clear();
    snapshot.webex_ids.clear();
}

void close_gaps(Tables& tables, std::int64_t id, const SnapshotRow& snapshot)
{
    if (snapshot.outcome != "complete" || snapshot.scope != GroupKey()) return;
    for (GapRow& gap : tables.gaps) {
        const bool is_over = gap.cluster == snapshot.name && !gap.closed_at && gap.settled_order &&
                             *gap.settled_order <= snapshot.began_order;
        if (!is_over) continue;
        gap.closed_at = tables.now();
        gap.closed_by = id;
    }
}

Result<SnapshotRow*> load(Tables& tables, std::int64_t id)
{
    const auto found = tables.snapshots.find(id);
    if (found == tables.snapshots.end())
        return Error(ErrorKind::kRejected, "there is no snapshot " + std::to_string(id));
    if (found->second.outcome == "failed")
        return Error(ErrorKind::kRejected, "the snapshot " + std::to_string(id) + " has failed");
    return &found->second;
}

}  // namespace

std::int64_t begin_snapshot(Tables& tables, const NewSnapshot& wanted)
{
    for (auto& [id, older] : tables.snapshots) {
        if (older.name == wanted.name && older.side == wanted.side && !older.ended_at)
            fail_snapshot(tables, id, "another snapshot was begun");
    }
    SnapshotRow row;
    row.name = wanted.name;
    row.side = wanted.side;
    row.scope = wanted.scope;
    row.began_at = tables.now();
    row.began_order = tables.order();
    const std::int64_t id = tables.next_id();
    tables.snapshots.emplace(id, std::move(row));
    return id;
}

Result<> check_running(const Tables& tables, std::int64_t snapshot)
{
    const auto found = tables.snapshots.find(snapshot);
    if (found != tables.snapshots.end() && !found->second.ended_at) return std::monostate();
    return Error(ErrorKind::kConflict, "the snapshot " + std::to_string(snapshot) + " has ended");
}

Result<> stage_users(Tables& tables, std::int64_t snapshot, const std::vector<StagedUser>& users)
{
    Result<> running = check_running(tables, snapshot);
    if (!running) return running;
    SnapshotRow& row = tables.snapshots.at(snapshot);
    row.users.insert(row.users.end(), users.begin(), users.end());
    row.staged += static_cast<std::int64_t>(users.size());
    return std::monostate();
}

Result<> stage_part(Tables& tables, std::int64_t snapshot, const SnapshotPart& part)
{
    Result<> running = check_running(tables, snapshot);
    if (running) tables.snapshots.at(snapshot).parts[part.group] = part;
    return running;
}

void fail_snapshot(Tables& tables, std::int64_t snapshot, const std::string& why)
{
    const auto found = tables.snapshots.find(snapshot);
    if (found == tables.snapshots.end() || found->second.ended_at) return;
    found->second.ended_at = tables.now();
    found->second.outcome = "failed";
    found->second.problem = why;
    found->second.users.clear();
    found->second.webex_ids.clear();
}

Result<SnapshotResult> finish_snapshot(Tables& tables, std::int64_t snapshot, double deep_fraction)
{
    const Result<SnapshotRow*> loaded = load(tables, snapshot);
    if (!loaded) return loaded.error();
    SnapshotRow& row = **loaded;
    if (!row.ended_at) {
        Differences found;
        find_changed(tables, row, found);
        find_missing(tables, row, found);
        find_oldest(tables, row, deep_fraction, found);
        SnapshotResult result;
        result.users = row.staged;
        for (const auto& [key, difference] : found) {
            if (difference.hash) ++result.changed;
            if (difference.cause == DirtyCause::kSweepMissing) ++result.missing;
            if (difference.cause == DirtyCause::kRefresh) ++result.deep;
            remember(tables, row.name, key, difference);
            make_dirty(tables, row.name, difference.key, difference.cause);
        }
        end(tables, row, result);
        close_gaps(tables, snapshot, row);
    }
    SnapshotResult result = row.result;
    result.failed_parts = row.failed_parts;
    return result;
}

Result<SnapshotResult> finish_webex_snapshot(Tables& tables, std::int64_t snapshot, const BridgeRef& bridge)
{
    const Result<SnapshotRow*> loaded = load(tables, snapshot);
    if (!loaded) return loaded.error();
    remember_bridge(tables, bridge);
    SnapshotRow& row = **loaded;
    if (row.ended_at) return row.result;
    SnapshotResult result;
    result.users = row.staged;
    result.missing = drop_unseen(tables, row, bridge);
    drop_foreign(tables, bridge);
    add_foreign(tables, bridge);
    end(tables, row, result);
    return result;
}

std::optional<Instant> last_snapshot(const Tables& tables, const std::string& name, SnapshotSide side)
{
    std::optional<Instant> last;
    for (const auto& [id, row] : tables.snapshots) {
        const bool is_meant =
            row.name == name && row.side == side && row.outcome == "complete" && row.scope == GroupKey();
        if (is_meant) last = std::max(last.value_or(*row.ended_at), *row.ended_at);
    }
    return last;
}

}  // namespace bwsync::test::memory
