// Handlers of the state of the whole: health, readiness, status, the configuration's check, the console.
#include "daemon/admin/api/api.hpp"
#include "daemon/admin/api/attention.hpp"
#include "daemon/admin/console/console.hpp"
#include "daemon/admin/http/http_problem.hpp"
#include "daemon/admin/http/json_text.hpp"

namespace bwsync {
namespace {

// A problem document with a member more (RFC 9457, section 3.2).
ServerResponse problem_with(int status, const std::string& detail, const char* name, Json value)
{
    ServerResponse response = problem(status, detail);
    Json body = Json::parse(response.body);
    body[name] = std::move(value);
    response.body = text_of(body) + '\n';
    return response;
}

template <class T>
Json array_of(const std::vector<T>& values)
{
    Json array = Json::array();
    for (const T& value : values) array.push_back(to_json(value));
    return array;
}

// The items of a list made by the store. What can't be read becomes a problem of the status, not an error of it.
Json items_of(const Result<std::string>& list, StatusParts& parts)
{
    if (!list) {
        parts.not_ready.push_back({"store", list.error().what});
        return nullptr;
    }
    return items_in(*list);
}

Json head_of(const DaemonStatus& status, Instant now)
{
    Json json;
    json["version"] = status.version;
    json["instance"] = status.instance;
    json["configFile"] = status.config_file;
    json["startedAt"] = to_json(std::optional<Instant>(status.started_at));
    json["uptimeSeconds"] = std::chrono::floor<std::chrono::seconds>(now - status.started_at).count();
    json["summary"] = status.summary;
    return json;
}

}  // namespace

Task<ServerResponse> AdminApi::health(Call)
{
    const std::string stalled = service_.stalled();
    if (!stalled.empty()) co_return problem_with(503, "standing still: " + stalled, "stalled", stalled);
    co_return json_response("{\"status\":\"alive\"}");
}

Task<ServerResponse> AdminApi::readiness(Call)
{
    const std::vector<Problem> problems = service_.not_ready();
    if (problems.empty()) co_return json_response("{\"ready\":true,\"problems\":[]}");
    std::string detail;
    for (const Problem& one : problems) detail += (detail.empty() ? "" : "; ") + one.subject + ": " + one.detail;
    ServerResponse response = problem_with(503, detail, "problems", array_of(problems));
    co_return response;
}

Task<ServerResponse> AdminApi::status(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    StatusParts parts;
    parts.not_ready = service_.not_ready();
    const bool is_ready = parts.not_ready.empty();
    const DaemonStatus daemon = service_.status();
    const Result<std::string> bridges = co_await operations_.list_bridges();
    const std::string every_cluster;
    const Result<std::string> gaps = co_await operations_.list_gaps(every_cluster);
    const Result<std::vector<GrantStatus>> grants = co_await service_.grants();
    parts.now = service_.now();
    parts.bridges = bridges_json(daemon.bridges, items_of(bridges, parts));
    parts.gaps = items_of(gaps, parts);
    const Result<std::string> breakers = co_await operations_.list_breakers();
    parts.breakers = items_of(breakers, parts);
    if (grants) parts.grants = *grants;

    Json json = head_of(daemon, parts.now);
    json["ready"] = is_ready;
    json["problems"] = array_of(parts.not_ready);
    json["bridges"] = parts.bridges;
    json["feeds"] = array_of(daemon.feeds);
    json["gaps"] = parts.gaps;
    json["breakers"] = parts.breakers;
    json["grants"] = Json::array();
    for (const GrantStatus& grant : parts.grants) json["grants"].push_back(to_json(grant, parts.now));
    json["attention"] = array_of(attention_of(parts));
    co_return json_response(text_of(json));
}

Task<ServerResponse> AdminApi::check_config(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<ConfigCheck> check = co_await service_.check_config();
    if (!check) co_return problem(check.error());
    Json json;
    json["good"] = check->faults.empty();
    json["faults"] = array_of(check->faults);
    json["warnings"] = array_of(check->warnings);
    co_return json_response(text_of(json));
}

Task<ServerResponse> AdminApi::console(Call call)
{
    const std::string file = call.request.path.empty() ? std::string() : call.request.path.front();
    co_return console_file(file);
}

}  // namespace bwsync
