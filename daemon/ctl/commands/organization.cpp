// organization: look at one, delete one. The daemon compares the name that was typed with the one in Webex.
#include <iostream>

#include "daemon/ctl/commands/procedures.hpp"

namespace bwsync::ctl {
namespace {

constexpr const char* kKind = "organization-delete";

void show_view(const Context& context, const Json& view)
{
    context.output.members(view, {{"name", "name"},
                                  {"spEnterpriseId", "enterprise"},
                                  {"bridge", "bridge"},
                                  {"organizationId", "organisation"},
                                  {"created", "created"},
                                  {"people", "people"}});
    context.output.members(
        view.value("directorySync", Json::object()),
        {{"enabled", "directory synchronisation on"}, {"status", "directory synchronisation status"}});
}

void show_procedure(const Context& context, const Json& procedure)
{
    const Json facts = procedure.value("facts", Json::object());
    context.output.members(procedure, {{"title", "organisation"},
                                       {"enterprise", "enterprise"},
                                       {"bridge", "bridge"},
                                       {"state", "state"},
                                       {"step", "step"},
                                       {"problem", "problem"},
                                       {"askedBy", "ordered by"},
                                       {"askedAt", "ordered"},
                                       {"endedAt", "ended"},
                                       {"stopAskedBy", "to be stopped by"}});
    context.output.members(facts, {{"people", "people at the beginning"}, {"removed", "people removed"}});
    const auto age = [](const Json& step) { return age_text(static_cast<std::int64_t>(step.value("seconds", 0.0))); };
    context.output.heading("Steps");
    context.output.table(procedure.value("steps", Json::array()),
                         {column("SINCE", "at"),
                          column("STEP", "step"),
                          {"AGE", age},
                          column("WHAT", "note"),
                          column("TRACKING ID", "trackingId")},
                         "none yet");
}

// The last deletion of the enterprise.
Outcome<Json> last_deletion(const Context& context)
{
    const Invocation& invocation = context.invocation;
    Outcome<Json> list = context.api.get(
        {"procedures"},
        {{"kind", kKind}, {"bridge", invocation.bridge}, {"enterprise", invocation.enterprise}, {"limit", "1"}});
    if (!list) return list.error();
    const Json items = list->value("items", Json::array());
    if (items.empty())
        return Failure{"no deletion of the organisation of " + invocation.enterprise + " was ordered", kFailed};
    return context.api.get({"procedures", member(items.front(), "id")});
}

Outcome<std::string> name_typed(const Context& context, const std::string& bridge)
{
    const Invocation& invocation = context.invocation;
    if (!invocation.organization_name.empty()) return invocation.organization_name;
    Outcome<Json> view = context.api.get({"bridges", bridge, "enterprises", invocation.enterprise, "organization"});
    if (!view) return view.error();
    context.output.message("this removes all " + member(*view, "people") + " people of the organisation '" +
                           member(*view, "name") + "' from Webex for good, with what they have there, and then the " +
                           "organisation itself; there is no way back.\n" +
                           "type the name of the organisation in full to order it:");
    std::string line;
    if (!std::getline(std::cin, line) || line.empty()) return Failure{"nothing was typed; nothing is deleted", kFailed};
    return line;
}

Outcome<int> follow(const Context& context, std::int64_t id)
{
    Outcome<Json> ended = ended_procedures(context, std::vector<std::int64_t>(1, id));
    if (!ended) return ended.error();
    const Json& procedure = ended->front();
    context.output.value(procedure);
    show_procedure(context, procedure);
    if (went_wrong(procedure))
        return Failure{"the deletion is " + member(procedure, "state") + ": " + member(procedure, "problem"), kFailed};
    return int(kDone);
}

Outcome<int> change(const Context& context)
{
    const Outcome<Json> last = last_deletion(context);
    if (!last) return last.error();
    const bool stops = context.invocation.stops;
    Json body;
    body["by"] = operator_name();
    Outcome<Json> answer = context.api.post({"procedures", member(*last, "id"), stops ? "stop" : "resume"}, body);
    if (!answer) return answer.error();
    if (context.invocation.wait && !stops) return follow(context, last->value("id", std::int64_t(0)));
    context.output.value(*answer);
    context.output.line(stops ? "it stops after the call under way; --resume goes on, bwsyncctl bridge resume lets "
                                "people be provisioned again"
                              : "it goes on; --status shows how far it is");
    return int(kDone);
}

}  // namespace

Outcome<int> show_organization(Context context)
{
    const Outcome<std::string> bridge = bridge_of_enterprise(context);
    if (!bridge) return bridge.error();
    Outcome<Json> view =
        context.api.get({"bridges", *bridge, "enterprises", context.invocation.enterprise, "organization"});
    if (!view) return view.error();
    context.output.value(*view);
    show_view(context, *view);
    return int(kDone);
}

Outcome<int> delete_organization(Context context)
{
    const Invocation& invocation = context.invocation;
    if (invocation.shows_status) {
        const Outcome<Json> last = last_deletion(context);
        if (!last) return last.error();
        context.output.value(*last);
        show_procedure(context, *last);
        return int(kDone);
    }
    if (invocation.stops || invocation.resumes) return change(context);
    const Outcome<std::string> bridge = bridge_of_enterprise(context);
    if (!bridge) return bridge.error();
    const Outcome<std::string> name = name_typed(context, *bridge);
    if (!name) return name.error();
    Json body;
    body["name"] = *name;
    body["by"] = operator_name();
    Outcome<Json> answer =
        context.api.post({"bridges", *bridge, "enterprises", invocation.enterprise, "organization", "delete"}, body);
    if (!answer) return answer.error();
    if (invocation.wait) return follow(context, answer->value("procedure", std::int64_t(0)));
    context.output.value(*answer);
    context.output.line("the deletion is ordered (procedure " + member(*answer, "procedure") + "); bridge " + *bridge +
                        " sends nothing for " + invocation.enterprise + " any more. --status shows how far it is");
    return int(kDone);
}

}  // namespace bwsync::ctl
