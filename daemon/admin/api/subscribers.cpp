// Handlers of subscribers: lists, the explanation of one, and what can be ordered for one.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "daemon/admin/api/api.hpp"
#include "daemon/admin/http/http_problem.hpp"

namespace bwsync {
namespace {

constexpr std::array<std::string_view, 10> kStates = {"waiting",        "provisioning", "provisioned", "updating",
                                                      "pending-person", "parked",       "removing",    "removed",
                                                      "foreign",        "ignored"};

Result<SubscriberQuery> query_of(const ServerRequest& request)
{
    const Result<Arguments> arguments =
        query_arguments(request, {"bridge", "state", "enterprise", "q", "limit", "cursor"});
    if (!arguments) return arguments.error();
    SubscriberQuery query;
    query.bridge = argument(*arguments, "bridge");
    query.state = argument(*arguments, "state");
    query.enterprise = argument(*arguments, "enterprise");
    query.text = argument(*arguments, "q");
    query.cursor = argument(*arguments, "cursor");
    if (!query.state.empty() && std::find(kStates.begin(), kStates.end(), query.state) == kStates.end()) {
        std::string known;
        for (const std::string_view state : kStates) known.append(known.empty() ? "" : ", ").append(state);
        return Error(ErrorKind::kRejected, "there is no state '" + query.state + "'; the states are: " + known);
    }
    const Result<int> limit = limit_argument(*arguments, query.limit);
    if (!limit) return limit.error();
    query.limit = *limit;
    return query;
}

// What an order for one subscriber did; nothing touched means that there was nothing to do it to.
ServerResponse order_response(const AdminApi::Call& call, const Result<std::int64_t>& touched, const char* nothing)
{
    if (!touched) return problem(touched.error());
    if (*touched == 0) return problem(409, call.parameters[1] + ": " + nothing);
    nlohmann::ordered_json body;
    body["bridge"] = call.parameters[0];
    body["userId"] = call.parameters[1];
    body["subscribers"] = *touched;
    return json_response(body.dump());
}

}  // namespace

Task<ServerResponse> AdminApi::list_subscribers(Call call)
{
    Result<SubscriberQuery> query = query_of(call.request);
    if (!query) co_return problem(query.error());
    const Result<std::string> list = co_await operations_.list_subscribers(std::move(*query));
    co_return json_or_problem(list);
}

Task<ServerResponse> AdminApi::find_subscriber(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"name"});
    if (!arguments) co_return problem(arguments.error());
    std::string name = argument(*arguments, "name");
    if (name.empty()) co_return problem(400, "the query parameter 'name' is missing");
    const Result<std::string> found = co_await operations_.find_subscriber(std::move(name));
    co_return json_or_problem(found);
}

Task<ServerResponse> AdminApi::explain_subscriber(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    const Result<std::string> explanation = co_await operations_.explain_subscriber(bridge->name, call.parameters[1]);
    co_return json_or_problem(explanation);
}

Task<ServerResponse> AdminApi::resync(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    const Result<std::int64_t> touched = co_await operations_.resync(bridge->name, bridge->cluster, call.parameters[1]);
    co_return order_response(call, touched, "there is nothing to read again");
}

Task<ServerResponse> AdminApi::retry(Call call)
{
    return order_subscriber(std::move(call), &Operations::retry, "is not parked, there is nothing to try again");
}

Task<ServerResponse> AdminApi::approve(Call call)
{
    return order_subscriber(std::move(call), &Operations::approve, "nothing is held for approval");
}

Task<ServerResponse> AdminApi::release(Call call)
{
    return order_subscriber(std::move(call), &Operations::release, "no removal is decided");
}

Task<ServerResponse> AdminApi::order_subscriber(Call call, SubscriberOrder order, const char* nothing)
{
    const Result<Arguments> arguments = body_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    const Result<std::int64_t> touched = co_await (operations_.*order)(bridge->name, call.parameters[1]);
    co_return order_response(call, touched, nothing);
}

Task<ServerResponse> AdminApi::erase(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"confirm"});
    if (!arguments) co_return problem(arguments.error());
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    if (argument(*arguments, "confirm") != call.parameters[1])
        co_return problem(400, "'confirm' is the user id, in full: a Webex person does not come back");
    const Result<std::int64_t> touched = co_await operations_.erase(bridge->name, call.parameters[1]);
    co_return order_response(call, touched, "no Webex person of it is left");
}

}  // namespace bwsync
