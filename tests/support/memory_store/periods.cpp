#include "tests/support/memory_store/periods.hpp"

#include <algorithm>

#include "daemon/codec/webex_json.hpp"
#include "daemon/domain/basics/text.hpp"

namespace bwsync::test::memory {

namespace {

bool is_provisioned(const WebexSubscriber& shown)
{
    return shown.status == WebexStatus::kProvisioned || shown.status == WebexStatus::kUpdating;
}

// In Webex's own clock, never from the future.
std::optional<Instant> told(const Tables& tables, Instant at)
{
    if (at <= Instant()) return std::nullopt;
    return std::min(at, tables.now());
}

std::optional<Instant> last_look(const Tables& tables, const std::string& partner)
{
    const auto found = tables.looks.find(partner);
    if (found == tables.looks.end() || found->second.empty()) return std::nullopt;
    return found->second.back().began_at;
}

// When it was certainly still so.
Instant seen(const Tables& tables, const std::string& partner, const MirrorRow& before)
{
    return std::min(std::max(before.recorded_at, last_look(tables, partner).value_or(Instant())), tables.now());
}

PeriodRow* open_period(Tables& tables, const std::string& partner, const std::string& webex_id)
{
    for (PeriodRow& period : tables.periods) {
        if (period.partner == partner && period.shown.id == webex_id && !period.ended_at) return &period;
    }
    return nullptr;
}

bool is_billed_alike(const WebexSubscriber& a, const WebexSubscriber& b)
{
    return lower_case(a.user_id) == lower_case(b.user_id) && a.sp_enterprise_id == b.sp_enterprise_id &&
           a.package == b.package && a.email == b.email && is_provisioned(a) == is_provisioned(b);
}

std::string ms(const std::optional<Instant>& at)
{
    return at ? std::to_string(at->time_since_epoch().count()) : "null";
}

std::string item(const PeriodRow& period)
{
    const WebexSubscriber& shown = period.shown;
    return "[" + json_quoted(shown.id) + "," + json_quoted(shown.user_id) + "," + json_quoted(shown.sp_enterprise_id) +
           "," + json_quoted(shown.package) + "," + json_quoted(lower_case(shown.email)) + "," +
           (period.is_provisioned ? "true" : "false") + "," + ms(period.possible_from) + "," + ms(period.began_at) +
           "," + ms(period.seen_until) + "," + ms(period.ended_at) + "]";
}

}  // namespace

void note_appeared(Tables& tables, const std::string& partner, const WebexSubscriber& shown)
{
    PeriodRow period;
    period.partner = partner;
    period.shown = shown;
    period.is_provisioned = is_provisioned(shown);
    period.began_at = told(tables, shown.last_status_change).value_or(tables.now());
    const Instant possible = told(tables, shown.created).value_or(last_look(tables, partner).value_or(tables.now()));
    period.possible_from = std::min(possible, period.began_at);
    tables.periods.push_back(std::move(period));
}

void note_changed(Tables& tables, const std::string& partner, const MirrorRow& before, const WebexSubscriber& after)
{
    if (is_billed_alike(before.body, after)) return;
    PeriodRow next;
    next.partner = partner;
    next.shown = after;
    next.is_provisioned = is_provisioned(after);
    next.possible_from = next.began_at = tables.now();
    if (PeriodRow* open = open_period(tables, partner, after.id)) {
        const Instant until = std::max(open->began_at, seen(tables, partner, before));
        open->seen_until = until;
        open->ended_at = std::max(until, told(tables, after.last_status_change).value_or(tables.now()));
        next.possible_from = until;
        next.began_at = *open->ended_at;
    }
    tables.periods.push_back(std::move(next));
}

void note_gone(Tables& tables, const std::string& partner, const MirrorRow& before)
{
    PeriodRow* open = open_period(tables, partner, before.body.id);
    if (open == nullptr) return;
    open->seen_until = std::max(open->began_at, seen(tables, partner, before));
    open->ended_at = std::max(open->began_at, tables.now());
}

std::string periods_page(const Tables& tables, const std::string& partner, const std::string& cursor, int limit)
{
    std::vector<const PeriodRow*> all;
    for (const PeriodRow& period : tables.periods) {
        if (period.partner == partner && period.shown.id > cursor) all.push_back(&period);
    }
    std::stable_sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
        return std::pair(a->shown.id, a->began_at) < std::pair(b->shown.id, b->began_at);
    });
    std::string items;
    std::string last;
    int count = 0;
    for (const PeriodRow* period : all) {
        if (period->shown.id != last && count == limit) break;
        if (period->shown.id != last) ++count;
        last = period->shown.id;
        items += (items.empty() ? "" : ",") + item(*period);
    }
    return R"({"items":[)" + items + R"(],"next":)" + (count == limit ? json_quoted(last) : "null") + "}";
}

}  // namespace bwsync::test::memory
