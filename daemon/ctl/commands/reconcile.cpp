// billing reconcile: the report of a month against the daemon's history of who was in Webex.
#include <fstream>
#include <sstream>

#include "daemon/ctl/client/report_file.hpp"
#include "daemon/ctl/commands/commands.hpp"
#include "daemon/ctl/commands/reconciliation_text.hpp"
#include "daemon/domain/billing/billing_report.hpp"

namespace bwsync::ctl {
namespace {

constexpr std::size_t kReportMax = std::size_t(512) * 1024 * 1024;
constexpr std::size_t kLinesShown = 20;

struct Report {
    std::string text;
    std::string from;  // where it came from
};

Outcome<Report> local_report(const std::string& path)
{
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return Failure{path + " can't be read", kWrongUse};
    std::ostringstream text;
    text << stream.rdbuf();
    if (stream.bad() || text.str().size() > kReportMax)
        return Failure{path + " can't be read, or is too large", kFailed};
    return Report{text.str(), path};
}

// The daemon's file of the month, if it has one.
Outcome<Json> file_of(const Context& context, const std::string& period)
{
    const ApiClient::Query partner = {{"partner", context.invocation.partner}};
    Outcome<Json> there = context.api.get({"billing", "files", period}, partner);
    if (there) return there;
    if (there.error().exit_status == kUnreachable) return there.error();
    const Outcome<std::string> id = find_report(context, period);
    if (!id) return id.error();
    context.output.message("the daemon fetches the report of " + period);
    return download_report(context, *id);
}

Outcome<Report> daemons_report(const Context& context, const std::string& period)
{
    const Outcome<Json> file = file_of(context, period);
    if (!file) return file.error();
    const std::uint64_t bytes = file->value("bytes", std::uint64_t(0));
    if (bytes > kReportMax) return Failure{"the report is too large", kFailed};
    Report report;
    report.from = shown(file->value("path", Json())) + " on the daemon's machine";
    const ReportSource source{context.api, context.invocation.partner, period, bytes};
    const Outcome<> read = read_report(source, [&report](std::string_view piece) -> Outcome<> {
        report.text += piece;
        return std::monostate();
    });
    if (!read) return read.error();
    return report;
}

Outcome<SubscriberHistory> billing_history(const Context& context, const Json& basis)
{
    const Failure strange{"the daemon's history is not as expected; are daemon and tool of one version?", kFailed};
    SubscriberHistory history;
    if (!read_looks(basis, history)) return strange;
    std::string cursor;
    for (;;) {
        const Outcome<Json> page =
            context.api.get({"billing", "history"}, {{"partner", context.invocation.partner}, {"cursor", cursor}});
        if (!page) return page.error();
        if (!add_periods(*page, history)) return strange;
        const Json next = page->value("next", Json());
        if (!next.is_string()) return history;
        cursor = next.get<std::string>();
    }
}

std::string last_event(const Json& finding)
{
    const Json events = finding.value("events", Json::array());
    if (events.empty()) return "never seen";
    return shown(events.back()["at"]) + " " + events.back().value("what", std::string());
}

std::string lines_of(const Json& finding)
{
    std::string text;
    for (const Json& line : finding.value("lines", Json::array())) text += (text.empty() ? "" : " ") + shown(line);
    return text.empty() ? "-" : text;
}

std::vector<Column> finding_columns()
{
    return {column("FINDING", "finding"),
            column("PROVEN", "proven"),
            column("USER", "userId"),
            column("ENTERPRISE", "enterprise"),
            column("BILLED", "billedPackage"),
            column("HELD", "heldPackages"),
            column("DAYS", "days"),
            {"LINES", lines_of},
            {"LAST KNOWN", last_event}};
}

void show(const Context& context, const Json& json, const BillingTable& report)
{
    Output& output = context.output;
    output.heading("Billing report of " + json.value("billingPeriod", std::string()) + " of partner " +
                   json.value("partner", std::string()));
    output.members(json,
                   {{"source", "report"}, {"rows", "rows"}, {"matched", "as known"}, {"active", "active in Webex"}});
    for (const auto& [kind, count] : json["summary"].items()) output.line(kind + ": " + shown(count));
    output.members(json, {{"historyBeganAt", "history begins"}});
    if (!json["doubt"].is_null())
        output.line("who is said to be gone or unknown is not proven: " + json["doubt"].get<std::string>());
    if (!report.has_package) output.line("packages were not compared: the report has no column that is known to be it");
    if (!report.faults.empty()) output.heading("Lines of the report that were not understood");
    for (std::size_t i = 0; i < std::min(report.faults.size(), kLinesShown); ++i)
        output.line("line " + std::to_string(report.faults[i].line) + ": " + report.faults[i].what);
    if (report.faults.size() > kLinesShown)
        output.line("and " + std::to_string(report.faults.size() - kLinesShown) + " more; -o json has them all");
    output.heading("Findings");
    output.table(json["findings"], finding_columns(), "none: the report says what is known");
}

}  // namespace

Outcome<int> reconcile_report(Context context)
{
    const Invocation& asked = context.invocation;
    const Outcome<Json> basis = context.api.get({"billing", "reconciliation"}, {{"partner", asked.partner}});
    if (!basis) return basis.error();
    std::string period = asked.name;
    const std::string this_month = basis->value("now", std::string()).substr(0, 7);
    if (period.empty() && is_billing_period(this_month)) period = period_before(this_month);
    if (!is_billing_period(period)) return Failure{"say which month: YYYY-MM", kWrongUse};
    if (period > this_month) return Failure{"the month " + period + " has not begun", kWrongUse};
    if (period == this_month) context.output.message("the month is not over: what is known so far is compared");
    const Outcome<Report> report = asked.file.empty() ? daemons_report(context, period) : local_report(asked.file);
    if (!report) return report.error();
    const Result<BillingTable> table = read_billing_table(report->text, columns_of(*basis), period);
    if (!table) return Failure{report->from + ": " + table.error().what, kFailed};
    const Outcome<SubscriberHistory> history = billing_history(context, *basis);
    if (!history) return history.error();
    const auto [begin, end] = bounds_of(period);
    const Reconciliation found = reconcile_billing(*table, *history, BillingMonth{begin, end});
    Json json;
    json["partner"] = basis->value("partner", std::string());
    json["billingPeriod"] = period;
    json["source"] = report->from;
    json.update(reconciliation_json(found, *table));
    context.output.value(json);
    context.output.csv(reconciliation_csv(found));
    show(context, json, *table);
    return int(asked.exit_code && !found.findings.empty() ? kAttention : kDone);
}

}  // namespace bwsync::ctl
