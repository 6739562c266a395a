// One emulated BroadWorks cluster: its state, its OCI-P ports and its feed ports, and the control API's half for it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/lab/broadworks/model/cluster_state.hpp"
#include "tests/lab/broadworks/ocip/ocip_server.hpp"
#include "tests/lab/broadworks/ocir/feed_server.hpp"
#include "tests/lab/http/http_server.hpp"

namespace bwsync::lab {

class BroadworksCluster final {
public:
    // Binds all ports at once; throws std::runtime_error. io and clock outlive it.
    BroadworksCluster(boost::asio::io_context& io, LabClock& clock, BroadworksConfig config);

    const std::string& name() const { return state_.config.name; }
    void start();

    // {"ocip":[{"host","port","tls"}...],"ocir":[{"host","port"}...]}
    nlohmann::json ports() const;

    // path is what follows the cluster's name: "/users/modify". Anything wrong is 400 (or 404) with {"error": text}.
    HttpResponse control(const HttpRequest& request, const std::string& path);

    ClusterState& state() { return state_; }

private:
    ClusterState state_;
    std::vector<std::unique_ptr<OcipServer>> ocip_;
    std::vector<std::unique_ptr<FeedServer>> ocir_;
};

}  // namespace bwsync::lab
