// Billing and housekeeping.
#include <algorithm>

#include "tests/support/memory_store/periods.hpp"
#include "tests/support/memory_store/stores.hpp"

namespace bwsync::test::memory {

namespace {

using namespace std::chrono_literals;

// What reconciles invoices is kept for longer than the rest.
constexpr Millis kBillingKept = 400 * 24h;
constexpr Millis kHintsKept = 24h;

using Counts = std::map<std::vector<std::string>, double>;

std::vector<StoreGauges::Row> rows_of(const Counts& counts)
{
    std::vector<StoreGauges::Row> rows;
    for (const auto& [labels, value] : counts) rows.push_back(StoreGauges::Row{labels, value});
    return rows;
}

double seconds_of(Millis length)
{
    return static_cast<double>(length.count()) / 1000;
}

void count_subscribers(const Tables& tables, StoreGauges& gauges)
{
    Counts subscribers;
    Counts workspaces;
    Counts absent;
    for (const auto& [name, bridge] : tables.bridges) absent[{name}] = 0;
    for (const auto& [id, stored] : tables.subscribers) {
        const SubscriberRow& row = stored.row;
        (row.workspace ? workspaces : subscribers)[{row.bridge, std::string(name_of(row.state))}] += 1;
        if (row.is_absent && absent.contains({row.bridge})) absent[{row.bridge}] += 1;
    }
    gauges.subscribers = rows_of(subscribers);
    gauges.workspaces = rows_of(workspaces);
    gauges.subscribers_absent = rows_of(absent);
}

void count_bridges(const Tables& tables, StoreGauges& gauges)
{
    Counts intents;
    Counts tripped;
    Counts breakers;
    Counts procedures;
    for (const auto& [name, bridge] : tables.bridges) {
        intents[{name}] = 0;
        if (!bridge.cluster.empty()) tripped[{name}] = bridge.removals_tripped || bridge.updates_tripped ? 1 : 0;
    }
    for (const auto& [id, intent] : tables.intents) {
        if (!intent.closed_at && intents.contains({intent.bridge})) intents[{intent.bridge}] += 1;
    }
    for (const auto& [place, row] : tables.breakers)
        breakers[{place.first, std::string(name_of(place.second.scope))}] = 1;
    for (const auto& [id, row] : tables.procedures) {
        const Procedure& each = row.procedure;
        procedures[{each.bridge, each.kind, std::string(name_of(each.state))}] += 1;
    }
    gauges.intents_open = rows_of(intents);
    gauges.brake_tripped = rows_of(tripped);
    gauges.breaker_open = rows_of(breakers);
    gauges.procedures = rows_of(procedures);
}

void count_feed(const Tables& tables, StoreGauges& gauges)
{
    Counts keys;
    Counts oldest;
    Counts gaps;
    Counts oldest_gap;
    const auto keep_oldest = [&tables](Counts& counts, const std::string& cluster, Instant at) {
        double& age = counts[{cluster}];
        age = std::max(age, seconds_of(tables.now() - at));
    };
    for (const auto& [place, row] : tables.dirty) {
        if (row.first_at > tables.now()) continue;
        keys[{std::get<0>(place), std::get<1>(place)}] += 1;
        keep_oldest(oldest, std::get<0>(place), row.first_at);
    }
    for (const GapRow& gap : tables.gaps) {
        if (gap.closed_at) continue;
        gaps[{gap.cluster}] += 1;
        keep_oldest(oldest_gap, gap.cluster, gap.opened_at);
    }
    gauges.dirty_keys = rows_of(keys);
    gauges.dirty_oldest = rows_of(oldest);
    gauges.gaps_open = rows_of(gaps);
    gauges.gap_oldest = rows_of(oldest_gap);
}

// Of the bridges of a cluster the one that has waited longest counts.
void count_snapshots(const Tables& tables, StoreGauges& gauges)
{
    Counts latest;  // by name and side
    for (const auto& [id, row] : tables.snapshots) {
        if (row.outcome != "complete" || row.scope != GroupKey()) continue;
        double& at = latest[{row.name, std::string(name_of(row.side))}];
        at = std::max(at, seconds_of(row.ended_at->time_since_epoch()));
    }
    Counts success;
    for (const auto& [labels, at] : latest) {
        std::string cluster = labels[0];
        const auto bridge = tables.bridges.find(cluster);
        const bool is_of_bridge = labels[1] == name_of(SnapshotSide::kWebex);
        if (is_of_bridge && bridge == tables.bridges.end()) continue;
        if (is_of_bridge) cluster = bridge->second.cluster;
        const auto [found, is_new] = success.try_emplace({cluster, labels[1]}, at);
        if (!is_new) found->second = std::min(found->second, at);
    }
    gauges.snapshot_success = rows_of(success);
}

void clear_out(Tables& tables, Instant before)
{
    std::erase_if(tables.intents,
                  [&](const auto& each) { return each.second.closed_at && *each.second.closed_at < before; });
    std::erase_if(tables.gaps, [&](const GapRow& gap) { return gap.closed_at && *gap.closed_at < before; });
    const auto is_superseded = [&tables](std::int64_t id, const SnapshotRow& row) {
        return std::any_of(tables.snapshots.begin(), tables.snapshots.end(), [&](const auto& other) {
            const SnapshotRow& newer = other.second;
            return other.first > id && newer.name == row.name && newer.side == row.side && newer.outcome == "complete";
        });
    };
    std::erase_if(tables.snapshots, [&](const auto& each) {
        const SnapshotRow& row = each.second;
        return row.ended_at && *row.ended_at < before && is_superseded(each.first, row);
    });
    std::erase_if(tables.sources, [&](const auto& each) {
        const SourceRow& row = each.second;
        const bool is_forgotten = !row.facts && !row.list_hash && row.read_at && *row.read_at < before;
        return is_forgotten && std::none_of(tables.subscribers.begin(), tables.subscribers.end(), [&](const auto& sub) {
                   return sub.second.cluster == each.first.first && sub.second.row.user_key == each.first.second;
               });
    });
}

void clear_procedures(Tables& tables, Instant before)
{
    // The last of its kind for an enterprise stays.
    const auto is_followed = [&tables](const Procedure& procedure) {
        return std::any_of(tables.procedures.begin(), tables.procedures.end(), [&](const auto& other) {
            const Procedure& newer = other.second.procedure;
            return newer.id > procedure.id && newer.subject == procedure.subject && newer.kind == procedure.kind &&
                   newer.partner == procedure.partner && newer.cluster == procedure.cluster;
        });
    };
    std::erase_if(tables.procedures, [&](const auto& each) {
        const ProcedureRow& row = each.second;
        return row.ended_at && *row.ended_at < before && is_followed(row.procedure);
    });
}

}  // namespace

Task<Result<std::optional<BillingRun>>> Billing::newest_billing_run(std::string partner)
{
    using Found = std::optional<BillingRun>;
    return access_.run<Found>("newest_billing_run", [=](Tables& tables) -> Result<Found> {
        Found newest;
        for (const auto& [place, run] : tables.billing_runs) {
            if (place.first == partner) newest = run;
        }
        return newest;
    });
}

Task<Result<std::optional<Instant>>> Billing::last_billing_success(std::string partner)
{
    using Found = std::optional<Instant>;
    return access_.run<Found>("last_billing_success", [=](Tables& tables) -> Result<Found> {
        Found last;
        for (const auto& [place, run] : tables.billing_runs) {
            if (place.first == partner && run.done_at) last = std::max(last.value_or(*run.done_at), *run.done_at);
        }
        return last;
    });
}

Task<Result<>> Billing::save_billing_run(Lease lease, BillingRun run)
{
    return access_.write<std::monostate>("save_billing_run", std::move(lease), [=](Tables& tables) -> Result<> {
        tables.billing_runs[Place(run.partner, run.period)] = run;
        return std::monostate();
    });
}

Task<Result<std::vector<Instant>>> Billing::webex_looks(std::string partner)
{
    using Looks = std::vector<Instant>;
    return access_.run<Looks>("webex_looks", [=](Tables& tables) -> Result<Looks> {
        Looks looks;
        for (const LookRow& look : tables.looks[partner]) looks.push_back(look.ended_at);
        return looks;
    });
}

Task<Result<std::string>> Billing::list_periods(std::string partner, std::string cursor, int limit)
{
    return access_.run<std::string>("list_periods", [=](Tables& tables) -> Result<std::string> {
        return periods_page(tables, partner, cursor, limit);
    });
}

Task<Result<StoreGauges>> Housekeeping::gauges()
{
    return access_.run<StoreGauges>("gauges", [](Tables& tables) -> Result<StoreGauges> {
        StoreGauges gauges;
        count_subscribers(tables, gauges);
        count_bridges(tables, gauges);
        count_feed(tables, gauges);
        count_snapshots(tables, gauges);
        return gauges;
    });
}

Task<Result<>> Housekeeping::housekeep(Millis keep)
{
    return access_.run<std::monostate>("housekeep", [=](Tables& tables) -> Result<> {
        std::erase_if(tables.hints, [&](const HintRow& hint) { return hint.at < tables.now() - kHintsKept; });
        clear_out(tables, tables.now() - keep);
        clear_procedures(tables, tables.now() - keep);
        const Instant billed = tables.now() - kBillingKept;
        std::erase_if(tables.periods, [&](const PeriodRow& row) { return row.ended_at && *row.ended_at < billed; });
        std::erase_if(tables.billing_runs, [&](const auto& each) { return each.second.next_at < billed; });
        for (auto& [partner, looks] : tables.looks)
            std::erase_if(looks, [&](const LookRow& look) { return look.ended_at < billed; });
        return std::monostate();
    });
}

Task<Result<std::int64_t>> Housekeeping::high_water_mark()
{
    return access_.run<std::int64_t>("high_water_mark",
                                     [](Tables& tables) -> Result<std::int64_t> { return tables.last_intent; });
}

}  // namespace bwsync::test::memory
