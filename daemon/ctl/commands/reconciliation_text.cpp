#include "daemon/ctl/commands/reconciliation_text.hpp"

#include <array>
#include <ctime>

namespace bwsync::ctl {
namespace {

constexpr std::array<BillingFindingKind, 5> kKinds = {
    BillingFindingKind::kBilledButGone, BillingFindingKind::kBilledUnknown, BillingFindingKind::kActiveNotBilled,
    BillingFindingKind::kWrongPackage, BillingFindingKind::kDouble};

Json or_null(const std::string& text)
{
    return text.empty() ? Json() : Json(text);
}

Json finding_json(const BillingFinding& finding)
{
    Json json;
    json["finding"] = std::string(name_of(finding.kind));
    json["proven"] = finding.is_proven;
    json["userId"] = or_null(finding.user_id);
    json["email"] = or_null(finding.email);
    json["enterprise"] = or_null(finding.enterprise);
    json["webexId"] = or_null(finding.webex_id);
    json["billedPackage"] = or_null(finding.billed_package);
    json["heldPackages"] = or_null(finding.held_packages);
    json["days"] = finding.days;
    json["lines"] = finding.lines;
    json["events"] = Json::array();
    for (const BillingEvent& event : finding.events)
        json["events"].push_back(Json{{"at", time_text(event.at)}, {"what", event.what}});
    return json;
}

std::string cell(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::optional<Instant> instant_at(const Json& row, std::size_t place)
{
    if (!row[place].is_number_integer()) return std::nullopt;
    return Instant(Millis(row[place].get<std::int64_t>()));
}

bool read_period(const Json& row, SubscriberPeriod& period)
{
    constexpr std::size_t kMembers = 10;
    if (!row.is_array() || row.size() != kMembers || !row[5].is_boolean()) return false;
    for (std::size_t i = 0; i < 5; ++i)
        if (!row[i].is_string()) return false;
    const std::optional<Instant> possible_from = instant_at(row, 6);
    const std::optional<Instant> began_at = instant_at(row, 7);
    if (!possible_from || !began_at) return false;
    period.webex_id = row[0].get<std::string>();
    period.user_id = row[1].get<std::string>();
    period.sp_enterprise_id = row[2].get<std::string>();
    period.package = row[3].get<std::string>();
    period.email = row[4].get<std::string>();
    period.is_provisioned = row[5].get<bool>();
    period.possible_from = *possible_from;
    period.began_at = *began_at;
    period.seen_until = instant_at(row, 8);
    period.ended_at = instant_at(row, 9);
    return true;
}

}  // namespace

std::string time_text(Instant at)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return std::string(text.data(), size);
}

bool read_looks(const Json& basis, SubscriberHistory& history)
{
    if (!basis.contains("looks") || !basis["looks"].is_array()) return false;
    for (const Json& look : basis["looks"]) {
        if (!look.is_number_integer()) return false;
        history.looks.emplace_back(Millis(look.get<std::int64_t>()));
    }
    return true;
}

bool add_periods(const Json& page, SubscriberHistory& history)
{
    if (!page.contains("items") || !page["items"].is_array()) return false;
    for (const Json& row : page["items"]) {
        if (!read_period(row, history.periods.emplace_back())) return false;
    }
    return true;
}

BillingColumns columns_of(const Json& basis)
{
    BillingColumns columns;
    const Json given = basis.value("columns", Json::object());
    const auto take = [&given](const char* name, std::vector<std::string>& headings) {
        if (!given.contains(name) || !given[name].is_array()) return;
        headings.clear();
        for (const Json& heading : given[name])
            if (heading.is_string()) headings.push_back(heading.get<std::string>());
    };
    take("userId", columns.user_id);
    take("subscriberId", columns.subscriber_id);
    take("email", columns.email);
    take("package", columns.package);
    take("enterprise", columns.enterprise);
    take("period", columns.period);
    return columns;
}

Json reconciliation_json(const Reconciliation& found, const BillingTable& report)
{
    Json json;
    json["columns"] = report.columns;
    json["historyBeganAt"] = found.history_began_at ? Json(time_text(*found.history_began_at)) : Json();
    json["doubt"] = or_null(found.doubt);
    json["rows"] = found.billed;
    json["active"] = found.active;
    json["matched"] = found.matched;
    json["summary"] = Json::object();
    for (const BillingFindingKind kind : kKinds) {
        std::size_t count = 0;
        for (const BillingFinding& finding : found.findings) count += finding.kind == kind ? 1 : 0;
        json["summary"][std::string(name_of(kind))] = count;
    }
    json["faults"] = Json::array();
    for (const LineFault& fault : report.faults)
        json["faults"].push_back(Json{{"line", fault.line}, {"problem", fault.what}});
    json["findings"] = Json::array();
    for (const BillingFinding& finding : found.findings) json["findings"].push_back(finding_json(finding));
    return json;
}

std::string reconciliation_csv(const Reconciliation& found)
{
    std::string out =
        "finding,proven,user_id,email,enterprise,webex_id,billed_package,held_packages,days,lines,events\r\n";
    for (const BillingFinding& finding : found.findings) {
        std::string lines;
        for (const std::size_t line : finding.lines) lines += (lines.empty() ? "" : " ") + std::to_string(line);
        std::string events;
        for (const BillingEvent& event : finding.events)
            events += (events.empty() ? "" : "; ") + time_text(event.at) + " " + event.what;
        const std::array<std::string, 11> cells = {std::string(name_of(finding.kind)),
                                                   finding.is_proven ? "yes" : "no",
                                                   finding.user_id,
                                                   finding.email,
                                                   finding.enterprise,
                                                   finding.webex_id,
                                                   finding.billed_package,
                                                   finding.held_packages,
                                                   std::to_string(finding.days),
                                                   lines,
                                                   events};
        for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + cell(cells[i]);
        out += "\r\n";
    }
    return out;
}

}  // namespace bwsync::ctl
