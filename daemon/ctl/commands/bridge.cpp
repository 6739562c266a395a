#include "daemon/ctl/commands/commands.hpp"

namespace bwsync::ctl {
namespace {

std::string count_of(const Json& bridge, const char* state)
{
    const Json states = bridge.value("states", Json::object());
    return states.is_object() && states.contains(state) ? shown(states[state]) : "0";
}

Column state_column(const char* heading, const char* state)
{
    return {heading, [state](const Json& bridge) { return count_of(bridge, state); }};
}

}  // namespace

Outcome<int> list_bridges(Context context)
{
    Outcome<Json> list = context.api.get({"bridges"});
    if (!list) return list.error();
    context.output.value(*list);
    context.output.table(list->value("items", Json::array()),
                         {column("BRIDGE", "bridge"), column("CLUSTER", "cluster"), column("PARTNER", "partner"),
                          column("POLICY", "policy"), column("HERE", "held"), column("PAUSED", "paused"),
                          state_column("PROVISIONED", "provisioned"), state_column("WAITING", "waiting"),
                          state_column("PARKED", "parked"), column("OPEN", "openIntents"),
                          column("HELD REMOVALS", "heldRemovals"), column("HELD UPDATES", "heldUpdates")},
                         "there is no bridge");
    return int(kDone);
}

Outcome<int> pause_bridge(Context context)
{
    const Invocation& invocation = context.invocation;
    const bool pauses = invocation.command == Command::kBridgePause;
    Json body = Json::object();
    if (!invocation.enterprise.empty()) body["enterprise"] = invocation.enterprise;
    Outcome<Json> answer = context.api.post({"bridges", invocation.name, pauses ? "pause" : "resume"}, body);
    if (!answer) return answer.error();
    context.output.value(*answer);
    const std::string what = invocation.enterprise.empty()
                                 ? "bridge " + invocation.name
                                 : "enterprise " + invocation.enterprise + " on bridge " + invocation.name;
    context.output.line(what + (pauses ? " is paused: nothing is sent to Webex" : " goes on"));
    return int(kDone);
}

Outcome<int> decide_held(Context context)
{
    const Invocation& invocation = context.invocation;
    const bool approves = invocation.command == Command::kBridgeApprove;
    Json body = Json::object();
    if (invocation.removals) body["kind"] = "removals";
    if (invocation.updates) body["kind"] = "updates";
    Outcome<Json> answer = context.api.post({"bridges", invocation.name, approves ? "approve" : "reject"}, body);
    if (!answer) return answer.error();
    context.output.value(*answer);
    context.output.line(std::string(approves ? "approved" : "rejected") + " on bridge " + invocation.name + ": " +
                        member(*answer, "subscribers") + " held subscribers");
    return int(kDone);
}

Outcome<int> list_breakers(Context context)
{
    Outcome<Json> list = context.api.get({"breakers"});
    if (!list) return list.error();
    context.output.value(*list);
    context.output.table(
        list->value("items", Json::array()),
        {column("BRIDGE", "bridge"), column("SCOPE", "scope"), column("SUBJECT", "subject"),
         column("PACKAGE", "package"), column("CODE", "code"), column("HELD", "held"), column("OPENED", "openedAt"),
         column("NEXT PROBE", "probeAt"), column("FAILED PROBES", "failedProbes"), column("DETAIL", "detail")},
        "no breaker is open");
    return int(kDone);
}

Outcome<int> reset_breakers(Context context)
{
    const Invocation& invocation = context.invocation;
    Json body = Json::object();
    if (!invocation.scope.empty()) body["scope"] = invocation.scope;
    if (!invocation.subject.empty()) body["subject"] = invocation.subject;
    Outcome<Json> answer = context.api.post({"bridges", invocation.name, "breakers", "reset"}, body);
    if (!answer) return answer.error();
    context.output.value(*answer);
    context.output.line(member(*answer, "breakers") + " breakers of bridge " + invocation.name + " are closed now");
    return int(kDone);
}

Outcome<int> list_gaps(Context context)
{
    Outcome<Json> list = context.api.get({"gaps"}, {{"cluster", context.invocation.cluster}});
    if (!list) return list.error();
    context.output.value(*list);
    context.output.table(list->value("items", Json::array()),
                         {column("GAP", "id"), column("CLUSTER", "cluster"), column("SERVER", "server"),
                          column("STATE", "state"), column("CAUSE", "cause"), column("OPENED", "openedAt"),
                          column("CAUSE OVER", "settledAt"), column("CLOSED", "closedAt"), column("DETAIL", "detail")},
                         "no gaps");
    return int(kDone);
}

}  // namespace bwsync::ctl
