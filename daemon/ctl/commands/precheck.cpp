// precheck: one person, a file of them, or everybody whom a bridge would provision.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "daemon/ctl/commands/commands.hpp"
#include "daemon/ctl/commands/precheck_campaign.hpp"
#include "daemon/ctl/commands/precheck_results.hpp"
#include "daemon/ctl/commands/precheck_summary.hpp"

namespace bwsync::ctl {

namespace {

constexpr std::size_t kFaultsShown = 100;

bool names_users(const std::vector<PrecheckRow>& rows)
{
    return std::any_of(rows.begin(), rows.end(), [](const PrecheckRow& row) { return !row.user_id.empty(); });
}

// The bridge named, or the one that can be meant. For e-mail addresses any bridge of the partner will do.
Outcome<std::string> bridge_meant(const Context& context, bool needs_its_own)
{
    const Invocation& invocation = context.invocation;
    if (!invocation.bridge.empty()) return invocation.bridge;
    Outcome<Json> list = context.api.get({"bridges"});
    if (!list) return list.error();
    const Json items = list->value("items", Json::array());
    std::string known;
    bool is_one_partner = !items.empty();
    for (const Json& item : items) {
        known += (known.empty() ? "" : ", ") + member(item, "bridge");
        is_one_partner = is_one_partner && member(item, "partner") == member(items[0], "partner");
    }
    const bool will_do = items.size() == 1 || (is_one_partner && !needs_its_own);
    if (will_do) return member(items[0], "bridge");
    return Failure{"say which bridge with --bridge: " + known, kWrongUse};
}

// Everybody whom the bridge would provision, page by page.
Outcome<std::vector<PrecheckRow>> candidates(const Context& context, const std::string& bridge)
{
    std::vector<PrecheckRow> rows;
    std::string cursor;
    do {
        Outcome<Json> page = context.api.get({"bridges", bridge, "prechecks", "candidates"}, {{"cursor", cursor}});
        if (!page) return page.error();
        for (const Json& item : page->value("items", Json::array())) {
            PrecheckRow row;
            row.user_id = member(item, "userId");
            rows.push_back(std::move(row));
        }
        const Json next = page->value("next", Json());
        cursor = next.is_string() ? next.get<std::string>() : std::string();
    } while (!cursor.empty());
    return rows;
}

Outcome<std::vector<PrecheckRow>> rows_in_file(const Context& context)
{
    const Invocation& invocation = context.invocation;
    std::ifstream in(invocation.file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return Failure{invocation.file + ": cannot be read", kWrongUse};
    PrecheckRows read = precheck_rows(text.str(), invocation.customer_email);
    for (std::size_t i = 0; i < read.faults.size() && i < kFaultsShown; ++i) {
        const CsvFault& fault = read.faults[i];
        context.output.message(invocation.file + ":" + std::to_string(fault.line) + ": " + fault.what);
    }
    if (!read.faults.empty()) {
        return Failure{std::to_string(read.faults.size()) + " faults in " + invocation.file + "; nothing was sent",
                       kWrongUse};
    }
    return std::move(read.rows);
}

// Of one person or a file; everybody of a bridge is asked of the daemon.
Outcome<std::vector<PrecheckRow>> rows_given(const Context& context)
{
    const Invocation& invocation = context.invocation;
    if (invocation.all) return std::vector<PrecheckRow>();
    if (!invocation.file.empty()) return rows_in_file(context);
    PrecheckRow row;
    row.user_id = invocation.user;
    row.email = invocation.email;
    row.customer_email = invocation.email.empty() ? std::string() : invocation.customer_email;
    return std::vector<PrecheckRow>(1, row);
}

void show_one(Output& output, const Json& item)
{
    output.value(item);
    output.members(item, {{"userId", "user"},
                          {"email", "e-mail"},
                          {"customerEmail", "customer"},
                          {"result", "result"},
                          {"personMoves", "person moves"},
                          {"primaryMoves", "primary moves"},
                          {"organization", "organization"},
                          {"reason", "reason"},
                          {"meaning", "meaning"},
                          {"remedy", "what to do"},
                          {"trackingId", "tracking id"}});
}

void show_campaign(const Context& context, const PrecheckResults& results, const CampaignReport& report)
{
    Json json = report_json(report);
    if (context.invocation.results_file.empty()) json["items"] = results.added();
    context.output.value(json);
    if (context.invocation.results_file.empty()) {
        context.output.table(Json(results.added()),
                             {column("USER", "userId"), column("E-MAIL", "email"), column("CUSTOMER", "customerEmail"),
                              column("RESULT", "result"), column("CODES", "codes"), column("REASON", "reason")},
                             "nobody to ask about");
    }
    show_report(context.output, report);
}

}  // namespace

Outcome<int> precheck(Context context)
{
    const Invocation& invocation = context.invocation;
    Outcome<std::vector<PrecheckRow>> rows = rows_given(context);
    if (!rows) return rows.error();
    const Outcome<std::string> bridge = bridge_meant(context, invocation.all || names_users(*rows));
    if (!bridge) return bridge.error();
    if (invocation.all) rows = candidates(context, *bridge);
    if (!rows) return rows.error();
    PrecheckResults results;
    Outcome<> opened = results.open(invocation.results_file, *bridge);
    if (!opened) return opened.error();
    const Outcome<std::size_t> unanswered = ask_all(context, *bridge, std::move(*rows), results);
    if (!unanswered) return unanswered.error();

    const CampaignReport report = campaign_report(results.rows());
    const bool is_one = !invocation.all && invocation.file.empty() && results.added().size() == 1;
    if (is_one) {
        show_one(context.output, results.added().front());
    } else {
        show_campaign(context, results, report);
    }
    if (*unanswered > 0) {
        return Failure{std::to_string(*unanswered) + " rows got no answer from Webex: run the same command again",
                       kFailed};
    }
    return int(report.fail > 0 ? kAttention : kDone);
}

}  // namespace bwsync::ctl
