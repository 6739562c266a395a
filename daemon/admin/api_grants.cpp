// Handlers of grants. A token goes in and never comes out.
#include "daemon/admin/api.hpp"
#include "daemon/admin/http_problem.hpp"
#include "daemon/admin/json_text.hpp"

namespace bwsync {

Task<ServerResponse> AdminApi::list_grants(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"partner"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::vector<GrantStatus>> grants = co_await service_.grants();
    if (!grants) co_return problem(grants.error());
    const std::string partner = argument(*arguments, "partner");
    Json items = Json::array();
    for (const GrantStatus& grant : *grants) {
        if (partner.empty() || grant.partner == partner) items.push_back(to_json(grant, service_.now()));
    }
    co_return json_response(list_text(std::move(items)));
}

Task<ServerResponse> AdminApi::import_grant(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"partner", "name", "refreshToken"});
    if (!arguments) co_return problem(arguments.error());
    std::string partner = argument(*arguments, "partner");
    std::string name = argument(*arguments, "name");
    std::string token = argument(*arguments, "refreshToken");
    if (partner.empty() || name.empty() || token.empty()) {
        co_return problem(400, "partner, name and refreshToken must not be empty");
    }
    const Result<GrantStatus> grant =
        co_await service_.import_grant(std::move(partner), std::move(name), std::move(token));
    if (!grant) co_return problem(grant.error());
    co_return json_response(text_of(to_json(*grant, service_.now())));
}

Task<ServerResponse> AdminApi::refresh_grant(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<GrantStatus> grant = co_await service_.refresh_grant(call.parameters[0], call.parameters[1]);
    if (!grant) co_return problem(grant.error());
    co_return json_response(text_of(to_json(*grant, service_.now())));
}

}  // namespace bwsync
