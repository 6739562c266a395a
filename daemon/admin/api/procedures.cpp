// Handlers of procedures: what runs, what ran, stop and resume.
#include <charconv>

#include "daemon/admin/api/api.hpp"
#include "daemon/admin/http/http_problem.hpp"
#include "daemon/admin/http/json_text.hpp"

namespace bwsync {
namespace {

std::optional<std::int64_t> procedure_id(const std::string& text)
{
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc() || end != text.data() + text.size() || id < 1) return std::nullopt;
    return id;
}

ServerResponse no_procedure(const std::string& text)
{
    return problem(404, "there is no procedure '" + text + "'");
}

ServerResponse done_for(std::int64_t id, const Result<std::string>& bridge)
{
    if (!bridge) return problem(bridge.error());
    Json body;
    body["procedure"] = id;
    body["bridge"] = *bridge;
    ServerResponse response = json_response(text_of(body));
    response.status = 202;
    return response;
}

}  // namespace

Task<ServerResponse> AdminApi::list_procedures(Call call)
{
    const Result<Arguments> arguments =
        query_arguments(call.request, {"bridge", "kind", "state", "enterprise", "limit", "cursor"});
    if (!arguments) co_return problem(arguments.error());
    ProcedureQuery query;
    query.bridge = argument(*arguments, "bridge");
    query.kind = argument(*arguments, "kind");
    query.state = argument(*arguments, "state");
    query.enterprise = argument(*arguments, "enterprise");
    query.cursor = argument(*arguments, "cursor");
    const Result<int> limit = limit_argument(*arguments, query.limit);
    if (!limit) co_return problem(limit.error());
    query.limit = *limit;
    const Result<std::string> list = co_await enterprises_.list_procedures(std::move(query));
    co_return json_or_problem(list);
}

Task<ServerResponse> AdminApi::show_procedure(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const std::optional<std::int64_t> id = procedure_id(call.parameters[0]);
    if (!id) co_return no_procedure(call.parameters[0]);
    const Result<std::string> shown = co_await enterprises_.show_procedure(*id);
    co_return json_or_problem(shown);
}

Task<ServerResponse> AdminApi::stop_procedure(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"by"});
    if (!arguments) co_return problem(arguments.error());
    const std::optional<std::int64_t> id = procedure_id(call.parameters[0]);
    if (!id) co_return no_procedure(call.parameters[0]);
    const Result<std::string> bridge = co_await enterprises_.stop_procedure(*id, argument(*arguments, "by"));
    co_return done_for(*id, bridge);
}

Task<ServerResponse> AdminApi::resume_procedure(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"by"});
    if (!arguments) co_return problem(arguments.error());
    const std::optional<std::int64_t> id = procedure_id(call.parameters[0]);
    if (!id) co_return no_procedure(call.parameters[0]);
    const Result<std::string> bridge = co_await enterprises_.resume_procedure(*id, argument(*arguments, "by"));
    co_return done_for(*id, bridge);
}

}  // namespace bwsync
