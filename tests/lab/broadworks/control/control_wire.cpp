// Control API: faults on OCI-P, damage on the feed, and what was received and sent.
#include "tests/lab/broadworks/control/control_routes.hpp"
#include "tests/lab/broadworks/switches.hpp"
#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {
namespace {

using nlohmann::json;

json add_fault(ControlContext& context)
{
    Arguments arguments = context.arguments();
    if (arguments.text("point", "ocip") != "ocip") throw BadRequest("'point' must be \"ocip\"; the feed has /feed");
    const std::string name = arguments.text("kind");
    const auto kind = fault_kind(name);
    if (!kind) throw BadRequest("'" + name + "' is no kind of fault");
    Fault fault;
    fault.kind = *kind;
    fault.match = arguments.text("match", "");
    fault.count = static_cast<int>(arguments.number("count", 1, -1, 1'000'000'000));
    fault.after = static_cast<int>(arguments.number("after", 0, 0, 1'000'000'000));
    fault.delay = arguments.duration("delay", std::chrono::seconds(2));
    arguments.finish();
    return {{"id", context.cluster.faults.add(fault)}};
}

json list_faults(ControlContext& context)
{
    json faults = json::array();
    for (const Fault& fault : context.cluster.faults.all()) {
        faults.push_back({{"id", fault.id},
                          {"kind", fault_name(fault.kind)},
                          {"match", fault.match},
                          {"count", fault.count},
                          {"after", fault.after},
                          {"fired", fault.fired}});
    }
    return {{"faults", faults}};
}

json clear_faults(ControlContext& context)
{
    context.cluster.faults.clear();
    return json::object();
}

json received(ControlContext& context)
{
    const Received& seen = context.cluster.received;
    json feed = json::array();
    for (std::size_t i = 0; i < context.cluster.feed.servers(); ++i) {
        const FeedCounters& counters = context.cluster.feed.counters(i);
        feed.push_back({{"events", counters.events},
                        {"delivered", counters.delivered},
                        {"lost", counters.lost},
                        {"pings", counters.pings},
                        {"connections", counters.connections},
                        {"refused", counters.refused},
                        {"bytesReceived", counters.bytes_received},
                        {"readers", context.cluster.feed.readers(i)},
                        {"queued", context.cluster.feed.queued(i)}});
    }
    return {{"commands", seen.commands},
            {"rejected", seen.rejected},
            {"documents", seen.documents},
            {"connections", seen.connections},
            {"connectionsOpen", seen.connections_open},
            {"connectionsOpenMax", seen.connections_open_max},
            {"logins", seen.logins},
            {"loginsRefused", seen.logins_refused},
            {"plainPasswordsInClear", seen.plain_passwords_in_clear},
            {"pipelined", seen.pipelined},
            {"unframed", seen.unframed},
            {"commandsPerDocumentMax", seen.commands_per_document_max},
            {"documentBytesMax", seen.document_bytes_max},
            {"feed", feed}};
}

json reset_received(ControlContext& context)
{
    context.cluster.received.reset();
    for (std::size_t i = 0; i < context.cluster.feed.servers(); ++i) {
        // The number of connections tells first ones from reconnects: it stays.
        const std::uint64_t connections = context.cluster.feed.counters(i).connections;
        context.cluster.feed.counters(i) = FeedCounters();
        context.cluster.feed.counters(i).connections = connections;
    }
    return json::object();
}

std::optional<FeedEffect::Kind> effect_kind(const std::string& action)
{
    if (action == "damage") return FeedEffect::Kind::kBreak;
    if (action == "truncate") return FeedEffect::Kind::kTruncate;
    if (action == "interleave") return FeedEffect::Kind::kInterleave;
    if (action == "split") return FeedEffect::Kind::kSplit;
    if (action == "pretty") return FeedEffect::Kind::kPretty;
    if (action == "stall-read") return FeedEffect::Kind::kStall;
    return std::nullopt;
}

// A document of the lab's own that the effect falls on at once; two for interleave.
void show_effect(ControlContext& context, std::size_t server, FeedEffect::Kind kind)
{
    const FeedSwitches& feed = context.cluster.config.feed;
    const Actor actor{feed.actor, feed.actor_login_type, server, true};
    const int documents = kind == FeedEffect::Kind::kInterleave ? 2 : 1;
    for (int i = 0; i < documents; ++i) {
        context.cluster.feed.report_on(server, actor, {{"SystemAliasAddRequest", "<alias>lab</alias>", "", ""}});
    }
}

void change_listener(ControlContext& context, std::size_t server, bool accept)
{
    if (!accept) return context.feeds.at(server)->refuse();
    try {
        context.feeds.at(server)->accept();
    } catch (const std::runtime_error& e) {
        throw BadRequest(std::string("cannot listen again: ") + e.what());
    }
}

json feed_action(ControlContext& context)
{
    Arguments arguments = context.arguments();
    Feed& feed = context.cluster.feed;
    const auto last = static_cast<long long>(feed.servers()) - 1;
    const auto server = static_cast<std::size_t>(arguments.number("server", 0, 0, last));
    const std::string action = arguments.text("action");
    const std::string text = arguments.text("text", "");
    const int count = static_cast<int>(arguments.number("count", 1, -1, 1'000'000));
    const bool next = arguments.flag("next", false);
    const bool reset = arguments.flag("reset", false), lose = arguments.flag("lose", false);
    const auto bytes = static_cast<std::size_t>(arguments.number("bytes", 17 * 1024 * 1024, 1, 1 << 30));
    const auto id = static_cast<std::uint64_t>(arguments.number("id", 1, 0, 1LL << 60));
    arguments.finish();
    if (const auto kind = effect_kind(action)) {
        feed.add_effect(server, FeedEffect{*kind, count});
        if (!next) show_effect(context, server, *kind);
    } else if (action == "cut") {
        feed.cut(server, reset);
    } else if (action == "refuse" || action == "accept") {
        change_listener(context, server, action == "accept");
    } else if (action == "silence") {
        feed.silence(server, lose);
    } else if (action == "resume") {
        feed.resume(server);
    } else if (action == "ping") {
        for (int i = 0; i < std::max(1, count); ++i) feed.ping(server);
    } else if (action == "oversize") {
        feed.send_bytes(server, feed.filler(server, bytes));
    } else if (action == "raw") {
        feed.send_bytes(server, utf8_to_latin1(text));
    } else if (action == "reset-ids") {
        feed.reset_ids(server, id);
    } else {
        throw BadRequest("'" + action + "' is no action of a feed");
    }
    return json::object();
}

// An event of the driver's own making: any command name and markup, framed and numbered as the feed does.
json feed_event(ControlContext& context)
{
    Arguments arguments = context.arguments();
    std::vector<ReportedCommand> requests;
    for (Arguments& request : arguments.objects("requests")) {
        requests.push_back({request.text("type"), request.text("body", ""), "", ""});
        request.finish();
    }
    const FeedSwitches& feed = context.cluster.config.feed;
    Actor actor;
    actor.user_id = arguments.text("actor", feed.actor);
    actor.login_type = arguments.text("actorLoginType", feed.actor_login_type);
    arguments.finish();
    if (requests.empty()) throw BadRequest("'requests' is required: [{\"type\", \"body\"}]");
    context.cluster.feed.report(actor, requests);
    return json::object();
}

std::string switch_text(const std::string& name, const json& value)
{
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean() || value.is_number_unsigned()) return value.dump();
    if (!value.is_array()) throw BadRequest("'" + name + "' must be a text, a number, a list or true or false");
    std::string joined;
    for (const json& one : value) {
        if (!one.is_string()) throw BadRequest("'" + name + "' must be a list of texts");
        joined += (joined.empty() ? "" : ",") + one.get<std::string>();
    }
    return joined;
}

// Any switch by its name, while the lab runs.
json set_switches(ControlContext& context)
{
    Arguments arguments = context.arguments();
    BroadworksConfig changed = context.cluster.config;
    for (const std::string& name : arguments.rest()) {
        if (const auto problem = set_broadworks_switch(changed, name, switch_text(name, arguments.value(name)))) {
            throw BadRequest(*problem);
        }
    }
    context.cluster.config.ocip_switches = changed.ocip_switches;
    context.cluster.config.feed = changed.feed;
    return json::object();
}

json list_switches(ControlContext&)
{
    json all = json::array();
    for (const BroadworksSwitchDescription& one : broadworks_switch_descriptions()) {
        all.push_back(
            {{"name", one.name}, {"values", one.values}, {"default", one.standard}, {"meaning", one.meaning}});
    }
    return {{"switches", all}};
}

}  // namespace

std::vector<ControlRoute> wire_routes()
{
    return {
        {"POST", "/faults", add_fault},
        {"GET", "/faults", list_faults},
        {"POST", "/faults/clear", clear_faults},
        {"GET", "/received", received},
        {"POST", "/received/reset", reset_received},
        {"POST", "/feed", feed_action},
        {"POST", "/feed/event", feed_event},
        {"GET", "/switches", list_switches},
        {"POST", "/switches", set_switches},
    };
}

}  // namespace bwsync::lab
