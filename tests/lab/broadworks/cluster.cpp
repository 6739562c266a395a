#include "tests/lab/broadworks/cluster.hpp"

#include <utility>

#include "tests/lab/broadworks/control/control_arguments.hpp"
#include "tests/lab/broadworks/control/control_routes.hpp"

namespace bwsync::lab {

BroadworksCluster::BroadworksCluster(boost::asio::io_context& io, LabClock& clock, BroadworksConfig config)
    : state_(std::move(config), clock)
{
    const auto& ocip = state_.config.ocip;
    if (!ocip.listen.empty()) ocip_.push_back(std::make_unique<OcipServer>(io, state_, ocip.listen, "", "", ""));
    if (!ocip.tls_listen.empty()) {
        ocip_.push_back(std::make_unique<OcipServer>(io, state_, ocip.tls_listen, ocip.cert_file, ocip.key_file,
                                                     ocip.client_ca_file));
    }
    for (std::size_t i = 0; i < state_.config.ocir.size(); ++i) {
        ocir_.push_back(std::make_unique<FeedServer>(io, state_, i, state_.config.ocir[i]));
    }
    if (!ocir_.empty()) state_.feed_port = ocir_.front()->port();
}

void BroadworksCluster::start()
{
    for (const auto& server : ocip_) server->start();
    for (const auto& server : ocir_) server->start();
}

nlohmann::json BroadworksCluster::ports() const
{
    nlohmann::json ports{{"ocip", nlohmann::json::array()}, {"ocir", nlohmann::json::array()}};
    for (const auto& server : ocip_) {
        ports["ocip"].push_back({{"host", server->host()}, {"port", server->port()}, {"tls", server->tls()}});
    }
    for (const auto& server : ocir_) {
        ports["ocir"].push_back({{"host", server->host()}, {"port", server->port()}});
    }
    return ports;
}

HttpResponse BroadworksCluster::control(const HttpRequest& request, const std::string& path)
{
    HttpResponse response;
    response.headers.emplace_back("Content-Type", "application/json");
    nlohmann::json body;
    try {
        const ControlRoute* const route = find_route(request.method, path);
        if (!route) {
            response.status = 404;
            body = {{"error", "no such request: " + request.method + " " + path}};
        } else {
            ControlContext context{state_, ocir_, request};
            body = route->handler(context);
            response.body = std::move(context.text);
        }
    } catch (const BadRequest& e) {
        response.status = 400;
        body = {{"error", e.what()}};
    }
    if (response.body.empty()) response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return response;
}

}  // namespace bwsync::lab
