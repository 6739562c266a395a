// Handlers of enterprises in Webex: lists, organisations, what is ordered for them.
#include <array>
#include <utility>

#include "daemon/admin/api/api.hpp"
#include "daemon/admin/api/enterprise_json.hpp"
#include "daemon/admin/http/http_problem.hpp"

namespace bwsync {
namespace {

Result<EnterpriseQuery> enterprise_query(const ServerRequest& request)
{
    const Result<Arguments> arguments =
        query_arguments(request, {"bridge", "enterprise", "startsWith", "limit", "cursor"});
    if (!arguments) return arguments.error();
    EnterpriseQuery query;
    query.bridge = argument(*arguments, "bridge");
    query.enterprise = argument(*arguments, "enterprise");
    query.starts_with = argument(*arguments, "startsWith");
    query.cursor = argument(*arguments, "cursor");
    if (!query.enterprise.empty() && !query.starts_with.empty())
        return Error(ErrorKind::kRejected, "enterprise and startsWith exclude each other");
    const Result<int> limit = limit_argument(*arguments, query.limit);
    if (!limit) return limit.error();
    query.limit = *limit;
    return query;
}

Result<std::string> sync_kind(const std::string& action, bool is_of_one)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kActions = {
        {{"enable", kSyncEnable}, {"disable", kSyncDisable}, {"trigger", kSyncRun}, {"user", kSyncUser}}};
    for (const auto& [word, kind] : kActions) {
        if (word == action && (is_of_one || kind != kSyncUser)) return std::string(kind);
    }
    return Error(ErrorKind::kRejected, std::string("action is enable, disable") +
                                           (is_of_one ? ", trigger or user" : " or trigger") + ", not '" + action +
                                           "'");
}

ServerResponse accepted(const Json& body)
{
    ServerResponse response = json_response(text_of(body));
    response.status = 202;
    return response;
}

}  // namespace

Task<ServerResponse> AdminApi::list_enterprises(Call call)
{
    Result<EnterpriseQuery> query = enterprise_query(call.request);
    if (!query) co_return problem(query.error());
    const Result<EnterpriseList> list = co_await enterprises_.list_enterprises(std::move(*query));
    if (!list) co_return problem(list.error());
    Json body;
    body["items"] = Json::array();
    for (const EnterpriseItem& item : list->items) body["items"].push_back(to_json(item));
    body["next"] = list->next.empty() ? Json() : Json(list->next);
    co_return json_response(text_of(body));
}

Task<ServerResponse> AdminApi::show_enterprise(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<EnterpriseItem> item = co_await enterprises_.show_enterprise(call.parameters[0], call.parameters[1]);
    if (!item) co_return problem(item.error());
    co_return json_response(text_of(to_json(*item)));
}

Task<ServerResponse> AdminApi::show_organization(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<OrganizationView> view =
        co_await enterprises_.show_organization(call.parameters[0], call.parameters[1]);
    if (!view) co_return problem(view.error());
    co_return json_response(text_of(to_json(*view)));
}

Task<ServerResponse> AdminApi::order_sync(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"action", "userId", "by"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> kind = sync_kind(argument(*arguments, "action"), true);
    if (!kind) co_return problem(kind.error());
    SyncOrderRequest request;
    request.kind = *kind;
    request.bridge = call.parameters[0];
    request.enterprise = call.parameters[1];
    request.user_id = argument(*arguments, "userId");
    request.by = argument(*arguments, "by");
    const bool is_of_user = *kind == kSyncUser;
    if (is_of_user == request.user_id.empty())
        co_return problem(400, "userId goes with the action user, and only there");
    const Result<SyncOrders> orders = co_await enterprises_.order_sync(std::move(request));
    if (!orders) co_return problem(orders.error());
    co_return accepted(to_json(*orders));
}

Task<ServerResponse> AdminApi::order_sync_of_all(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"action", "bridge", "by"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> kind = sync_kind(argument(*arguments, "action"), false);
    if (!kind) co_return problem(kind.error());
    SyncOrderRequest request;
    request.kind = *kind;
    request.bridge = argument(*arguments, "bridge");
    request.by = argument(*arguments, "by");
    const Result<SyncOrders> orders = co_await enterprises_.order_sync(std::move(request));
    if (!orders) co_return problem(orders.error());
    co_return accepted(to_json(*orders));
}

Task<ServerResponse> AdminApi::order_deletion(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"name", "by"});
    if (!arguments) co_return problem(arguments.error());
    DeletionRequest request;
    request.bridge = call.parameters[0];
    request.enterprise = call.parameters[1];
    request.name = argument(*arguments, "name");
    request.by = argument(*arguments, "by");
    if (request.name.empty()) co_return problem(400, "name is missing: the organisation's, in full");
    const Result<OrderedProcedure> ordered = co_await enterprises_.order_deletion(std::move(request));
    if (!ordered) co_return problem(ordered.error());
    co_return accepted(to_json(*ordered));
}

}  // namespace bwsync
