#include "daemon/ctl/commands/precheck_summary.hpp"

namespace bwsync::ctl {

namespace {

// More are in JSON, and each row of the results names its own.
constexpr std::size_t kPrimariesShown = 20;

Json lines_json(const CampaignReport& report)
{
    Json lines = Json::array();
    for (const CampaignReport::Line& line : report.lines) {
        Json item;
        item["code"] = line.code;
        item["result"] = name_of(line.result);
        item["rows"] = line.rows;
        item["meaning"] = line.meaning;
        item["remedy"] = line.remedy;
        lines.push_back(std::move(item));
    }
    return lines;
}

Json steps_json(const CampaignReport& report)
{
    Json steps = Json::array();
    for (const CampaignReport::Step& step : report.steps) {
        Json item;
        item["step"] = step.step;
        item["rows"] = step.rows;
        steps.push_back(std::move(item));
    }
    return steps;
}

Json primaries_json(const CampaignReport& report)
{
    Json primaries = Json::array();
    for (const CampaignReport::Primary& primary : report.primaries) {
        Json item;
        item["primary"] = primary.name;
        item["waiting"] = primary.waiting;
        item["place"] = name_of(primary.place);
        item["step"] = primary.step > 0 ? Json(primary.step) : Json(nullptr);
        primaries.push_back(std::move(item));
    }
    return primaries;
}

std::string place_text(const Json& primary)
{
    const std::string place = primary.value("place", std::string());
    if (place == "among-rows") return "goes itself in step " + member(primary, "step");
    if (place == "fails") return "fails itself: correct it first";
    return "not among these rows: provision it before them";
}

void show_order(Output& output, const CampaignReport& report)
{
    if (report.primaries.empty()) return;
    output.heading("In this order");
    output.table(steps_json(report), {column("STEP", "step"), column("ROWS", "rows")}, "");
    output.heading("First");
    Json primaries = primaries_json(report);
    while (primaries.size() > kPrimariesShown) primaries.erase(primaries.size() - 1);
    output.table(primaries, {column("PRIMARY", "primary"), column("WAIT FOR IT", "waiting"), {"WHERE", place_text}},
                 "");
    if (report.primaries.size() > kPrimariesShown)
        output.line("and " + std::to_string(report.primaries.size() - kPrimariesShown) + " more: -o json");
}

}  // namespace

Json report_json(const CampaignReport& report)
{
    Json json;
    json["rows"] = report.rows;
    json["succeed"] = report.succeed;
    json["afterPrimary"] = report.after_primary;
    json["fail"] = report.fail;
    json["moveByThemselves"] = report.move_by_itself;
    json["moveWithConsent"] = report.move_with_consent;
    json["codes"] = lines_json(report);
    json["steps"] = steps_json(report);
    json["primaries"] = primaries_json(report);
    return json;
}

void show_report(Output& output, const CampaignReport& report)
{
    output.line(std::to_string(report.rows) + " rows: " + std::to_string(report.succeed) + " will succeed, " +
                std::to_string(report.after_primary) + " once their primary is provisioned, " +
                std::to_string(report.fail) + " will fail");
    output.line(std::to_string(report.move_by_itself) + " move from a free account without a question, " +
                std::to_string(report.move_with_consent) + " after consent by mail");
    output.heading("By code");
    output.table(lines_json(report),
                 {column("CODE", "code"), column("ROWS", "rows"), column("RESULT", "result"),
                  column("MEANING", "meaning"), column("WHAT TO DO, OR TO KNOW", "remedy")},
                 "no rows");
    show_order(output, report);
}

}  // namespace bwsync::ctl
