// enterprise dir-sync: its state, and what is ordered about it.
#include "daemon/ctl/commands/procedures.hpp"

namespace bwsync::ctl {
namespace {

constexpr const char* kSyncKind = "directory-sync";

std::string action_of(Command command)
{
    if (command == Command::kDirSyncEnable) return "enable";
    if (command == Command::kDirSyncDisable) return "disable";
    return command == Command::kDirSyncUser ? "user" : "trigger";
}

Json sync_of(const Json& item)
{
    return item.value("directorySync", Json::object());
}

Column sync_column(const std::string& heading, const std::string& name)
{
    return {heading, [name](const Json& item) { return member(sync_of(item), name); }};
}

Column of_counts(const std::string& heading, const std::string& name)
{
    return {heading, [name](const Json& item) { return member(sync_of(item).value("counts", Json::object()), name); }};
}

std::string run_errors(const Json& sync)
{
    std::string text;
    for (const Json& error : sync.value("errors", Json::array())) {
        text += (text.empty() ? "" : "; ") + member(error, "code") + " " + member(error, "meaning");
    }
    return text.empty() ? "-" : text;
}

void show_one(const Context& context, const Json& item)
{
    const Json sync = sync_of(item);
    context.output.members(
        item, {{"spEnterpriseId", "enterprise"}, {"bridge", "bridge"}, {"organizationId", "organisation"}});
    context.output.members(sync, {{"enabled", "switched on"},
                                  {"status", "status"},
                                  {"lastStart", "last run began"},
                                  {"lastEnd", "last run ended"},
                                  {"lastSuccess", "last success"},
                                  {"trackingId", "tracking id"}});
    const Json counts = sync.value("counts", Json::object());
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& [name, count] : counts.items()) {
        if (!count.is_null()) names.emplace_back(name, name);
    }
    context.output.members(counts, names);
    for (const Json& error : sync.value("errors", Json::array())) {
        context.output.line("error " + member(error, "code") + ": " + member(error, "description"));
        if (error.contains("remedy") && error["remedy"].is_string())
            context.output.line("  " + member(error, "meaning") + "; " + member(error, "remedy"));
    }
}

Outcome<int> show_all(const Context& context)
{
    Outcome<Json> list = listed(context, {"enterprises"}, {{"bridge", context.invocation.bridge}});
    if (!list) return list.error();
    context.output.value(*list);
    const Column errors{"ERRORS", [](const Json& item) { return run_errors(sync_of(item)); }};
    context.output.table(
        list->value("items", Json::array()),
        {column("ENTERPRISE", "spEnterpriseId"), column("BRIDGE", "bridge"), sync_column("ON", "enabled"),
         sync_column("STATUS", "status"), sync_column("LAST END", "lastEnd"), of_counts("USERS +", "usersAdded"),
         of_counts("~", "usersUpdated"), of_counts("-", "usersDeleted"), of_counts("USERS", "totalExternalUsers"),
         of_counts("MACHINES", "totalExternalMachines"), of_counts("CONTACTS", "totalUserContacts"),
         of_counts("ORG CONTACTS", "totalOrgContacts"), errors},
        "there is no enterprise");
    return int(kDone);
}

std::vector<std::int64_t> ids_of(const Json& orders)
{
    std::vector<std::int64_t> ids;
    for (const Json& ordered : orders.value("procedures", Json::array()))
        ids.push_back(ordered.value("procedure", std::int64_t(0)));
    return ids;
}

void tell_orders(const Context& context, const Json& orders, const std::string& action)
{
    for (const Json& skipped : orders.value("skipped", Json::array())) {
        context.output.message("passed over: " + member(skipped, "spEnterpriseId") + " on bridge " +
                               member(skipped, "bridge") + ": " + member(skipped, "why"));
    }
    context.output.line(action + " is ordered for " + std::to_string(ids_of(orders).size()) +
                        " enterprises; bwsyncctl enterprise dir-sync runs shows how far it is");
}

Outcome<Json> ordered(const Context& context)
{
    const Invocation& invocation = context.invocation;
    Json body;
    body["action"] = action_of(invocation.command);
    body["by"] = operator_name();
    if (invocation.all) {
        if (!invocation.bridge.empty()) body["bridge"] = invocation.bridge;
        return context.api.post({"directory-sync"}, body);
    }
    const Outcome<std::string> bridge = bridge_of_enterprise(context);
    if (!bridge) return bridge.error();
    if (invocation.command == Command::kDirSyncUser) body["userId"] = invocation.name;
    return context.api.post({"bridges", *bridge, "enterprises", invocation.enterprise, "directory-sync"}, body);
}

Outcome<int> wait_for_end(const Context& context, const Json& orders)
{
    Outcome<Json> ended = ended_procedures(context, ids_of(orders));
    if (!ended) return ended.error();
    context.output.value(Json{{"items", *ended}, {"next", nullptr}});
    int failed = 0;
    for (const Json& procedure : *ended) failed += went_wrong(procedure) ? 1 : 0;
    if (context.invocation.command == Command::kDirSyncUser && failed == 0) {
        context.output.line(context.invocation.name +
                            " is synchronised: " + member(ended->front().value("facts", Json::object()), "action"));
    } else {
        show_procedures(context, *ended, "nothing was ordered");
    }
    if (failed > 0) {
        const std::string why = ended->size() == 1 ? ": " + member(ended->front(), "problem") : "";
        return Failure{std::to_string(failed) + " of " + std::to_string(ended->size()) + " failed" + why, kFailed};
    }
    return int(kDone);
}

}  // namespace

Outcome<int> show_dir_sync(Context context)
{
    if (context.invocation.all) return show_all(context);
    const Outcome<std::string> bridge = bridge_of_enterprise(context);
    if (!bridge) return bridge.error();
    Outcome<Json> item = context.api.get({"bridges", *bridge, "enterprises", context.invocation.enterprise});
    if (!item) return item.error();
    context.output.value(*item);
    show_one(context, *item);
    return int(kDone);
}

Outcome<int> order_dir_sync(Context context)
{
    const Outcome<Json> orders = ordered(context);
    if (!orders) return orders.error();
    const bool waits = context.invocation.wait || context.invocation.command == Command::kDirSyncUser;
    if (waits) return wait_for_end(context, *orders);
    context.output.value(*orders);
    tell_orders(context, *orders, action_of(context.invocation.command));
    return int(kDone);
}

Outcome<int> list_dir_sync_runs(Context context)
{
    const Invocation& invocation = context.invocation;
    Outcome<Json> list = listed(context, {"procedures"},
                                {{"kind", kSyncKind},
                                 {"bridge", invocation.bridge},
                                 {"enterprise", invocation.enterprise},
                                 {"state", invocation.state}});
    if (!list) return list.error();
    context.output.value(*list);
    show_procedures(context, list->value("items", Json::array()), "nothing was ordered");
    tell_more(context, *list);
    return int(kDone);
}

Outcome<int> cancel_dir_sync(Context context)
{
    const Invocation& invocation = context.invocation;
    const ApiClient::Query running = {{"kind", kSyncKind},
                                      {"bridge", invocation.bridge},
                                      {"enterprise", invocation.enterprise},
                                      {"state", "running"}};
    Outcome<Json> list = listed(context, {"procedures"}, running);
    if (!list) return list.error();
    Json body;
    body["by"] = operator_name();
    std::int64_t cancelled = 0;
    for (const Json& item : list->value("items", Json::array())) {
        const Outcome<Json> stopped = context.api.post({"procedures", member(item, "id"), "stop"}, body);
        // What ended meanwhile need not be taken back.
        if (stopped) ++cancelled;
    }
    if (cancelled == 0) return Failure{"nothing runs or waits that could be taken back", kFailed};
    context.output.value(Json{{"cancelled", cancelled}});
    context.output.line(std::to_string(cancelled) +
                        " orders are taken back; a run that Webex has begun goes on there by itself");
    return int(kDone);
}

}  // namespace bwsync::ctl
