#include "daemon/ctl/commands/procedures.hpp"

namespace bwsync::ctl {
namespace {

Column listed_sync_column(const std::string& heading, const std::string& name)
{
    return {heading, [name](const Json& item) { return member(item.value("directorySync", Json::object()), name); }};
}

}  // namespace

Outcome<int> list_enterprises(Context context)
{
    const Invocation& invocation = context.invocation;
    Outcome<Json> list = listed(
        context, {"enterprises"},
        {{"bridge", invocation.bridge}, {"enterprise", invocation.enterprise}, {"startsWith", invocation.starts_with}});
    if (!list) return list.error();
    context.output.value(*list);
    context.output.table(
        list->value("items", Json::array()),
        {column("ENTERPRISE", "spEnterpriseId"), column("BRIDGE", "bridge"), column("PARTNER", "partner"),
         listed_sync_column("DIR SYNC", "enabled"), listed_sync_column("STATUS", "status"),
         listed_sync_column("LAST SUCCESS", "lastSuccess"), column("ORGANISATION", "organizationId")},
        "no enterprise matches");
    tell_more(context, *list);
    return int(kDone);
}

}  // namespace bwsync::ctl
