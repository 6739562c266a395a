// The admin API, the console, /healthz and /readyz: everything an operator's tools and the platform ask the daemon.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "daemon/admin/enterprise_service.hpp"
#include "daemon/admin/http/http_server.hpp"
#include "daemon/admin/service.hpp"
#include "daemon/ports/operations.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

struct AdminSettings {
    config::Listen listen;
    config::ServerTls tls;
    std::string token;  // see admin_token() in daemon/admin/http/token.hpp; never empty
    HttpLimits limits;
};

class AdminServer final {
public:
    // Services, operations and telemetry outlive this; this outlives run().
    AdminServer(const boost::asio::any_io_executor& executor, AdminSettings settings, AdminService& service,
                Operations& operations, EnterpriseService& enterprises, Telemetry& telemetry);
    ~AdminServer();

    // Binds; kRejected says what is wrong (address in use, certificate unreadable). Before run().
    Result<> listen();
    [[nodiscard]] std::uint16_t port() const;
    // Until stop; requests at work are answered first, for three seconds at most.
    Task<> run(std::stop_token stop);

private:
    std::unique_ptr<HttpHandler> handler_;
    HttpServer server_;
};

}  // namespace bwsync
