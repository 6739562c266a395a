// The handler of plans: what would be done for a bridge, page by page.
#include "daemon/admin/api/api.hpp"
#include "daemon/admin/http/http_problem.hpp"
#include "daemon/admin/http/json_text.hpp"

namespace bwsync {
namespace {

Json text_or_null(const std::string& text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

Json site_json(const PlanItem& item)
{
    if (item.site_package.empty()) return nullptr;
    Json site;
    site["package"] = item.site_package;
    site["timeZone"] = text_or_null(item.site_time_zone);
    const std::string zone =
        item.site_time_zone.empty() ? "the default of the organization's country" : item.site_time_zone;
    site["notice"] = "The time zone of the Meetings site for " + item.site_package + " will be " + zone + ", for good.";
    return site;
}

Json plan_json(const std::string& bridge, const PlanItem& item)
{
    Json json;
    json["bridge"] = bridge;
    json["userId"] = item.user_id;
    json["spEnterpriseId"] = item.sp_enterprise_id;
    json["action"] = name_of(item.action);
    json["held"] = text_or_null(item.held);
    json["why"] = item.why;
    json["changes"] = item.changes;
    json["makesOrganization"] = item.makes_organization;
    json["prechecked"] = item.is_prechecked;
    json["site"] = site_json(item);
    return json;
}

}  // namespace

Task<ServerResponse> AdminApi::plan(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"enterprise", "user", "cursor", "limit"});
    if (!arguments) co_return problem(arguments.error());
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    PlanQuery query;
    const Result<int> limit = limit_argument(*arguments, query.limit);
    if (!limit) co_return problem(limit.error());
    query.enterprise = argument(*arguments, "enterprise");
    query.user_id = argument(*arguments, "user");
    query.after = argument(*arguments, "cursor");
    query.limit = *limit;
    const Result<PlanPage> page = co_await service_.plan(bridge->name, std::move(query));
    if (!page) co_return problem(page.error());
    Json items = Json::array();
    for (const PlanItem& item : page->items) items.push_back(plan_json(bridge->name, item));
    Json body;
    body["items"] = std::move(items);
    body["examined"] = page->examined;
    body["next"] = text_or_null(page->next);
    co_return json_response(text_of(body));
}

}  // namespace bwsync
