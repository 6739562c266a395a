#include "daemon/admin/api/api.hpp"

#include "daemon/admin/http/http_problem.hpp"
#include "daemon/admin/http/router.hpp"
#include "daemon/admin/http/token.hpp"

namespace bwsync {
namespace {

bool is_under_api(const std::vector<std::string>& path)
{
    return !path.empty() && path.front() == "api";
}

bool is_authorized(const ServerRequest& head, const std::string& token)
{
    if (head.headers.count("authorization") != 1) return false;
    return is_token(bearer_token(head.headers.find("authorization")->second), token);
}

ServerResponse unauthorized(const ServerRequest& head)
{
    ServerResponse response = problem(401, "this needs the admin token: Authorization: Bearer TOKEN");
    const bool has_tried = head.headers.count("authorization") > 0;
    // RFC 6750, section 3: no error code when nothing was presented.
    response.headers.emplace_back(
        "WWW-Authenticate", has_tried ? "Bearer realm=\"bwsync\", error=\"invalid_token\"" : "Bearer realm=\"bwsync\"");
    return response;
}

bool has_body(const ServerRequest& head)
{
    const auto length = head.headers.find("content-length");
    return head.headers.count("transfer-encoding") > 0 || (length != head.headers.end() && length->second != "0");
}

bool says_json(const ServerRequest& head)
{
    const auto type = head.headers.find("content-type");
    if (type == head.headers.end()) return false;
    const std::string media = type->second.substr(0, type->second.find(';'));
    return media == "application/json" || media == "application/json ";
}

}  // namespace

AdminApi::AdminApi(std::string token, AdminService& service, Operations& operations, EnterpriseService& enterprises)
    : token_(std::move(token)), service_(service), operations_(operations), enterprises_(enterprises)
{
}

const std::vector<AdminApi::Route>& AdminApi::routes()
{
    static const std::vector<Route> table = {
        {"GET", "/", &AdminApi::console},
        {"GET", "/console.css", &AdminApi::console},
        {"GET", "/console.js", &AdminApi::console},
        {"GET", "/healthz", &AdminApi::health},
        {"GET", "/readyz", &AdminApi::readiness},
        {"GET", "/api/v1/status", &AdminApi::status},
        {"GET", "/api/v1/config/check", &AdminApi::check_config},
        {"GET", "/api/v1/subscribers", &AdminApi::list_subscribers},
        {"GET", "/api/v1/subscribers/find", &AdminApi::find_subscriber},
        {"GET", "/api/v1/bridges", &AdminApi::list_bridges},
        {"POST", "/api/v1/bridges/{}/pause", &AdminApi::pause},
        {"POST", "/api/v1/bridges/{}/resume", &AdminApi::resume},
        {"POST", "/api/v1/bridges/{}/approve", &AdminApi::approve_held},
        {"POST", "/api/v1/bridges/{}/reject", &AdminApi::reject_held},
        {"GET", "/api/v1/bridges/{}/subscribers/{}", &AdminApi::explain_subscriber},
        {"POST", "/api/v1/bridges/{}/subscribers/{}/resync", &AdminApi::resync},
        {"POST", "/api/v1/bridges/{}/subscribers/{}/retry", &AdminApi::retry},
        {"POST", "/api/v1/bridges/{}/subscribers/{}/approve", &AdminApi::approve},
        {"POST", "/api/v1/bridges/{}/subscribers/{}/erase", &AdminApi::erase},
        {"POST", "/api/v1/bridges/{}/subscribers/{}/release", &AdminApi::release},
        {"GET", "/api/v1/bridges/{}/plan", &AdminApi::plan},
        {"POST", "/api/v1/bridges/{}/prechecks", &AdminApi::precheck},
        {"GET", "/api/v1/bridges/{}/prechecks/candidates", &AdminApi::list_precheck_candidates},
        {"GET", "/api/v1/workspaces", &AdminApi::list_workspaces},
        {"POST", "/api/v1/bridges/{}/workspaces/{}/{}", &AdminApi::order_workspace},
        {"GET", "/api/v1/leases", &AdminApi::list_leases},
        {"GET", "/api/v1/breakers", &AdminApi::list_breakers},
        {"POST", "/api/v1/bridges/{}/breakers/reset", &AdminApi::reset_breakers},
        {"GET", "/api/v1/enterprises", &AdminApi::list_enterprises},
        {"GET", "/api/v1/bridges/{}/enterprises/{}", &AdminApi::show_enterprise},
        {"GET", "/api/v1/bridges/{}/enterprises/{}/organization", &AdminApi::show_organization},
        {"POST", "/api/v1/bridges/{}/enterprises/{}/organization/delete", &AdminApi::order_deletion},
        {"POST", "/api/v1/bridges/{}/enterprises/{}/directory-sync", &AdminApi::order_sync},
        {"POST", "/api/v1/directory-sync", &AdminApi::order_sync_of_all},
        {"GET", "/api/v1/procedures", &AdminApi::list_procedures},
        {"GET", "/api/v1/procedures/{}", &AdminApi::show_procedure},
        {"POST", "/api/v1/procedures/{}/stop", &AdminApi::stop_procedure},
        {"POST", "/api/v1/procedures/{}/resume", &AdminApi::resume_procedure},
        {"GET", "/api/v1/gaps", &AdminApi::list_gaps},
        {"GET", "/api/v1/snapshots", &AdminApi::list_snapshots},
        {"POST", "/api/v1/snapshots", &AdminApi::start_snapshot},
        {"GET", "/api/v1/billing/reports", &AdminApi::list_billing_reports},
        {"POST", "/api/v1/billing/reports", &AdminApi::create_billing_report},
        {"GET", "/api/v1/billing/reports/{}", &AdminApi::show_billing_report},
        {"DELETE", "/api/v1/billing/reports/{}", &AdminApi::delete_billing_report},
        {"POST", "/api/v1/billing/reports/{}/download", &AdminApi::begin_billing_download},
        {"GET", "/api/v1/billing/reports/{}/download", &AdminApi::show_billing_download},
        {"GET", "/api/v1/billing/files/{}", &AdminApi::show_billing_file},
        {"GET", "/api/v1/billing/files/{}/content", &AdminApi::read_billing_file},
        {"GET", "/api/v1/billing/reconciliation", &AdminApi::show_billing_basis},
        {"GET", "/api/v1/billing/history", &AdminApi::list_billing_history},
        {"GET", "/api/v1/grants", &AdminApi::list_grants},
        {"POST", "/api/v1/grants", &AdminApi::import_grant},
        {"POST", "/api/v1/grants/{}/{}/refresh", &AdminApi::refresh_grant},
        {"POST", "/api/v1/grants/{}/{}/sign-in", &AdminApi::begin_sign_in},
        {"POST", "/api/v1/grants/{}/{}/sign-in/complete", &AdminApi::complete_sign_in},
    };
    return table;
}

namespace {

const std::vector<RoutePattern>& patterns_of(const std::vector<AdminApi::Route>& routes)
{
    static const std::vector<RoutePattern> patterns = [&routes] {
        std::vector<RoutePattern> made;
        for (const AdminApi::Route& route : routes) made.push_back({route.method, route.path});
        return made;
    }();
    return patterns;
}

}  // namespace

std::optional<ServerResponse> AdminApi::refuse(const ServerRequest& head)
{
    if (is_under_api(head.path) && !is_authorized(head, token_)) return unauthorized(head);
    const RouteMatch match = match_route(patterns_of(routes()), head.method, head.path);
    if (match.index < 0 && match.allow.empty()) return problem(404, "there is nothing under this path");
    if (match.index < 0) {
        ServerResponse response = problem(405, "this path takes " + match.allow);
        response.headers.emplace_back("Allow", match.allow);
        return response;
    }
    if (has_body(head) && !says_json(head)) return problem(415, "a body must be application/json");
    return std::nullopt;
}

Task<ServerResponse> AdminApi::handle(ServerRequest request)
{
    RouteMatch match = match_route(patterns_of(routes()), request.method, request.path);
    Call call;
    call.request = std::move(request);
    call.parameters = std::move(match.parameters);
    const auto handler = routes()[static_cast<std::size_t>(match.index)].handler;
    ServerResponse response = co_await (this->*handler)(std::move(call));
    co_return response;
}

Result<BridgeStatus> AdminApi::bridge_of(const Call& call)
{
    const std::string& name = call.parameters.front();
    std::string known;
    for (BridgeStatus& bridge : service_.status().bridges) {
        if (bridge.name == name) return std::move(bridge);
        known += (known.empty() ? "" : ", ") + bridge.name;
    }
    return Error(ErrorKind::kNotFound, "there is no bridge '" + name + "'; the bridges are: " + known);
}

Result<std::string> AdminApi::cluster_named(const std::string& name)
{
    std::string known;
    const std::vector<std::string> clusters = service_.status().clusters;
    if (name.empty() && clusters.size() == 1) return clusters.front();
    for (const std::string& cluster : clusters) {
        if (cluster == name) return cluster;
        known += (known.empty() ? "" : ", ") + cluster;
    }
    if (name.empty()) return Error(ErrorKind::kRejected, "say which cluster: " + known);
    return Error(ErrorKind::kNotFound, "there is no cluster '" + name + "'; the clusters are: " + known);
}

Result<std::string> AdminApi::partner_named(const std::string& name)
{
    std::string known;
    const std::vector<std::string> partners = service_.status().partners;
    if (name.empty() && partners.size() == 1) return partners.front();
    for (const std::string& partner : partners) {
        if (partner == name) return partner;
        known += (known.empty() ? "" : ", ") + partner;
    }
    if (name.empty()) return Error(ErrorKind::kRejected, "say which partner: " + known);
    return Error(ErrorKind::kNotFound, "there is no partner '" + name + "'; the partners are: " + known);
}

ServerResponse json_response(std::string body)
{
    ServerResponse response;
    response.body = std::move(body);
    return response;
}

ServerResponse json_or_problem(const Result<std::string>& result)
{
    return result ? json_response(*result) : problem(result.error());
}

}  // namespace bwsync
