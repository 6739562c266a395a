// The control API's requests for one BroadWorks cluster, by method and path.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/control/control_arguments.hpp"
#include "tests/lab/broadworks/model/cluster_state.hpp"
#include "tests/lab/broadworks/model/edits.hpp"
#include "tests/lab/broadworks/ocir/feed_server.hpp"
#include "tests/lab/http/http_server.hpp"

namespace bwsync::lab {

struct ControlContext {
    ClusterState& cluster;
    std::vector<std::unique_ptr<FeedServer>>& feeds;
    const HttpRequest& request;
    std::string text = {};  // when set, the body of the answer as it is, instead of the handler's value

    Arguments arguments() const { return Arguments::parse(request.body); }
    std::string query(const std::string& name) const;

    // The edits of this request: "report", "actor", "actorLoginType" and "server" are read from its arguments.
    Edits edits(Arguments& arguments) const;
    User& user(const std::string& id) const;  // BadRequest when there is none
};

// Turns a refusal of the emulated system into the driver's error.
void must(const Model::Refusal& refusal);

struct ControlRoute {
    std::string_view method, path;
    nlohmann::json (*handler)(ControlContext&);
};

// Null when there is none.
const ControlRoute* find_route(std::string_view method, std::string_view path);

std::vector<ControlRoute> scope_routes();
std::vector<ControlRoute> user_routes();
std::vector<ControlRoute> mass_routes();
std::vector<ControlRoute> wire_routes();

}  // namespace bwsync::lab
