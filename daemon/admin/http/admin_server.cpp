#include "daemon/admin/http/admin_server.hpp"

#include "daemon/admin/api/api.hpp"

namespace bwsync {
namespace {

HttpServerSettings http_settings(const AdminSettings& settings)
{
    HttpServerSettings http;
    http.name = "admin";
    http.listen = settings.listen;
    http.tls = settings.tls;
    http.limits = settings.limits;
    http.request_counter = "admin_requests_total";
    http.connection_gauge = "admin_connections";
    return http;
}

}  // namespace

AdminServer::AdminServer(const boost::asio::any_io_executor& executor, AdminSettings settings, AdminService& service,
                         Operations& operations, EnterpriseService& enterprises, Telemetry& telemetry)
    : handler_(std::make_unique<AdminApi>(settings.token, service, operations, enterprises)),
      server_(executor, http_settings(settings), *handler_, telemetry)
{
}

AdminServer::~AdminServer() = default;

Result<> AdminServer::listen()
{
    return server_.listen();
}

std::uint16_t AdminServer::port() const
{
    return server_.port();
}

Task<> AdminServer::run(std::stop_token stop)
{
    return server_.run(std::move(stop));
}

}  // namespace bwsync
