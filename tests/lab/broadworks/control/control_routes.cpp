#include "tests/lab/broadworks/control/control_routes.hpp"

namespace bwsync::lab {

std::string ControlContext::query(const std::string& name) const
{
    const auto found = request.query.find(name);
    return found == request.query.end() ? "" : found->second;
}

Edits ControlContext::edits(Arguments& arguments) const
{
    const FeedSwitches& feed = cluster.config.feed;
    Actor actor;
    actor.user_id = arguments.text("actor", feed.actor);
    actor.login_type = arguments.text("actorLoginType", feed.actor_login_type);
    const auto last = static_cast<long long>(cluster.feed.servers()) - 1;
    actor.server = static_cast<std::size_t>(arguments.number("server", 0, 0, last));
    actor.report = arguments.flag("report", true);
    return Edits(cluster, actor);
}

User& ControlContext::user(const std::string& id) const
{
    User* const found = cluster.model.find_user(id);
    if (!found) throw BadRequest(user_not_found(id).summary());
    return *found;
}

void must(const Model::Refusal& refusal)
{
    if (!refusal) return;
    throw BadRequest(refusal->summary() + (refusal->detail.empty() ? "" : ": " + refusal->detail));
}

const ControlRoute* find_route(std::string_view method, std::string_view path)
{
    static const std::vector<ControlRoute> kRoutes = [] {
        std::vector<ControlRoute> all;
        for (const auto& part : {scope_routes(), user_routes(), mass_routes(), wire_routes()}) {
            all.insert(all.end(), part.begin(), part.end());
        }
        return all;
    }();
    for (const ControlRoute& route : kRoutes) {
        if (route.method == method && route.path == path) return &route;
    }
    return nullptr;
}

}  // namespace bwsync::lab
