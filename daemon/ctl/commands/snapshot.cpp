#include <algorithm>
#include <thread>

#include "daemon/ctl/commands/commands.hpp"

namespace bwsync::ctl {
namespace {

constexpr std::chrono::milliseconds kLookEvery{500};

// Ids of the snapshots there were before the order: the one waited for is none of them.
std::vector<Json> ids_in(const Json& list)
{
    std::vector<Json> ids;
    for (const Json& snapshot : list.value("items", Json::array())) ids.push_back(snapshot.value("id", Json()));
    return ids;
}

bool is_of(const Json& snapshot, const std::string& side, const std::vector<Json>& before)
{
    return snapshot.value("side", std::string()) == side &&
           std::find(before.begin(), before.end(), snapshot.value("id", Json())) == before.end();
}

// Those of the ordered sides that ended, oldest of each side first; shorter than `sides` while some still run.
Json ended(const Json& list, const std::vector<std::string>& sides, const std::vector<Json>& before)
{
    Json done = Json::array();
    for (const std::string& side : sides) {
        Json first;
        for (const Json& snapshot : list.value("items", Json::array())) {
            const bool has_ended = snapshot.contains("endedAt") && snapshot["endedAt"].is_string();
            if (is_of(snapshot, side, before) && has_ended)
                first = snapshot;  // newest come first, so the last one stays
        }
        if (!first.is_null()) done.push_back(first);
    }
    return done;
}

std::vector<Column> snapshot_columns()
{
    return {column("SNAPSHOT", "id"),     column("CLUSTER", "cluster"), column("SIDE", "side"),
            column("NAME", "name"),       column("STATE", "state"),     column("BEGAN", "beganAt"),
            column("ENDED", "endedAt"),   column("USERS", "users"),     column("CHANGED", "changed"),
            column("MISSING", "missing"), column("PROBLEM", "problem")};
}

Outcome<int> wait_for(const Context& context, const std::string& cluster, const std::vector<std::string>& sides,
                      const std::vector<Json>& before)
{
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(context.invocation.wait_limit_seconds);
    while (true) {
        Outcome<Json> list = context.api.get({"snapshots"}, {{"cluster", cluster}});
        if (!list) return list.error();
        const Json done = ended(*list, sides, before);
        if (done.size() == sides.size()) {
            context.output.value(Json{{"items", done}, {"next", nullptr}});
            context.output.table(done, snapshot_columns(), "");
            const bool is_complete = std::all_of(done.begin(), done.end(), [](const Json& snapshot) {
                return snapshot.value("state", std::string()) == "complete";
            });
            if (!is_complete) return Failure{"not every part could be read; see bwsyncctl snapshot list", kFailed};
            return int(kDone);
        }
        if (std::chrono::steady_clock::now() >= deadline)
            return Failure{"the snapshot has not ended in time; it goes on", kFailed};
        std::this_thread::sleep_for(kLookEvery);
    }
}

}  // namespace

Outcome<int> list_snapshots(Context context)
{
    Outcome<Json> list = context.api.get({"snapshots"}, {{"cluster", context.invocation.cluster}});
    if (!list) return list.error();
    context.output.value(*list);
    context.output.table(list->value("items", Json::array()), snapshot_columns(), "no snapshot yet");
    return int(kDone);
}

Outcome<int> start_snapshot(Context context)
{
    const Invocation& invocation = context.invocation;
    Outcome<Json> before = context.api.get({"snapshots"}, {{"cluster", invocation.cluster}});
    if (!before) return before.error();
    Json body = Json::object();
    if (!invocation.cluster.empty()) body["cluster"] = invocation.cluster;
    if (!invocation.side.empty()) body["side"] = invocation.side;
    Outcome<Json> answer = context.api.post({"snapshots"}, body);
    if (!answer) return answer.error();
    const std::string cluster = answer->value("cluster", std::string());
    const auto sides = answer->value("sides", std::vector<std::string>());
    if (invocation.wait) return wait_for(context, cluster, sides, ids_in(*before));
    context.output.value(*answer);
    context.output.line("asked for a snapshot of cluster " + cluster + ": " + shown((*answer)["sides"]));
    return int(kDone);
}

}  // namespace bwsync::ctl
