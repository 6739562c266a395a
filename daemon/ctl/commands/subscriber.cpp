#include <iostream>

#include "daemon/ctl/cli/text_width.hpp"
#include "daemon/ctl/commands/commands.hpp"
#include "daemon/ctl/commands/explanation.hpp"

namespace bwsync::ctl {
namespace {

std::string lower(std::string text)
{
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

std::vector<Subscriber> candidates_in(const Json& found, const std::string& bridge)
{
    std::vector<Subscriber> list;
    for (const Json& item : found.value("items", Json::array())) {
        Subscriber subscriber{item.value("bridge", ""), item.value("userId", "")};
        if (bridge.empty() || subscriber.bridge == bridge) list.push_back(std::move(subscriber));
    }
    return list;
}

// A user id wins over somebody else's e-mail or number that reads the same.
std::vector<Subscriber> best_of(std::vector<Subscriber> all, const std::string& name)
{
    std::vector<Subscriber> exact;
    for (const Subscriber& subscriber : all) {
        if (lower(subscriber.user_id) == lower(name)) exact.push_back(subscriber);
    }
    return exact.empty() ? all : exact;
}

}  // namespace

Outcome<Subscriber> find_subscriber(const Context& context)
{
    const Invocation& invocation = context.invocation;
    Outcome<Json> found = context.api.get({"subscribers", "find"}, {{"name", invocation.name}});
    if (!found) return found.error();
    const std::vector<Subscriber> list = best_of(candidates_in(*found, invocation.bridge), invocation.name);
    if (list.size() == 1) return list.front();
    const std::string on = invocation.bridge.empty() ? "" : " on bridge " + invocation.bridge;
    if (list.empty()) return Failure{"there is no subscriber '" + invocation.name + "'" + on, kFailed};
    std::string message = "'" + invocation.name + "' may be any of these; name the user id" +
                          (invocation.bridge.empty() ? " and --bridge:" : ":");
    for (const Subscriber& subscriber : list)
        message += "\n  " + subscriber.user_id + " on bridge " + subscriber.bridge;
    return Failure{message, kFailed};
}

namespace {

ApiClient::Query query_of(const Invocation& invocation, const std::string& cursor)
{
    return {{"bridge", invocation.bridge},
            {"state", invocation.state},
            {"enterprise", invocation.enterprise},
            {"q", invocation.search},
            {"limit", std::to_string(invocation.all ? 1000 : invocation.limit)},
            {"cursor", cursor}};
}

// One page, or all of them as one.
Outcome<Json> pages(const Context& context)
{
    Outcome<Json> list = context.api.get({"subscribers"}, query_of(context.invocation, context.invocation.cursor));
    if (!context.invocation.all) return list;
    while (list && list->contains("next") && (*list)["next"].is_string()) {
        Outcome<Json> more =
            context.api.get({"subscribers"}, query_of(context.invocation, (*list)["next"].get<std::string>()));
        if (!more) return more;
        for (Json& item : (*more)["items"]) (*list)["items"].push_back(std::move(item));
        (*list)["next"] = more->value("next", Json());
    }
    return list;
}

}  // namespace

Outcome<int> list_subscribers(Context context)
{
    Outcome<Json> list = pages(context);
    if (!list) return list.error();
    context.output.value(*list);
    context.output.table(list->value("items", Json::array()),
                         {column("USER", "userId"), column("BRIDGE", "bridge"), column("ENTERPRISE", "spEnterpriseId"),
                          column("STATE", "state"), column("REASON", "reason"), column("PACKAGE", "package"),
                          column("E-MAIL", "email"), column("LAST CHANGE", "lastChange"), column("ABSENT", "absent")},
                         "no subscriber matches");
    if (context.output.is_table() && list->contains("next") && (*list)["next"].is_string()) {
        context.output.message("there are more: --all, or --cursor " + (*list)["next"].get<std::string>());
    }
    return int(kDone);
}

Outcome<int> show_subscriber(Context context)
{
    const Outcome<Subscriber> subscriber = find_subscriber(context);
    if (!subscriber) return subscriber.error();
    Outcome<Json> explanation = context.api.get({"bridges", subscriber->bridge, "subscribers", subscriber->user_id});
    if (!explanation) return explanation.error();
    context.output.value(*explanation);
    show_summary(context.output, *explanation);
    if (context.invocation.command == Command::kSubscriberExplain) show_explanation(context.output, *explanation);
    return int(kDone);
}

namespace {

struct Order {
    const char* word;
    const char* done;
};

Order order_of(Command command)
{
    switch (command) {
        case Command::kSubscriberRetry:
            return {"retry", "will be tried again"};
        case Command::kSubscriberApprove:
            return {"approve", "is approved"};
        case Command::kSubscriberErase:
            return {"erase", "loses its Webex person"};
        case Command::kSubscriberRelease:
            return {"release", "stays in Webex"};
        default:
            return {"resync", "will be read again"};
    }
}

// What cannot be undone is typed in full.
std::string typed(const Context& context, const std::string& user_id)
{
    if (!context.invocation.confirm.empty()) return context.invocation.confirm;
    context.output.message("The Webex person of " + user_id +
                           " and all it has there is deleted for good. Type the user id to go on:");
    std::string line;
    std::getline(std::cin, line);
    return line;
}

}  // namespace

Outcome<int> order_for_subscriber(Context context)
{
    const Outcome<Subscriber> subscriber = find_subscriber(context);
    if (!subscriber) return subscriber.error();
    const Order order = order_of(context.invocation.command);
    Json body = Json::object();
    if (context.invocation.command == Command::kSubscriberErase) {
        body["confirm"] = typed(context, subscriber->user_id);
        if (body["confirm"] != subscriber->user_id)
            return Failure{"that is not " + subscriber->user_id + "; nothing was done", kFailed};
    }
    Outcome<Json> answer =
        context.api.post({"bridges", subscriber->bridge, "subscribers", subscriber->user_id, order.word}, body);
    if (!answer) return answer.error();
    context.output.value(*answer);
    context.output.line(subscriber->user_id + " on bridge " + subscriber->bridge + ' ' + order.done);
    return int(kDone);
}

}  // namespace bwsync::ctl
