// Groups: lists and profile. OCI-P schema: OCISchemaGroup.
#include <algorithm>

#include "tests/lab/broadworks/model/search.hpp"
#include "tests/lab/broadworks/ocip/commands.hpp"
#include "tests/lab/broadworks/ocip/paging.hpp"

namespace bwsync::lab {
namespace {

constexpr std::string_view kUserLimit = "999999";

Answer group_list(CommandContext& context)
{
    const std::string id = context.text("serviceProviderId");
    const ServiceProvider* const provider = context.cluster.model.find_provider(id);
    if (!provider) return context.fail(provider_not_found(id));
    Table table = context.table({"Group Id", "Group Name", "User Limit"});
    XmlWriter scratch = context.writer();
    const Search search(context.node());
    for (const auto& [group_id, group] : provider->groups) {
        if (search.matches(group)) table.row({group_id, group.name, kUserLimit}, scratch);
    }
    return context.finish(table, "groupTable");
}

Answer group_paged_list(CommandContext& context)
{
    const std::string id = context.text("serviceProviderId");
    const ServiceProvider* const provider = context.cluster.model.find_provider(id);
    if (!provider) return context.fail(provider_not_found(id));
    const Search search(context.node());
    std::vector<const Group*> groups;
    for (const auto& [group_id, group] : provider->groups) {
        if (search.matches(group)) groups.push_back(&group);
    }
    sort_by_request(context.node(), groups, [](const Group& group, std::string_view key) {
        return key == "sortByGroupName" ? group.name : group.group_id;
    });
    Table table = context.table({"Group Id", "Group Name", "User Limit", "Group External Id"});
    XmlWriter scratch = context.writer();
    for (const Group* const group : page_of(context.node(), groups)) {
        table.row({group->group_id, group->name, kUserLimit, group->external_id}, scratch);
    }
    return context.finish(table, "groupTable");
}

Answer group_list_in_system(CommandContext& context)
{
    std::vector<std::string_view> headings{"Group Id", "Group Name", "User Limit", "Organization Id",
                                           "Organization Type"};
    const bool with_reseller = context.release() >= Release::kR22;
    if (with_reseller) headings.push_back("Reseller Id");
    Table table = context.table(headings);
    XmlWriter scratch = context.writer();
    const Search search(context.node());
    for (const auto& [id, provider] : context.cluster.model.providers()) {
        for (const auto& [group_id, group] : provider.groups) {
            if (!search.matches(group)) continue;
            std::vector<std::string_view> cells{group_id, group.name, kUserLimit, id,
                                                provider.is_enterprise ? "Enterprise" : "Service Provider"};
            if (with_reseller) cells.push_back(provider.reseller_id);
            table.row(cells, scratch);
        }
    }
    return context.finish(table, "groupTable");
}

Group* group_by_external_id(Model& model, const std::string& external_id)
{
    for (auto& [id, provider] : model.providers()) {
        for (auto& [group_id, group] : provider.groups) {
            if (group.external_id == external_id) return &group;
        }
    }
    return nullptr;
}

Answer group_get(CommandContext& context)
{
    const std::string external = context.text("groupExternalId");
    const std::string provider = context.text("serviceProviderId"), id = context.text("groupId");
    const Group* const group = external.empty() ? context.cluster.model.find_group(provider, id)
                                                : group_by_external_id(context.cluster.model, external);
    if (!group) return context.fail(group_not_found(provider, external.empty() ? id : external));
    const std::string zone = group->time_zone.empty() ? "America/New_York" : group->time_zone;
    XmlWriter out = context.writer();
    out.element("defaultDomain", context.cluster.config.default_domain);
    out.element("userLimit", kUserLimit);
    out.number("userCount", static_cast<long long>(group->users.size()));
    out.optional("groupName", group->name);
    out.element("timeZone", zone);
    out.element("timeZoneDisplayName", "(GMT) " + zone);
    const std::string& type = context.command.type;
    if (type != "GroupGetRequest14sp7") {
        out.optional("resellerId", group->provider->reseller_id);
        out.element("serviceProviderId", group->provider->id);
        out.element("groupId", group->group_id);
    }
    if (type == "GroupGetRequest22V5") out.optional("groupExternalId", group->external_id);
    return context.answer(out);
}

}  // namespace

void add_group_commands(CommandTable& table)
{
    table.add(
        "GroupGetListInServiceProviderRequest", Release::kR21, Access::kLogin,
        "serviceProviderId:T30 responseSizeLimit:I? searchCriteriaGroupId:Search* searchCriteriaGroupName:Search*",
        group_list);
    table.add("GroupGetListInServiceProviderPagedSortedListRequest", Release::kR24, Access::kLogin,
              "serviceProviderId:T30 responsePagingControl:Paging? sortOrder:GroupSort*3 searchCriteriaGroupId:Search*"
              " searchCriteriaGroupName:Search* searchCriteriaModeOr:B?",
              group_paged_list);
    table.add("GroupGetListInSystemRequest", Release::kR21, Access::kSystem,
              "responseSizeLimit:I? searchCriteriaGroupId:Search* searchCriteriaGroupName:Search*"
              " searchCriteriaExactServiceProvider:ExactProvider? searchCriteriaServiceProviderId:Search*"
              " searchCriteriaResellerId:Search*@R22",
              group_list_in_system);
    const char* const keys = "serviceProviderId:T30 groupId:T30";
    table.add("GroupGetRequest14sp7", Release::kR21, Access::kLogin, keys, group_get);
    table.add("GroupGetRequest22V4", Release::kR22, Access::kLogin, keys, group_get);
    table.add("GroupGetRequest22V5", Release::kR24, Access::kLogin,
              "(serviceProviderId:T30 groupId:T30 | groupExternalId:T36)", group_get);
}

}  // namespace bwsync::lab
