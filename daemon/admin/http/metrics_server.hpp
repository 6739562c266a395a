// The page that Prometheus reads, on an address of its own, without a token: it holds numbers and configured names
// only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "daemon/admin/http/http_server.hpp"

namespace bwsync {

class MetricsServer final {
public:
    // `page` makes the text of /metrics (text/plain; version=0.0.4); called on the loop.
    MetricsServer(const boost::asio::any_io_executor& executor, config::Listen listen,
                  std::function<std::string()> page, Telemetry& telemetry);
    ~MetricsServer();

    Result<> listen();
    [[nodiscard]] std::uint16_t port() const;
    Task<> run(std::stop_token stop);

private:
    std::unique_ptr<HttpHandler> handler_;
    HttpServer server_;
};

}  // namespace bwsync
