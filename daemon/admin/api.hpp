// The admin API's handlers: from a request to what the operator's ports say about it.
#pragma once

#include <string>
#include <vector>

#include "daemon/admin/arguments.hpp"
#include "daemon/admin/http_server.hpp"
#include "daemon/admin/service.hpp"
#include "daemon/ports/operations.hpp"

namespace bwsync {

class AdminApi final : public HttpHandler {
public:
    AdminApi(std::string token, AdminService& service, Operations& operations);

    // Everything under /api needs the bearer token; then: is there such a route, method, media type.
    std::optional<HttpResponse> refuse(const HttpRequest& head) override;
    Task<HttpResponse> handle(HttpRequest request) override;

    struct Call {
        HttpRequest request;
        std::vector<std::string> parameters;  // of the path
    };
    struct Route;

private:
    static const std::vector<Route>& routes();

    // api_status.cpp
    Task<HttpResponse> health(Call call);
    Task<HttpResponse> readiness(Call call);
    Task<HttpResponse> status(Call call);
    Task<HttpResponse> check_config(Call call);
    Task<HttpResponse> console(Call call);
    // api_subscribers.cpp
    Task<HttpResponse> list_subscribers(Call call);
    Task<HttpResponse> find_subscriber(Call call);
    Task<HttpResponse> explain_subscriber(Call call);
    Task<HttpResponse> resync(Call call);
    Task<HttpResponse> retry(Call call);
    Task<HttpResponse> approve(Call call);
    // api_bridges.cpp
    Task<HttpResponse> list_bridges(Call call);
    Task<HttpResponse> pause(Call call);
    Task<HttpResponse> resume(Call call);
    Task<HttpResponse> approve_held(Call call);
    Task<HttpResponse> reject_held(Call call);
    Task<HttpResponse> list_leases(Call call);
    Task<HttpResponse> list_gaps(Call call);
    Task<HttpResponse> list_snapshots(Call call);
    Task<HttpResponse> start_snapshot(Call call);
    // api_grants.cpp
    Task<HttpResponse> list_grants(Call call);
    Task<HttpResponse> import_grant(Call call);
    Task<HttpResponse> refresh_grant(Call call);

    Task<HttpResponse> set_paused(Call call, bool paused);
    Task<HttpResponse> decide_held(Call call, bool approve);
    // The bridge named in the path, or why it can't be one.
    Result<BridgeStatus> bridge_of(const Call& call);
    // The cluster named, or the only one.
    Result<std::string> cluster_named(const std::string& name);

    const std::string token_;
    AdminService& service_;
    Operations& operations_;
};

struct AdminApi::Route {
    std::string_view method;
    std::string_view path;
    Task<HttpResponse> (AdminApi::*handler)(Call call);
};

// 200 with the JSON text.
HttpResponse json_response(std::string body);
// The JSON text, or the problem.
HttpResponse json_or_problem(const Result<std::string>& result);

}  // namespace bwsync
