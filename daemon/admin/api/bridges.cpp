// Handlers of bridges and clusters: pauses, brakes, gaps, snapshots.
#include "daemon/admin/api/api.hpp"
#include "daemon/admin/http/http_problem.hpp"
#include "daemon/admin/http/json_text.hpp"

namespace bwsync {
namespace {

// The two kinds of held changes, of which an order names one or means both.
struct Kinds {
    bool removals = true;
    bool updates = true;
};

Result<Kinds> kinds_of(const std::string& kind)
{
    if (kind.empty()) return Kinds{};
    if (kind == "removals") return Kinds{true, false};
    if (kind == "updates") return Kinds{false, true};
    return Error(ErrorKind::kRejected, "kind is removals or updates; without it both are meant");
}

struct Decided {
    bool any = false;  // a brake was tripped, or something was held
    std::int64_t subscribers = 0;
};

// Adds one decision; "nothing was held" is no error while the other kind may hold something.
Result<> add(Decided& decided, const Result<std::int64_t>& touched)
{
    if (touched) {
        decided.any = true;
        decided.subscribers += *touched;
    } else if (touched.error().kind != ErrorKind::kConflict) {
        return touched.error();
    }
    return std::monostate();
}

}  // namespace

Task<ServerResponse> AdminApi::list_bridges(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> list = co_await operations_.list_bridges();
    if (!list) co_return problem(list.error());
    co_return json_response(list_text(bridges_json(service_.status().bridges, items_in(*list))));
}

Task<ServerResponse> AdminApi::pause(Call call)
{
    return set_paused(std::move(call), true);
}

Task<ServerResponse> AdminApi::resume(Call call)
{
    return set_paused(std::move(call), false);
}

Task<ServerResponse> AdminApi::set_paused(Call call, bool paused)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"enterprise"});
    if (!arguments) co_return problem(arguments.error());
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    const std::string enterprise = argument(*arguments, "enterprise");
    const Result<std::int64_t> touched = co_await operations_.pause(bridge->name, enterprise, paused);
    if (!touched) co_return problem(touched.error());
    Json body;
    body["bridge"] = bridge->name;
    if (!enterprise.empty()) body["enterprise"] = enterprise;
    body["paused"] = paused;
    body["subscribers"] = *touched;
    co_return json_response(text_of(body));
}

Task<ServerResponse> AdminApi::approve_held(Call call)
{
    return decide_held(std::move(call), true);
}

Task<ServerResponse> AdminApi::reject_held(Call call)
{
    return decide_held(std::move(call), false);
}

Task<ServerResponse> AdminApi::decide_held(Call call, bool approve)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"kind"});
    if (!arguments) co_return problem(arguments.error());
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    const Result<Kinds> kinds = kinds_of(argument(*arguments, "kind"));
    if (!kinds) co_return problem(kinds.error());
    Decided decided;
    if (kinds->removals) {
        const Result<std::int64_t> touched = co_await operations_.decide_brake(bridge->name, true, approve);
        const Result<> added = add(decided, touched);
        if (!added) co_return problem(added.error());
    }
    if (kinds->updates) {
        const Result<std::int64_t> touched = co_await operations_.decide_brake(bridge->name, false, approve);
        const Result<> added = add(decided, touched);
        if (!added) co_return problem(added.error());
    }
    if (!decided.any) co_return problem(409, "bridge " + bridge->name + " holds nothing back");
    Json body;
    body["bridge"] = bridge->name;
    body["decision"] = approve ? "approved" : "rejected";
    body["subscribers"] = decided.subscribers;
    co_return json_response(text_of(body));
}

Task<ServerResponse> AdminApi::list_leases(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> list = co_await operations_.list_leases();
    co_return json_or_problem(list);
}

Task<ServerResponse> AdminApi::list_breakers(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> list = co_await operations_.list_breakers();
    co_return json_or_problem(list);
}

Task<ServerResponse> AdminApi::reset_breakers(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"scope", "subject"});
    if (!arguments) co_return problem(arguments.error());
    const Result<BridgeStatus> bridge = bridge_of(call);
    if (!bridge) co_return problem(bridge.error());
    const std::string scope = argument(*arguments, "scope");
    const std::string subject = argument(*arguments, "subject");
    const Result<std::int64_t> touched = co_await operations_.reset_breakers(bridge->name, scope, subject);
    if (!touched) co_return problem(touched.error());
    Json body;
    body["bridge"] = bridge->name;
    body["breakers"] = *touched;
    co_return json_response(text_of(body));
}

Task<ServerResponse> AdminApi::list_gaps(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"cluster"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> list = co_await operations_.list_gaps(argument(*arguments, "cluster"));
    co_return json_or_problem(list);
}

Task<ServerResponse> AdminApi::list_snapshots(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"cluster"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> list = co_await operations_.list_snapshots(argument(*arguments, "cluster"));
    co_return json_or_problem(list);
}

Task<ServerResponse> AdminApi::start_snapshot(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"cluster", "side"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::string> cluster = cluster_named(argument(*arguments, "cluster"));
    if (!cluster) co_return problem(cluster.error());
    const std::string side = argument(*arguments, "side");
    if (!side.empty() && side != "broadworks" && side != "webex") {
        co_return problem(400, "side is broadworks or webex; without it both are meant");
    }
    std::vector<std::string> sides;
    if (side != "webex") sides.emplace_back("broadworks");
    if (side != "broadworks") sides.emplace_back("webex");
    for (const std::string& one : sides) {
        const Result<std::int64_t> requested = co_await operations_.request_snapshot(*cluster, one);
        if (!requested) co_return problem(requested.error());
    }
    Json body;
    body["cluster"] = *cluster;
    body["sides"] = sides;
    ServerResponse response = json_response(text_of(body));
    response.status = 202;
    co_return response;
}

}  // namespace bwsync
