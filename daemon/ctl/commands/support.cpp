#include "daemon/ctl/commands/commands.hpp"
#include "daemon/ctl/commands/support_mask.hpp"

namespace bwsync::ctl {
namespace {

Outcome<std::vector<Subscriber>> chosen(const Context& context)
{
    const Invocation& invocation = context.invocation;
    if (!invocation.name.empty()) {
        const Outcome<Subscriber> one = find_subscriber(context);
        if (!one) return one.error();
        return std::vector<Subscriber>(1, *one);
    }
    const Outcome<Json> parked = context.api.get(
        {"subscribers"},
        {{"bridge", invocation.bridge}, {"state", "parked"}, {"limit", std::to_string(invocation.limit)}});
    if (!parked) return parked.error();
    std::vector<Subscriber> list;
    for (const Json& item : parked->value("items", Json::array()))
        list.push_back({item.value("bridge", ""), item.value("userId", "")});
    return list;
}

Json counts_of(const Json& bridges)
{
    Json counts = Json::array();
    for (const Json& bridge : bridges.value("items", Json::array())) {
        Json item;
        for (const char* name :
             {"bridge", "policy", "states", "openIntents", "heldRemovals", "heldUpdates", "paused"}) {
            if (bridge.contains(name)) item[name] = bridge[name];
        }
        counts.push_back(std::move(item));
    }
    return counts;
}

Json breakers_of(const Json& breakers)
{
    Json list = Json::array();
    for (const Json& breaker : breakers.value("items", Json::array())) {
        Json item;
        for (const char* name : {"bridge", "scope", "code", "openedAt", "probeAt", "failedProbes", "held"})
            item[name] = breaker.value(name, Json());
        item["detail"] = masked_text(breaker.value("detail", ""));
        list.push_back(std::move(item));
    }
    return list;
}

void show_text(Output& output, const Json& bundle)
{
    output.line("bwsync " + member(bundle, "version"));
    for (const Json& item : bundle["subscribers"]) {
        output.line("");
        output.line("subscriber #" + member(item, "subject") + " on bridge " + member(item, "bridge") + ": " +
                    member(item, "state") + ' ' + member(item, "reason"));
        output.line("  " + member(item, "detail"));
        for (const Json& call : item["calls"]) {
            for (const Json& attempt : call["attempts"])
                output.line("  " + member(attempt, "at") + ' ' + member(call, "operation") + " HTTP " +
                            member(attempt, "httpStatus") + " tracking id " + member(attempt, "trackingId"));
        }
    }
}

}  // namespace

Outcome<int> show_support_bundle(Context context)
{
    const Outcome<std::vector<Subscriber>> subscribers = chosen(context);
    if (!subscribers) return subscribers.error();
    const Outcome<Json> bridges = context.api.get({"bridges"});
    if (!bridges) return bridges.error();
    const Outcome<Json> breakers = context.api.get({"breakers"});
    if (!breakers) return breakers.error();
    Json bundle;
    bundle["version"] = BWSYNC_VERSION;
    bundle["bridges"] = counts_of(*bridges);
    bundle["breakers"] = breakers_of(*breakers);
    bundle["subscribers"] = Json::array();
    for (const Subscriber& subscriber : *subscribers) {
        const Outcome<Json> explanation =
            context.api.get({"bridges", subscriber.bridge, "subscribers", subscriber.user_id});
        if (!explanation) return explanation.error();
        bundle["subscribers"].push_back(case_of(*explanation));
    }
    context.output.value(bundle);
    show_text(context.output, bundle);
    return int(kDone);
}

}  // namespace bwsync::ctl
