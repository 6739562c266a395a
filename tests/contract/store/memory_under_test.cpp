#include <algorithm>

#include "tests/contract/store/store_under_test.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_store/memory_store.hpp"
#include "tests/support/memory_store/procedures.hpp"

namespace bwsync::test {

namespace {

using namespace std::chrono_literals;
using memory::Tables;

class Words final {
public:
    void add(const std::string& order, const std::string& word) { words_.emplace(order, word); }
    [[nodiscard]] std::string text() const
    {
        std::string all;
        for (const auto& [order, word] : words_) all += (all.empty() ? "" : " ") + word;
        return all;
    }

private:
    std::multimap<std::string, std::string> words_;
};

class MemoryProbe final : public StoreProbe {
public:
    explicit MemoryProbe(Tables& tables) : tables_(tables) {}

    void expire_lease(const std::string& name) override { tables_.leases[name].expires_at = tables_.now() - 1s; }

    int journal_rows() override { return static_cast<int>(tables_.journal.size()); }
    std::string dirty() override
    {
        Words words;
        for (const auto& [place, row] : tables_.dirty)
            words.add(std::get<2>(place), std::get<2>(place) + ":" + std::string(name_of(row.cause)));
        return words.text();
    }
    Millis dirty_due_in(const std::string& key) override
    {
        for (const auto& [place, row] : tables_.dirty) {
            if (std::get<2>(place) == key) return row.due_at - tables_.now();
        }
        return Millis::max();
    }
    void age_claims(Millis by) override
    {
        for (auto& [place, row] : tables_.dirty) row.claimed_at -= by;
    }
    void forget_dirty(const std::string& key) override
    {
        std::erase_if(tables_.dirty, [&](const auto& each) { return key.empty() || std::get<2>(each.first) == key; });
    }
    void shift_dirty(const std::string& key, Millis due, Millis first) override
    {
        for (auto& [place, row] : tables_.dirty) {
            if (std::get<2>(place) != key) continue;
            row.due_at -= due;
            row.first_at -= first;
        }
    }
    void make_all_due() override
    {
        for (auto& [place, row] : tables_.dirty) row.due_at = tables_.now() - 1s;
        for (auto& [id, stored] : tables_.subscribers) {
            if (stored.row.due_at) stored.row.due_at = tables_.now() - 1s;
        }
    }

    std::string subscribers() override
    {
        Words words;
        for (const auto& [id, stored] : tables_.subscribers)
            words.add(stored.row.user_key, stored.row.user_key + ":" + stored.row.webex_id);
        return words.text();
    }
    std::string waiting_to_be_due() override
    {
        Words words;
        for (const auto& [id, stored] : tables_.subscribers) {
            if (stored.row.due_at) words.add(stored.row.user_key, stored.row.user_key);
        }
        return words.text();
    }
    std::string foreign() override
    {
        Words words;
        for (const auto& [id, stored] : tables_.subscribers) {
            if (stored.row.state == SubscriberState::kForeign)
                words.add(stored.row.user_key, stored.row.bridge + "/" + stored.row.user_key);
        }
        return words.text();
    }
    void rest(const std::string& user_key) override
    {
        for_each(user_key, [](SubscriberRow& row) { row.due_at.reset(); });
    }
    void shift_due(const std::string& user_key, Millis due) override
    {
        for_each(user_key, [&](SubscriberRow& row) { row.due_at = tables_.now() - due; });
    }
    void drop_all_but(const std::string& user_key) override
    {
        std::erase_if(tables_.subscribers, [&](const auto& each) { return each.second.row.user_key != user_key; });
    }
    void add_subscriber(const BridgeRef& bridge, const std::string& user_key, const std::string& webex_id) override
    {
        memory::StoredSubscriber made;
        made.cluster = bridge.cluster;
        made.row.id = tables_.next_id();
        made.row.bridge = bridge.bridge;
        made.row.user_key = made.row.user_id = user_key;
        made.row.webex_id = webex_id;
        made.row.due_at = tables_.now();
        tables_.subscribers.emplace(made.row.id, std::move(made));
    }

    std::string sources() override
    {
        Words words;
        for (const auto& [place, row] : tables_.sources) {
            if (row.facts) words.add(place.second, place.second + ":" + row.facts->group_id);
        }
        return words.text();
    }
    void forget_source(const std::string& user_key) override
    {
        std::erase_if(tables_.sources, [&](const auto& each) { return each.first.second == user_key; });
    }
    void set_read_at(const std::string& user_key, Instant at) override
    {
        for (auto& [place, row] : tables_.sources) {
            if (place.second == user_key) row.read_at = at;
        }
    }

    std::string gaps_closed_by(std::int64_t snapshot) override
    {
        std::string causes;
        for (const memory::GapRow& gap : tables_.gaps) {
            if (gap.closed_at && gap.closed_by == snapshot)
                causes += (causes.empty() ? "" : " ") + std::string(name_of(gap.cause));
        }
        return causes;
    }
    std::string snapshot_problem(std::int64_t snapshot) override { return tables_.snapshots.at(snapshot).problem; }
    int complete_snapshots() override
    {
        const auto is_complete = [](const auto& each) { return each.second.outcome == "complete"; };
        return static_cast<int>(std::count_if(tables_.snapshots.begin(), tables_.snapshots.end(), is_complete));
    }

    int intents() override { return static_cast<int>(tables_.intents.size()); }
    std::string intent_outcome(std::int64_t intent) override
    {
        const memory::IntentRow& row = tables_.intents.at(intent);
        return row.closed_at ? std::string(name_of(row.outcome)) : std::string();
    }
    std::int64_t intent_subscriber(std::int64_t intent) override { return tables_.intents.at(intent).subscriber; }
    std::string attempts() override
    {
        std::string all;
        for (const auto& [id, row] : tables_.intents) {
            for (const memory::Attempt& each : row.attempts) {
                all += (all.empty() ? "" : " ") + each.trace.tracking_id + "/" +
                       std::to_string(each.trace.http_status) + "/" + each.detail;
            }
        }
        return all;
    }
    void drop_intents() override { tables_.intents.clear(); }

    std::string mirror() override
    {
        Words words;
        for (const auto& [place, row] : tables_.mirror) words.add(place.second, place.first + "/" + place.second);
        return words.text();
    }
    void age_mirror() override
    {
        for (auto& [place, row] : tables_.mirror) row.recorded_at -= 1min;
    }

    void pause(const std::string& bridge) override { tables_.bridges[bridge].is_paused = true; }
    void ask_reset(const std::string& bridge) override
    {
        for (auto& [place, row] : tables_.breakers) {
            if (place.first == bridge) row.is_reset_asked = true;
        }
    }
    std::int64_t order(const Procedure& procedure) override { return memory::order_procedure(tables_, procedure); }
    void stop(std::int64_t procedure, const std::string& by) override
    {
        memory::ProcedureRow& row = tables_.procedures.at(procedure);
        row.procedure.stop_asked_by = by;
        row.due_at = tables_.now();
    }

private:
    void for_each(const std::string& user_key, const std::function<void(SubscriberRow&)>& change)
    {
        for (auto& [id, stored] : tables_.subscribers) {
            if (user_key.empty() || stored.row.user_key == user_key) change(stored.row);
        }
    }

    Tables& tables_;
};

class MemoryUnderTest final : public StoreUnderTest {
public:
    LeaseStore& leases() override { return store_.leases; }
    FeedStore& feed() override { return store_.feed; }
    SourceStore& source() override { return store_.source; }
    SnapshotStore& snapshots() override { return store_.snapshots; }
    SubscriberStore& subscribers() override { return store_.subscribers; }
    IntentStore& intents() override { return store_.intents; }
    MirrorStore& mirror() override { return store_.mirror; }
    EnterpriseStore& enterprises() override { return store_.enterprises; }
    BridgeStore& bridges() override { return store_.bridges; }
    BreakerStore& breakers() override { return store_.breakers; }
    ProcedureStore& procedures() override { return store_.procedures; }
    BillingStore& billing() override { return store_.billing; }
    HousekeepingStore& housekeeping() override { return store_.housekeeping; }
    StoreProbe& probe() override { return probe_; }

private:
    // A wall clock that goes on by a millisecond with each transaction; at the time of the tests' own values.
    Tables tables_{[this] { return Instant(std::chrono::floor<Millis>(began_)) + Millis(++ticks_); }};
    MemoryStore store_{tables_};
    MemoryProbe probe_{tables_};
    const std::chrono::system_clock::time_point began_ = std::chrono::system_clock::now();
    std::int64_t ticks_ = 0;
};

}  // namespace

std::unique_ptr<StoreUnderTest> memory_under_test()
{
    return std::make_unique<MemoryUnderTest>();
}

}  // namespace bwsync::test
