// The admin API's handlers: from a request to what the operator's ports say about it.
#pragma once

#include <string>
#include <vector>

#include "daemon/admin/enterprise_service.hpp"
#include "daemon/admin/http/arguments.hpp"
#include "daemon/admin/http/http_server.hpp"
#include "daemon/admin/service.hpp"
#include "daemon/ports/operations.hpp"

namespace bwsync {

class AdminApi final : public HttpHandler {
public:
    AdminApi(std::string token, AdminService& service, Operations& operations, EnterpriseService& enterprises);

    // Everything under /api needs the bearer token; then: is there such a route, method, media type.
    std::optional<ServerResponse> refuse(const ServerRequest& head) override;
    Task<ServerResponse> handle(ServerRequest request) override;

    struct Call {
        ServerRequest request;
        std::vector<std::string> parameters;  // of the path
    };
    struct Route;

private:
    static const std::vector<Route>& routes();

    // api_status.cpp
    Task<ServerResponse> health(Call call);
    Task<ServerResponse> readiness(Call call);
    Task<ServerResponse> status(Call call);
    Task<ServerResponse> check_config(Call call);
    Task<ServerResponse> console(Call call);
    // api_subscribers.cpp
    Task<ServerResponse> list_subscribers(Call call);
    Task<ServerResponse> find_subscriber(Call call);
    Task<ServerResponse> explain_subscriber(Call call);
    Task<ServerResponse> resync(Call call);
    Task<ServerResponse> retry(Call call);
    Task<ServerResponse> approve(Call call);
    Task<ServerResponse> erase(Call call);
    Task<ServerResponse> release(Call call);
    // api_workspaces.cpp
    Task<ServerResponse> list_workspaces(Call call);
    Task<ServerResponse> order_workspace(Call call);
    // api_bridges.cpp
    Task<ServerResponse> list_bridges(Call call);
    Task<ServerResponse> pause(Call call);
    Task<ServerResponse> resume(Call call);
    Task<ServerResponse> approve_held(Call call);
    Task<ServerResponse> reject_held(Call call);
    Task<ServerResponse> list_leases(Call call);
    Task<ServerResponse> list_gaps(Call call);
    Task<ServerResponse> list_breakers(Call call);
    Task<ServerResponse> reset_breakers(Call call);
    Task<ServerResponse> list_snapshots(Call call);
    Task<ServerResponse> start_snapshot(Call call);
    // api_prechecks.cpp
    Task<ServerResponse> precheck(Call call);
    Task<ServerResponse> list_precheck_candidates(Call call);
    // api_plan.cpp
    Task<ServerResponse> plan(Call call);
    // api_grants.cpp
    Task<ServerResponse> list_grants(Call call);
    Task<ServerResponse> import_grant(Call call);
    Task<ServerResponse> refresh_grant(Call call);
    Task<ServerResponse> begin_sign_in(Call call);
    Task<ServerResponse> complete_sign_in(Call call);

    // api_billing.cpp
    Task<ServerResponse> list_billing_reports(Call call);
    Task<ServerResponse> create_billing_report(Call call);
    Task<ServerResponse> show_billing_report(Call call);
    Task<ServerResponse> delete_billing_report(Call call);
    Task<ServerResponse> begin_billing_download(Call call);
    Task<ServerResponse> show_billing_download(Call call);
    Task<ServerResponse> show_billing_file(Call call);
    Task<ServerResponse> read_billing_file(Call call);
    Task<ServerResponse> show_billing_basis(Call call);
    Task<ServerResponse> list_billing_history(Call call);
    // api_enterprises.cpp
    Task<ServerResponse> list_enterprises(Call call);
    Task<ServerResponse> show_enterprise(Call call);
    Task<ServerResponse> show_organization(Call call);
    Task<ServerResponse> order_sync(Call call);
    Task<ServerResponse> order_sync_of_all(Call call);
    Task<ServerResponse> order_deletion(Call call);
    // api_procedures.cpp
    Task<ServerResponse> list_procedures(Call call);
    Task<ServerResponse> show_procedure(Call call);
    Task<ServerResponse> stop_procedure(Call call);
    Task<ServerResponse> resume_procedure(Call call);

    // An order that takes nothing but the subscriber of the path; `nothing` is said when it touched nobody.
    using SubscriberOrder = Task<Result<std::int64_t>> (Operations::*)(std::string bridge, std::string user_id);
    Task<ServerResponse> order_subscriber(Call call, SubscriberOrder order, const char* nothing);
    Task<ServerResponse> set_paused(Call call, bool paused);
    Task<ServerResponse> decide_held(Call call, bool approve);
    // The bridge named in the path, or why it can't be one.
    Result<BridgeStatus> bridge_of(const Call& call);
    // The cluster named, or the only one.
    Result<std::string> cluster_named(const std::string& name);
    // The partner named, or the only one.
    Result<std::string> partner_named(const std::string& name);

    const std::string token_;
    AdminService& service_;
    Operations& operations_;
    EnterpriseService& enterprises_;
};

struct AdminApi::Route {
    std::string_view method;
    std::string_view path;
    Task<ServerResponse> (AdminApi::*handler)(Call call);
};

// 200 with the JSON text.
ServerResponse json_response(std::string body);
// The JSON text, or the problem.
ServerResponse json_or_problem(const Result<std::string>& result);

}  // namespace bwsync
