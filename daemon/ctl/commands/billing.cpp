// Billing reports of a partner: made, watched, brought here, deleted.
#include <algorithm>
#include <thread>

#include "daemon/ctl/client/report_file.hpp"
#include "daemon/ctl/commands/commands.hpp"
#include "daemon/domain/billing/webex_billing.hpp"

namespace bwsync::ctl {
namespace {

constexpr std::chrono::milliseconds kFirstLook{300};
constexpr std::chrono::milliseconds kSlowestLook{10'000};

std::string report_errors(const Json& report)
{
    std::string text;
    for (const Json& error : report.value("errors", Json::array())) {
        const bool has_remedy = error.contains("remedy") && error["remedy"].is_string();
        text += (text.empty() ? "" : "; ") + shown(error.value("code", Json())) + " " +
                (has_remedy ? shown(error["meaning"]) + ". " + shown(error["remedy"])
                            : error.value("description", std::string()));
    }
    return text.empty() ? "-" : text;
}

std::vector<Column> report_columns()
{
    return {column("PARTNER", "partner"), column("MONTH", "billingPeriod"), column("STATUS", "status"),
            column("REPORT", "id")};
}

void show_billing_report(const Context& context, const Json& report)
{
    context.output.value(report);
    context.output.members(report, {{"partner", "partner"},
                                    {"billingPeriod", "month"},
                                    {"status", "status"},
                                    {"created", "created"},
                                    {"createdBy", "created by"},
                                    {"id", "report"}});
    const std::string errors = report_errors(report);
    if (errors != "-") context.output.line("errors      " + errors);
}

Json with_partner(const Context& context)
{
    Json body = Json::object();
    if (!context.invocation.partner.empty()) body["partner"] = context.invocation.partner;
    return body;
}

ApiClient::Query partner_query(const Context& context)
{
    return {{"partner", context.invocation.partner}};
}

// Looks again and again, ever more seldom, until `has_ended`; nullopt: the limit is over.
Outcome<std::optional<Json>> watch(const Context& context, const ApiClient::Path& path,
                                   bool (*has_ended)(const Json& seen))
{
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(context.invocation.wait_limit_seconds);
    for (auto pause = kFirstLook;; pause = std::min(pause * 2, kSlowestLook)) {
        Outcome<Json> seen = context.api.get(path, partner_query(context));
        if (!seen) return seen.error();
        if (has_ended(*seen)) return std::optional(*seen);
        const auto now = std::chrono::steady_clock::now();
        if (now >= deadline) return std::optional<Json>();
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now);
        std::this_thread::sleep_for(std::min(pause, left));
    }
}

bool is_made(const Json& report)
{
    return report.value("status", std::string()) != "IN_PROGRESS";
}

bool has_stopped(const Json& download)
{
    return download.value("state", std::string()) != "running";
}

Outcome<int> wait_for_report(const Context& context, const std::string& id)
{
    const Outcome<std::optional<Json>> seen = watch(context, {"billing", "reports", id}, &is_made);
    if (!seen) return seen.error();
    if (!*seen) return Failure{"the report is not made yet; Webex goes on with it: bwsyncctl billing show", kFailed};
    show_billing_report(context, **seen);
    if ((**seen).value("status", std::string()) == "COMPLETED") return int(kDone);
    return Failure{"the report was not made: " + report_errors(**seen), kFailed};
}

// Waits until the daemon has the file.
Outcome<Json> bring(const Context& context, const std::string& id)
{
    Outcome<Json> begun = context.api.post({"billing", "reports", id, "download"}, with_partner(context));
    if (!begun) return begun.error();
    const Outcome<std::optional<Json>> seen = watch(context, {"billing", "reports", id, "download"}, &has_stopped);
    if (!seen) return seen.error();
    if (!*seen) return Failure{"the download is not through yet; the daemon goes on with it", kFailed};
    if ((**seen).value("state", std::string()) == "done") return **seen;
    return Failure{shown((**seen).value("problem", Json())), kFailed};
}

}  // namespace

Outcome<std::string> find_report(const Context& context, const std::string& named)
{
    if (!is_billing_period(named)) return named;
    Outcome<Json> list = context.api.get({"billing", "reports"}, partner_query(context));
    if (!list) return list.error();
    Json best;
    for (const char* status : {"", "FAILED", "IN_PROGRESS", "COMPLETED"}) {
        for (const Json& report : list->value("items", Json::array())) {
            const bool is_of_month = report.value("billingPeriod", std::string()) == named;
            if (is_of_month && (*status == '\0' || report.value("status", std::string()) == status)) best = report;
        }
    }
    if (!best.is_null()) return best.value("id", std::string());
    return Failure{"Webex has no report of " + named + "; make one with bwsyncctl billing create " + named, kFailed};
}

Outcome<Json> download_report(const Context& context, const std::string& id)
{
    return bring(context, id);
}

Outcome<int> list_reports(Context context)
{
    const Invocation& asked = context.invocation;
    Outcome<Json> list = context.api.get(
        {"billing", "reports"},
        {{"partner", asked.partner}, {"after", asked.after}, {"before", asked.before}, {"sort", asked.sort}});
    if (!list) return list.error();
    context.output.value(*list);
    context.output.table(list->value("items", Json::array()), report_columns(), "there is no report");
    return int(kDone);
}

Outcome<int> create_report(Context context)
{
    Json body = with_partner(context);
    body["billingPeriod"] = context.invocation.name;
    Outcome<Json> made = context.api.post({"billing", "reports"}, body);
    if (!made) return made.error();
    if (context.invocation.wait) return wait_for_report(context, made->value("id", std::string()));
    show_billing_report(context, *made);
    return int(kDone);
}

Outcome<int> show_report(Context context)
{
    const Outcome<std::string> id = find_report(context, context.invocation.name);
    if (!id) return id.error();
    if (context.invocation.wait) return wait_for_report(context, *id);
    Outcome<Json> report = context.api.get({"billing", "reports", *id}, partner_query(context));
    if (!report) return report.error();
    show_billing_report(context, *report);
    return int(kDone);
}

Outcome<int> delete_report(Context context)
{
    const Outcome<std::string> id = find_report(context, context.invocation.name);
    if (!id) return id.error();
    Outcome<Json> gone = context.api.remove({"billing", "reports", *id}, partner_query(context));
    if (!gone) return gone.error();
    context.output.value(*gone);
    context.output.line("deleted " + *id);
    return int(kDone);
}

Outcome<int> fetch_report(Context context)
{
    const Outcome<std::string> id = find_report(context, context.invocation.name);
    if (!id) return id.error();
    Outcome<Json> there = bring(context, *id);
    if (!there) return there.error();
    const std::string period = there->value("billingPeriod", std::string());
    if (!context.invocation.file.empty()) {
        const ReportSource source{context.api, context.invocation.partner, period,
                                  there->value("bytes", std::uint64_t(0))};
        Outcome<> written = write_report(source, context.invocation.file);
        if (!written) return written.error();
        if (context.invocation.file == "-") return int(kDone);
        (*there)["file"] = context.invocation.file;
    }
    context.output.value(*there);
    context.output.members(*there, {{"billingPeriod", "month"},
                                    {"bytes", "bytes"},
                                    {"bytesResumed", "resumed"},
                                    {"path", "on the daemon's machine"},
                                    {"file", "here"}});
    return int(kDone);
}

}  // namespace bwsync::ctl
