// Workspaces: what is known of each, and the orders about one.
#include "daemon/ctl/commands/commands.hpp"

namespace bwsync::ctl {
namespace {

struct WorkspaceWords {
    const char* order;
    const char* done;
};

WorkspaceWords words_of(Command command)
{
    switch (command) {
        case Command::kWorkspaceUpdate:
            return {"update", "is told to Webex again"};
        case Command::kWorkspaceRemove:
            return {"remove", "is no workspace by command any more"};
        case Command::kWorkspaceAdopt:
            return {"adopt", "takes the workspace over"};
        case Command::kWorkspaceRetry:
            return {"retry", "will be tried again"};
        default:
            return {"provision", "will be a workspace"};
    }
}

}  // namespace

Outcome<int> list_workspaces(Context context)
{
    ApiClient::Query query = {{"bridge", context.invocation.bridge}};
    if (context.invocation.command == Command::kWorkspaceShow) {
        const Outcome<Subscriber> user = find_subscriber(context);
        if (!user) return user.error();
        query = {{"bridge", user->bridge}, {"user", user->user_id}};
    }
    Outcome<Json> list = context.api.get({"workspaces"}, query);
    if (!list) return list.error();
    const Json items = list->value("items", Json::array());
    if (context.invocation.command == Command::kWorkspaceShow) {
        if (items.empty()) return Failure{context.invocation.name + " has no workspace", kFailed};
        context.output.value(items.front());
        context.output.table(items,
                             {column("USER", "userId"), column("STATE", "state"), column("REASON", "reason"),
                              column("WEBEX ID", "workspaceId"), column("WHAT TO DO", "detail")},
                             "");
        return int(kDone);
    }
    context.output.value(*list);
    context.output.table(items,
                         {column("USER", "userId"), column("BRIDGE", "bridge"), column("ENTERPRISE", "spEnterpriseId"),
                          column("NAME", "displayName"), column("NUMBER", "primaryPhoneNumber"),
                          column("EXTENSION", "extension"), column("STATE", "state"), column("REASON", "reason"),
                          column("BY COMMAND", "byCommand"), column("WEBEX ID", "workspaceId")},
                         "no workspaces");
    return int(kDone);
}

Outcome<int> order_for_workspace(Context context)
{
    const Outcome<Subscriber> user = find_subscriber(context);
    if (!user) return user.error();
    const WorkspaceWords words = words_of(context.invocation.command);
    Json body = Json::object();
    if (context.invocation.command == Command::kWorkspaceAdopt) body["id"] = context.invocation.workspace_id;
    Outcome<Json> answer = context.api.post({"bridges", user->bridge, "workspaces", user->user_id, words.order}, body);
    if (!answer) return answer.error();
    context.output.value(*answer);
    context.output.line(user->user_id + " on bridge " + user->bridge + ' ' + words.done);
    return int(kDone);
}

}  // namespace bwsync::ctl
