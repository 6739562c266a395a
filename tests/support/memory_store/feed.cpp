#include "tests/support/memory_store/feed.hpp"

#include <algorithm>

#include "daemon/domain/basics/text.hpp"

namespace bwsync::test::memory {

namespace {

// Whatever somebody began and did not end by then is theirs no more.
constexpr Millis kLapsesAfter = std::chrono::minutes(5);

bool is_claimed(const Tables& tables, const DirtyRow& row, std::int64_t epoch)
{
    return row.claimed_epoch == epoch && tables.now() - row.claimed_at <= kLapsesAfter;
}

using namespace std::chrono_literals;

constexpr int kRepeats = 3;

// How strongly a cause says that something happened to the user.
int weight(DirtyCause cause)
{
    constexpr DirtyCause kOrder[] = {DirtyCause::kConfirm,      DirtyCause::kOperator,     DirtyCause::kRefresh,
                                     DirtyCause::kSweepNew,     DirtyCause::kSweepChanged, DirtyCause::kEvent,
                                     DirtyCause::kSweepMissing, DirtyCause::kEventGone};
    return static_cast<int>(std::find(std::begin(kOrder), std::end(kOrder), cause) - std::begin(kOrder));
}

Millis distance(int repeats_left)
{
    if (repeats_left == 3) return 30s;
    return repeats_left == 2 ? Millis(2min) : Millis(10min);
}

std::vector<DirtyHint> merged(const std::vector<DirtyHint>& hints)
{
    std::map<std::pair<DirtyKind, std::string>, DirtyHint> by_key;
    for (const DirtyHint& hint : hints) {
        const auto [found, is_new] = by_key.try_emplace(std::pair(hint.key.kind, key_text(hint.key)), hint);
        if (is_new) continue;
        DirtyHint& known = found->second;
        known.cause = hint.cause;
        known.has_later_effects = known.has_later_effects || hint.has_later_effects;
        known.key.user_id = hint.key.user_id;
        if (!hint.key.service_provider_id.empty()) known.key = hint.key;
    }
    std::vector<DirtyHint> list;
    for (auto& [key, hint] : by_key) list.push_back(std::move(hint));
    return list;
}

ClaimedKey claimed_key(const DirtyRow& row)
{
    ClaimedKey claimed;
    claimed.key = row.key;
    claimed.generation = row.generation;
    claimed.cause = row.cause;
    claimed.repeats_left = row.repeats_left;
    claimed.attempts = row.attempts;
    claimed.first_at = row.first_at;
    return claimed;
}

DirtyRow* find(Tables& tables, const std::string& cluster, const DirtyKey& key)
{
    const auto found = tables.dirty.find(place_of(cluster, key));
    return found == tables.dirty.end() ? nullptr : &found->second;
}

DirtyKey user(const std::string& user_id)
{
    DirtyKey key;
    key.user_id = user_id;
    return key;
}

// The keys that pending renames link with `seed`, itself among them; empty: none.
std::set<std::string> chain_of(const Tables& tables, const std::string& cluster, const std::string& seed)
{
    std::set<std::string> chain;
    std::vector<std::string> open(1, seed);
    while (!open.empty()) {
        const std::string key = open.back();
        open.pop_back();
        for (const HintRow& hint : tables.hints) {
            if (hint.cluster != cluster || (hint.from_key != key && hint.to_key != key)) continue;
            for (const std::string& each : {hint.from_key, hint.to_key}) {
                if (chain.insert(each).second) open.push_back(each);
            }
        }
    }
    return chain;
}

// As the newest hint spells it.
std::string spelled(const Tables& tables, const std::string& cluster, const std::string& key)
{
    for (auto hint = tables.hints.rbegin(); hint != tables.hints.rend(); ++hint) {
        if (hint->cluster != cluster) continue;
        if (hint->from_key == key) return hint->rename.from;
        if (hint->to_key == key) return hint->rename.to;
    }
    return key;
}

// All keys of a chain come along, or none while one of them is still being read.
void complete_chains(Tables& tables, std::int64_t epoch, const std::string& cluster, std::vector<DirtyPlace>& places)
{
    std::set<std::string> present;
    for (const auto& [where, kind, key] : places) {
        if (kind == name_of(DirtyKind::kUser)) present.insert(key);
    }
    std::set<std::string> absent;
    const auto is_blocked = [&](const DirtyPlace& place) {
        const auto& [where, kind, seed] = place;
        if (kind != name_of(DirtyKind::kUser)) return false;
        const std::set<std::string> chain = chain_of(tables, cluster, seed);
        for (const std::string& key : chain) {
            const DirtyRow* row = find(tables, cluster, user(key));
            if (row != nullptr && is_claimed(tables, *row, epoch)) return true;
        }
        for (const std::string& key : chain) {
            if (!present.contains(key)) absent.insert(key);
        }
        return false;
    };
    places.erase(std::remove_if(places.begin(), places.end(), is_blocked), places.end());
    for (const std::string& key : absent) {
        const DirtyPlace place = place_of(cluster, user(key));
        if (!tables.dirty.contains(place)) {
            DirtyRow row;
            row.key = user(spelled(tables, cluster, key));
            row.generation = tables.next_id();
            row.cause = DirtyCause::kConfirm;
            row.first_at = row.due_at = tables.now();
            tables.dirty.emplace(place, row);
        }
        places.push_back(place);
    }
}

void forget_hints(Tables& tables, const std::string& cluster, const std::set<std::string>& read)
{
    std::erase_if(tables.hints, [&](const HintRow& hint) {
        const bool is_meant = hint.cluster == cluster && (read.contains(hint.from_key) || read.contains(hint.to_key));
        return is_meant && find(tables, cluster, user(hint.from_key)) == nullptr &&
               find(tables, cluster, user(hint.to_key)) == nullptr;
    });
}

}  // namespace

std::string key_text(const DirtyKey& key)
{
    switch (key.kind) {
        case DirtyKind::kUser:
            return lower_case(key.user_id);
        case DirtyKind::kGroup:
            return key.service_provider_id + '\x1f' + key.group_id;
        case DirtyKind::kServiceProvider:
            return key.service_provider_id;
        case DirtyKind::kCluster:
            break;
    }
    return {};
}

DirtyPlace place_of(const std::string& cluster, const DirtyKey& key)
{
    return DirtyPlace(cluster, std::string(name_of(key.kind)), key_text(key));
}

void merge_hints(Tables& tables, const std::string& cluster, const std::vector<DirtyHint>& hints, Millis delay,
                 bool moves_due)
{
    const Instant now = tables.now();
    for (const DirtyHint& hint : merged(hints)) {
        DirtyRow fresh;
        fresh.key = hint.key;
        fresh.generation = tables.next_id();
        fresh.cause = hint.cause;
        fresh.first_at = now;
        fresh.due_at = now + delay;
        fresh.repeats_left = hint.has_later_effects ? kRepeats : 0;
        const auto [found, is_new] = tables.dirty.try_emplace(place_of(cluster, hint.key), fresh);
        if (is_new) continue;
        DirtyRow& row = found->second;
        row.key.user_id = hint.key.user_id;
        if (!hint.key.service_provider_id.empty()) {
            row.key.service_provider_id = hint.key.service_provider_id;
            row.key.group_id = hint.key.group_id;
        }
        row.generation = fresh.generation;
        // A later event is the better witness; other hints never make a suspicion milder.
        if (moves_due || weight(hint.cause) >= weight(row.cause)) row.cause = hint.cause;
        row.due_at = moves_due ? std::min(fresh.due_at, std::max(now, std::min(row.first_at, now) + 20 * delay))
                               : std::min(row.due_at, fresh.due_at);
        row.first_at = std::min(row.first_at, now);
        row.repeats_left = std::max(row.repeats_left, fresh.repeats_left);
    }
}

void make_dirty(Tables& tables, const std::string& cluster, const DirtyKey& key, DirtyCause cause)
{
    DirtyRow fresh;
    fresh.key = key;
    fresh.generation = tables.next_id();
    fresh.cause = cause;
    fresh.first_at = fresh.due_at = tables.now();
    const auto [found, is_new] = tables.dirty.try_emplace(place_of(cluster, key), fresh);
    if (is_new) return;
    DirtyRow& row = found->second;
    row.generation = fresh.generation;
    row.due_at = std::min(row.due_at, fresh.due_at);
    if (weight(cause) >= weight(row.cause)) row.cause = cause;
}

void record_events(Tables& tables, const std::string& cluster, const std::vector<FeedEvent>& events, Millis quiet)
{
    std::vector<DirtyHint> hints;
    for (const FeedEvent& event : events) {
        const Classification& meaning = event.classification;
        JournalRow entry;
        entry.command = event.record.command;
        entry.feed_class = meaning.feed_class;
        if (meaning.keys.empty()) tables.journal.push_back(entry);
        for (const DirtyKey& key : meaning.keys) {
            entry.kind = std::string(name_of(key.kind));
            entry.user_key = key.kind == DirtyKind::kUser ? key_text(key) : std::string();
            tables.journal.push_back(entry);
            DirtyHint hint;
            hint.key = key;
            hint.cause = meaning.says_gone ? DirtyCause::kEventGone : DirtyCause::kEvent;
            hint.has_later_effects = meaning.has_later_effects;
            hints.push_back(std::move(hint));
        }
        for (const Rename& rename : meaning.renames) {
            HintRow row{cluster,     rename, lower_case(rename.from), lower_case(rename.to), event.record.write_id,
                        tables.now()};
            const bool is_known = std::any_of(tables.hints.begin(), tables.hints.end(), [&](const HintRow& known) {
                return !row.write_id.empty() && known.cluster == cluster && known.write_id == row.write_id &&
                       known.from_key == row.from_key && known.to_key == row.to_key;
            });
            if (!is_known) tables.hints.push_back(std::move(row));
        }
    }
    merge_hints(tables, cluster, hints, quiet, true);
}

std::vector<ClaimedKey> claim(Tables& tables, std::int64_t epoch, const std::string& cluster,
                              const std::vector<DirtyKind>& kinds, int limit)
{
    std::vector<std::pair<Instant, DirtyPlace>> due;
    for (const auto& [place, row] : tables.dirty) {
        const bool is_meant = std::find(kinds.begin(), kinds.end(), row.key.kind) != kinds.end();
        if (std::get<0>(place) != cluster || !is_meant || row.due_at > tables.now()) continue;
        if (!is_claimed(tables, row, epoch)) due.emplace_back(row.due_at, place);
    }
    std::sort(due.begin(), due.end());
    if (due.size() > static_cast<std::size_t>(limit)) due.resize(static_cast<std::size_t>(limit));
    std::vector<DirtyPlace> places;
    for (auto& [at, place] : due) places.push_back(std::move(place));
    if (!places.empty()) complete_chains(tables, epoch, cluster, places);
    std::vector<ClaimedKey> keys;
    for (const DirtyPlace& place : places) {
        DirtyRow& row = tables.dirty.at(place);
        keys.push_back(claimed_key(row));
        row.claimed_epoch = epoch;
        row.claimed_at = tables.now();
    }
    return keys;
}

void finish_keys(Tables& tables, std::int64_t epoch, const std::string& cluster, const std::vector<ClaimedKey>& keys)
{
    std::set<std::string> users;
    for (const ClaimedKey& claimed : keys) {
        if (claimed.key.kind == DirtyKind::kUser) users.insert(key_text(claimed.key));
        const DirtyPlace place = place_of(cluster, claimed.key);
        const auto found = tables.dirty.find(place);
        if (found == tables.dirty.end() || found->second.claimed_epoch != epoch) continue;
        DirtyRow& row = found->second;
        const bool is_same = row.generation == claimed.generation;
        if (is_same && row.repeats_left == 0) {
            tables.dirty.erase(found);
            continue;
        }
        row.claimed_epoch.reset();
        row.attempts = 0;
        if (!is_same) continue;
        row.cause = DirtyCause::kRefresh;
        row.due_at = row.first_at = tables.now() + distance(row.repeats_left);
        --row.repeats_left;
    }
    if (!users.empty()) forget_hints(tables, cluster, users);
}

void defer_keys(Tables& tables, std::int64_t epoch, const std::string& cluster, const std::vector<ClaimedKey>& keys,
                Millis delay)
{
    for (const ClaimedKey& claimed : keys) {
        DirtyRow* row = find(tables, cluster, claimed.key);
        if (row == nullptr || row->claimed_epoch != epoch) continue;
        row->claimed_epoch.reset();
        ++row->attempts;
        row->due_at = tables.now() + delay;
    }
}

std::vector<Rename> pending_renames(const Tables& tables, const std::string& cluster)
{
    std::vector<Rename> renames;
    for (const HintRow& hint : tables.hints) {
        if (hint.cluster == cluster) renames.push_back(hint.rename);
    }
    return renames;
}

std::int64_t open_gap(Tables& tables, const std::string& cluster, const std::string& server, GapCause cause)
{
    for (const GapRow& gap : tables.gaps) {
        const bool is_same = gap.cluster == cluster && gap.server == server;
        if (is_same && !gap.settled_order && !gap.closed_at) return gap.id;
    }
    GapRow gap;
    gap.id = tables.next_id();
    gap.cluster = cluster;
    gap.server = server;
    gap.cause = cause;
    gap.opened_at = tables.now();
    tables.gaps.push_back(gap);
    return gap.id;
}

void settle_gaps(Tables& tables, const std::string& cluster, const std::string& server)
{
    for (GapRow& gap : tables.gaps) {
        const bool is_same = gap.cluster == cluster && gap.server == server;
        if (is_same && !gap.settled_order && !gap.closed_at) gap.settled_order = tables.order();
    }
}

int gaps_awaiting_snapshot(const Tables& tables, const std::string& cluster)
{
    return static_cast<int>(std::count_if(tables.gaps.begin(), tables.gaps.end(), [&](const GapRow& gap) {
        return gap.cluster == cluster && gap.settled_order && !gap.closed_at;
    }));
}

}  // namespace bwsync::test::memory
