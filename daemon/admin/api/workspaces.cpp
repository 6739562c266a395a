// Handlers of workspaces: the list, and what can be ordered about one.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "daemon/admin/api/api.hpp"
#include "daemon/admin/http/http_problem.hpp"

namespace bwsync {
namespace {

constexpr std::array<std::string_view, 5> kWorkspaceOrders = {"provision", "update", "remove", "retry", "adopt"};

}  // namespace

Task<ServerResponse> AdminApi::list_workspaces(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"bridge", "user"});
    if (!arguments) co_return problem(arguments.error());
    std::string bridge = argument(*arguments, "bridge");
    std::string user = argument(*arguments, "user");
    const Result<std::string> list = co_await operations_.list_workspaces(std::move(bridge), std::move(user));
    co_return json_or_problem(list);
}

Task<ServerResponse> AdminApi::order_workspace(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"id"});
    if (!arguments) co_return problem(arguments.error());
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    WorkspaceOrder order;
    order.bridge = bridge->name;
    order.user_id = call.parameters[1];
    order.order = call.parameters[2];
    order.workspace_id = argument(*arguments, "id");
    if (std::find(kWorkspaceOrders.begin(), kWorkspaceOrders.end(), order.order) == kWorkspaceOrders.end())
        co_return problem(404, "workspaces take the orders provision, update, remove, retry and adopt");
    if ((order.order == "adopt") == order.workspace_id.empty())
        co_return problem(400, "'id', the workspace's id in Webex, goes with adopt and with nothing else");
    const Result<std::int64_t> touched = co_await operations_.order_workspace(std::move(order));
    if (!touched) co_return problem(touched.error());
    nlohmann::ordered_json body;
    body["bridge"] = call.parameters[0];
    body["userId"] = call.parameters[1];
    body["workspaces"] = *touched;
    co_return json_response(body.dump());
}

}  // namespace bwsync
