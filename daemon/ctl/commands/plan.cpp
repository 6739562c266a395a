// plan: what would be done and why; nothing is sent.
#include <map>

#include "daemon/ctl/commands/commands.hpp"

namespace bwsync::ctl {

namespace {

Outcome<std::vector<std::string>> bridges_meant(const Context& context)
{
    if (!context.invocation.bridge.empty()) return std::vector<std::string>(1, context.invocation.bridge);
    Outcome<Json> list = context.api.get({"bridges"});
    if (!list) return list.error();
    std::vector<std::string> names;
    for (const Json& item : list->value("items", Json::array())) names.push_back(member(item, "bridge"));
    return names;
}

// Adds every page of one bridge; returns how many subscribers were looked at.
Outcome<std::size_t> add_plan(const Context& context, const std::string& bridge, const std::string& user, Json& items)
{
    std::size_t examined = 0;
    std::string cursor;
    do {
        Outcome<Json> page =
            context.api.get({"bridges", bridge, "plan"},
                            {{"enterprise", context.invocation.enterprise}, {"user", user}, {"cursor", cursor}});
        if (!page) return page.error();
        for (Json& item : (*page)["items"]) items.push_back(std::move(item));
        examined += page->value("examined", std::size_t(0));
        const Json next = page->value("next", Json());
        cursor = next.is_string() ? next.get<std::string>() : std::string();
    } while (!cursor.empty());
    return examined;
}

std::string site_of(const Json& item)
{
    const Json site = item.value("site", Json());
    return site.is_object() ? member(site, "package") + ": " + member(site, "timeZone") : "-";
}

std::string counts_text(const std::map<std::string, std::size_t>& counts)
{
    std::string text;
    for (const auto& [action, count] : counts) text += ", " + std::to_string(count) + " " + action;
    return text;
}

void show_plan(Output& output, const Json& items, const std::map<std::string, std::size_t>& counts,
               std::size_t examined)
{
    output.table(items,
                 {column("USER", "userId"),
                  column("BRIDGE", "bridge"),
                  column("ENTERPRISE", "spEnterpriseId"),
                  column("ACTION", "action"),
                  column("HELD BY", "held"),
                  {"MEETINGS SITE", site_of},
                  column("WHY", "why")},
                 "nothing would be done");
    for (const Json& item : items) {
        const Json site = item.value("site", Json());
        if (site.is_object()) output.line(member(item, "spEnterpriseId") + ": " + member(site, "notice"));
    }
    output.line(std::to_string(examined) + " subscribers looked at, nothing sent" + counts_text(counts));
}

}  // namespace

Outcome<int> show_plan(Context context)
{
    const Invocation& invocation = context.invocation;
    Json items = Json::array();
    std::size_t examined = 0;
    if (!invocation.name.empty()) {
        const Outcome<Subscriber> subscriber = find_subscriber(context);
        if (!subscriber) return subscriber.error();
        const Outcome<std::size_t> looked = add_plan(context, subscriber->bridge, subscriber->user_id, items);
        if (!looked) return looked.error();
        examined += *looked;
    } else {
        const Outcome<std::vector<std::string>> bridges = bridges_meant(context);
        if (!bridges) return bridges.error();
        for (const std::string& bridge : *bridges) {
            const Outcome<std::size_t> looked = add_plan(context, bridge, "", items);
            if (!looked) return looked.error();
            examined += *looked;
        }
    }
    std::map<std::string, std::size_t> counts;
    for (const Json& item : items) {
        const std::string action = member(item, "action");
        if (action != "none") ++counts[action];
    }
    Json plan;
    plan["items"] = items;
    plan["examined"] = examined;
    plan["actions"] = counts;
    plan["next"] = nullptr;
    context.output.value(plan);
    if (context.output.is_table()) show_plan(context.output, items, counts, examined);
    return int(invocation.exit_code && !counts.empty() ? kAttention : kDone);
}

}  // namespace bwsync::ctl
