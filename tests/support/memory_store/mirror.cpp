#include "tests/support/memory_store/mirror.hpp"

#include <algorithm>

#include "daemon/domain/basics/text.hpp"
#include "tests/support/memory_store/feed.hpp"
#include "tests/support/memory_store/periods.hpp"
#include "tests/support/memory_store/snapshots.hpp"

namespace bwsync::test::memory {

namespace {

// Whoever is ours by id, and whoever waits under the user id and has none yet.
void wake(Tables& tables, const std::string& partner, const std::set<std::string>& ids,
          const std::set<std::string>& keys, std::int64_t informed)
{
    for (auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        const bool is_meant = ids.contains(row.webex_id) || (row.webex_id.empty() && keys.contains(row.user_key));
        if (is_meant && id != informed && tables.leads_to(row.bridge, partner)) tables.wake(stored);
    }
}

bool has_row(const Tables& tables, const std::string& partner, const std::function<bool(const SubscriberRow&)>& is)
{
    return std::any_of(tables.subscribers.begin(), tables.subscribers.end(), [&](const auto& each) {
        return is(each.second.row) && tables.leads_to(each.second.row.bridge, partner);
    });
}

// Under a template of the bridge, or of no other bridge of ours.
bool is_matter_of(const Tables& tables, const WebexSubscriber& shown, const BridgeRef& bridge)
{
    const auto holds = [&shown](const std::vector<std::string>& ids) {
        return std::find(ids.begin(), ids.end(), shown.provisioning_id) != ids.end();
    };
    if (holds(bridge.provisioning_ids)) return true;
    return std::none_of(tables.bridges.begin(), tables.bridges.end(), [&](const auto& other) {
        return other.first != bridge.bridge && other.second.partner == bridge.partner &&
               holds(other.second.provisioning_ids);
    });
}

}  // namespace

std::int64_t mirror_webex(Tables& tables, const std::string& partner, const std::vector<WebexSubscriber>& subscribers,
                          std::int64_t informed)
{
    std::map<std::string, const WebexSubscriber*> distinct;
    for (const WebexSubscriber& subscriber : subscribers) distinct[subscriber.id] = &subscriber;
    std::set<std::string> ids;
    std::set<std::string> keys;
    for (const auto& [id, shown] : distinct) {
        const auto [found, is_new] = tables.mirror.try_emplace(Place(partner, id));
        MirrorRow& row = found->second;
        // A page that was asked for before the last change came in must not undo it.
        const bool is_newer =
            is_new || (row.body != *shown && shown->last_status_change >= row.body.last_status_change);
        if (!is_newer) continue;
        if (is_new) {
            note_appeared(tables, partner, *shown);
        } else {
            note_changed(tables, partner, row, *shown);
        }
        row.user_key = lower_case(shown->user_id);
        row.body = *shown;
        row.recorded_at = tables.now();
        row.recorded_order = tables.order();
        ids.insert(id);
        keys.insert(row.user_key);
    }
    if (!ids.empty()) wake(tables, partner, ids, keys, informed);
    return static_cast<std::int64_t>(ids.size());
}

Result<std::int64_t> record_webex(Tables& tables, const std::string& partner,
                                  const std::vector<WebexSubscriber>& subscribers, std::optional<std::int64_t> snapshot)
{
    if (snapshot) {
        Result<> running = check_running(tables, *snapshot);
        if (!running) return running.error();
        SnapshotRow& row = tables.snapshots.at(*snapshot);
        for (const WebexSubscriber& subscriber : subscribers) row.webex_ids.insert(subscriber.id);
        row.staged += static_cast<std::int64_t>(subscribers.size());
    }
    return mirror_webex(tables, partner, subscribers, 0);
}

void erase_shown(Tables& tables, const Place& place)
{
    const auto found = tables.mirror.find(place);
    if (found == tables.mirror.end()) return;
    note_gone(tables, place.first, found->second);
    tables.mirror.erase(found);
}

void forget_webex(Tables& tables, const std::string& partner, const std::string& webex_id)
{
    const Place place(partner, webex_id);
    if (!tables.mirror.contains(place)) return;
    erase_shown(tables, place);
    const std::set<std::string> ids{webex_id};
    wake(tables, partner, ids, std::set<std::string>(), 0);
}

std::int64_t drop_unseen(Tables& tables, const SnapshotRow& snapshot, const BridgeRef& bridge)
{
    std::set<std::string> unseen;
    for (const auto& [place, row] : tables.mirror) {
        const bool is_old = place.first == bridge.partner && row.recorded_order < snapshot.began_order;
        if (is_old && !snapshot.webex_ids.contains(place.second)) unseen.insert(place.second);
    }
    std::int64_t woken = 0;
    for (auto& [id, stored] : tables.subscribers) {
        if (!unseen.contains(stored.row.webex_id) || !tables.leads_to(stored.row.bridge, bridge.partner)) continue;
        tables.wake(stored);
        ++woken;
    }
    for (const std::string& id : unseen) erase_shown(tables, Place(bridge.partner, id));
    tables.looks[bridge.partner].push_back(LookRow{snapshot.began_at, tables.now()});
    return woken;
}

void drop_foreign(Tables& tables, const BridgeRef& bridge)
{
    std::erase_if(tables.subscribers, [&](const auto& each) {
        const SubscriberRow& row = each.second.row;
        if (row.bridge != bridge.bridge || row.state != SubscriberState::kForeign) return false;
        return std::none_of(tables.mirror.begin(), tables.mirror.end(), [&](const auto& shown) {
            return shown.first.first == bridge.partner && shown.second.user_key == row.user_key;
        });
    });
}

void add_foreign(Tables& tables, const BridgeRef& bridge)
{
    std::map<std::string, const MirrorRow*> strangers;  // by user key
    for (const auto& [place, shown] : tables.mirror) {
        if (place.first != bridge.partner || !is_matter_of(tables, shown.body, bridge)) continue;
        const std::string& id = place.second;
        const std::string& key = shown.user_key;
        const bool is_known = has_row(tables, bridge.partner, [&](const SubscriberRow& row) {
            return row.webex_id == id || (row.user_key == key && row.webex_id.empty());
        });
        if (!is_known) strangers.try_emplace(key, &shown);
    }
    std::vector<DirtyHint> hints;
    for (const auto& [key, shown] : strangers) {
        if (tables.find(bridge.bridge, key) != nullptr) continue;
        StoredSubscriber made;
        made.cluster = bridge.cluster;
        made.row.id = tables.next_id();
        made.row.bridge = bridge.bridge;
        made.row.user_key = key;
        made.row.user_id = shown->body.user_id;
        made.row.state = SubscriberState::kForeign;
        made.row.reason = "foreign";
        made.row.detail = "Webex has this user id and BroadWorks does not: it is never touched.";
        made.row.changed_at = tables.now();
        DirtyHint hint;
        hint.key.user_id = made.row.user_id;
        hint.cause = DirtyCause::kConfirm;
        hints.push_back(std::move(hint));
        tables.subscribers.emplace(made.row.id, std::move(made));
    }
    merge_hints(tables, bridge.cluster, hints, Millis(0), false);
}

}  // namespace bwsync::test::memory
