#include "daemon/admin/http/metrics_server.hpp"

#include "daemon/admin/http/http_problem.hpp"

namespace bwsync {
namespace {

class MetricsPage final : public HttpHandler {
public:
    explicit MetricsPage(std::function<std::string()> page) : page_(std::move(page)) {}

    std::optional<ServerResponse> refuse(const ServerRequest& head) override
    {
        if (head.path != std::vector<std::string>{"metrics"}) return problem(404, "the metrics are at /metrics");
        if (head.method == "GET" || head.method == "HEAD") return std::nullopt;
        ServerResponse response = problem(405, "the metrics are read with GET");
        response.headers.emplace_back("Allow", "GET, HEAD");
        return response;
    }

    Task<ServerResponse> handle(ServerRequest) override
    {
        ServerResponse response;
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        response.body = page_();
        co_return response;
    }

private:
    std::function<std::string()> page_;
};

HttpServerSettings http_settings(config::Listen listen)
{
    HttpServerSettings http;
    http.name = "metrics";
    http.listen = std::move(listen);
    http.limits.body_bytes = 1024;
    http.limits.connections = 16;
    return http;
}

}  // namespace

MetricsServer::MetricsServer(const boost::asio::any_io_executor& executor, config::Listen listen,
                             std::function<std::string()> page, Telemetry& telemetry)
    : handler_(std::make_unique<MetricsPage>(std::move(page))),
      server_(executor, http_settings(std::move(listen)), *handler_, telemetry)
{
}

MetricsServer::~MetricsServer() = default;

Result<> MetricsServer::listen()
{
    return server_.listen();
}

std::uint16_t MetricsServer::port() const
{
    return server_.port();
}

Task<> MetricsServer::run(std::stop_token stop)
{
    return server_.run(std::move(stop));
}

}  // namespace bwsync
