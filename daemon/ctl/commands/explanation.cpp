#include "daemon/ctl/commands/explanation.hpp"

#include <algorithm>

namespace bwsync::ctl {
namespace {

Json part(const Json& object, const char* name)
{
    return object.is_object() ? object.value(name, Json()) : Json();
}

// Each attribute beside its value in Webex; those that differ are marked.
void show_difference(Output& output, const Json& wanted, const Json& webex)
{
    std::vector<std::string> names;
    for (const Json* side : {&wanted, &webex}) {
        if (!side->is_object()) continue;
        for (const auto& [name, value] : side->items()) {
            if (!value.is_structured() && std::find(names.begin(), names.end(), name) == names.end())
                names.push_back(name);
        }
    }
    Json rows = Json::array();
    for (const std::string& name : names) {
        const std::string left = member(wanted, name);
        const std::string right = member(webex, name);
        const bool is_compared = left != "-" && right != "-";
        rows.push_back({{"name", name},
                        {"wanted", left},
                        {"webex", right},
                        {"differs", is_compared && left != right ? "differs" : ""}});
    }
    output.heading("Wanted and in Webex");
    const auto differs = [](const Json& row) { return row.value("differs", std::string()); };
    output.table(rows,
                 {column("ATTRIBUTE", "name"), column("WANTED", "wanted"), column("WEBEX", "webex"), {"", differs}},
                 "nothing is wanted, and nothing is in Webex");
}

void add(Json& history, const Json& at, const std::string& what, const std::string& detail)
{
    history.push_back({{"at", at}, {"what", what}, {"detail", detail}});
}

void add_intents(Json& history, const Json& intents)
{
    for (const Json& intent : intents) {
        add(history, part(intent, "openedAt"), member(intent, "operation"), "begun");
        for (const Json& attempt : part(intent, "attempts")) {
            add(history, part(attempt, "at"), member(intent, "operation"),
                "HTTP " + member(attempt, "httpStatus") + ", tracking id " + member(attempt, "trackingId") +
                    (member(attempt, "detail") == "-" ? "" : ", " + member(attempt, "detail")));
        }
        if (part(intent, "closedAt").is_string()) {
            add(history, part(intent, "closedAt"), member(intent, "operation"),
                member(intent, "outcome") + (member(intent, "detail") == "-" ? "" : ": " + member(intent, "detail")));
        }
    }
}

Json history_of(const Json& subscriber)
{
    Json history = Json::array();
    for (const Json& event : part(subscriber, "journal")) {
        add(history, part(event, "at"), "event",
            member(event, "command") + " (" + member(event, "class") + ") from " + member(event, "server"));
    }
    add_intents(history, part(subscriber, "intents"));
    for (const Json& rename : part(subscriber, "renames")) {
        add(history, part(rename, "at"), "rename", member(rename, "from") + " to " + member(rename, "to"));
    }
    for (const Json& action : part(subscriber, "actions")) {
        add(history, part(action, "at"), "operator",
            member(action, "action") + (member(action, "detail") == "-" ? "" : ": " + member(action, "detail")));
    }
    std::stable_sort(history.begin(), history.end(),
                     [](const Json& left, const Json& right) { return member(left, "at") < member(right, "at"); });
    return history;
}

}  // namespace

void show_summary(Output& output, const Json& subscriber)
{
    output.members(subscriber, {{"userId", "user"},
                                {"bridge", "bridge"},
                                {"state", "state"},
                                {"reason", "reason"},
                                {"detail", "what to do"},
                                {"absent", "absent"},
                                {"spEnterpriseId", "enterprise"},
                                {"serviceProviderId", "service provider"},
                                {"groupId", "group"},
                                {"package", "package"},
                                {"email", "e-mail"},
                                {"webexId", "Webex id"},
                                {"attempts", "failed attempts"},
                                {"lastCode", "last Webex code"},
                                {"dueAt", "next look"},
                                {"lastChange", "last change"}});
}

void show_explanation(Output& output, const Json& subscriber)
{
    output.heading("In BroadWorks");
    const Json source = part(subscriber, "source");
    output.members(
        source,
        {{"readAt", "read"}, {"absenceIsProven", "absence is proven"}, {"proof", "proof"}, {"entitlements", "holds"}});
    const Json facts = part(source, "facts");
    if (facts.is_object()) {
        Json rows = Json::array();
        for (const auto& [name, value] : facts.items()) rows.push_back({{"name", name}, {"value", value}});
        output.table(rows, {column("FACT", "name"), column("VALUE", "value")}, "");
    } else {
        output.line("no facts: not there, or not read yet");
    }
    show_difference(output, part(subscriber, "wanted"), part(subscriber, "webex"));
    const Json removal = part(subscriber, "removal");
    if (removal.is_object()) {
        output.heading("Removal");
        output.members(removal, {{"firstAt", "first evidence"},
                                 {"lastAt", "last evidence"},
                                 {"confirmations", "confirmations"},
                                 {"decidedAt", "decided"},
                                 {"proof", "proof"}});
    }
    output.heading("History");
    output.table(history_of(subscriber), {column("TIME", "at"), column("WHAT", "what"), column("DETAIL", "detail")},
                 "none yet");
}

}  // namespace bwsync::ctl
