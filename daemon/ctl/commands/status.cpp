#include "daemon/ctl/commands/commands.hpp"

namespace bwsync::ctl {
namespace {

std::string duration(std::int64_t seconds)
{
    const std::int64_t days = seconds / 86400;
    const std::int64_t hours = seconds / 3600 % 24;
    const std::int64_t minutes = seconds / 60 % 60;
    if (days > 0) return std::to_string(days) + "d " + std::to_string(hours) + "h";
    if (hours > 0) return std::to_string(hours) + "h " + std::to_string(minutes) + "m";
    return minutes > 0 ? std::to_string(minutes) + "m " + std::to_string(seconds % 60) + "s"
                       : std::to_string(seconds) + "s";
}

// Everything that is not provisioned, named: "2 parked, 1 waiting".
std::string others(const Json& bridge)
{
    if (!bridge.contains("states") || !bridge["states"].is_object()) return "-";
    std::string text;
    for (const auto& [state, count] : bridge["states"].items()) {
        if (state == "provisioned" || !count.is_number() || count == 0) continue;
        text += (text.empty() ? "" : ", ") + shown(count) + ' ' + state;
    }
    return text.empty() ? "-" : text;
}

std::string provisioned(const Json& bridge)
{
    if (!bridge.contains("states") || !bridge["states"].is_object()) return "-";
    return bridge["states"].contains("provisioned") ? shown(bridge["states"]["provisioned"]) : "0";
}

void show_attention(Output& output, const Json& list)
{
    output.heading("Needs attention");
    if (!list.is_array() || list.empty()) return output.line("nothing");
    for (const Json& item : list) {
        output.line("* " + member(item, "subject") + ": " + member(item, "detail"));
        output.line("  " + member(item, "remedy"));
    }
}

bool needs_somebody(const Json& status)
{
    if (!status.value("ready", false)) return true;
    const Json list = status.value("attention", Json::array());
    for (const Json& item : list) {
        if (item.is_object() && item.value("urgent", true)) return true;
    }
    return false;
}

}  // namespace

Outcome<int> show_status(Context context)
{
    Outcome<Json> answer = context.api.get({"status"});
    if (!answer) return answer.error();
    const Json& status = *answer;
    if (!status.is_object()) return Failure{"the answer is not a status", kFailed};
    Output& output = context.output;
    output.value(status);
    output.line("bwsync " + member(status, "version") + " on " + member(status, "instance") + ", up " +
                duration(status.value("uptimeSeconds", std::int64_t(0))) + ", " +
                (status.value("ready", false) ? "ready" : "not ready"));
    output.line(member(status, "summary"));
    output.heading("Bridges");
    output.table(status.value("bridges", Json::array()),
                 {column("BRIDGE", "bridge"),
                  column("CLUSTER", "cluster"),
                  column("PARTNER", "partner"),
                  column("POLICY", "policy"),
                  column("HERE", "held"),
                  column("PAUSED", "paused"),
                  {"PROVISIONED", provisioned},
                  {"OTHERS", others}},
                 "none");
    output.heading("Change feed");
    output.table(status.value("feeds", Json::array()),
                 {column("CLUSTER", "cluster"), column("SERVER", "server"), column("CONNECTED", "connected"),
                  column("LAST BYTE", "lastByteAt"), column("PROBLEM", "problem")},
                 "none");
    output.heading("Grants");
    output.table(status.value("grants", Json::array()),
                 {column("PARTNER", "partner"), column("GRANT", "name"), column("STATE", "state"),
                  column("DAYS LEFT", "refreshDaysLeft"), column("PROBLEM", "problem")},
                 "none");
    show_attention(output, status.value("attention", Json::array()));
    return needs_somebody(status) ? int(kAttention) : int(kDone);
}

}  // namespace bwsync::ctl
