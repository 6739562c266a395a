// Control API: service providers, their packs, groups.
#include "tests/lab/broadworks/control/control_routes.hpp"

namespace bwsync::lab {
namespace {

using nlohmann::json;

std::set<std::string> as_set(const std::vector<std::string>& list)
{
    return {list.begin(), list.end()};
}

json add_provider(ControlContext& context)
{
    Arguments arguments = context.arguments();
    ServiceProvider provider;
    provider.id = arguments.text("serviceProviderId");
    provider.name = arguments.text("name", "");
    provider.is_enterprise = arguments.flag("isEnterprise", false);
    provider.external_id = arguments.text("serviceProviderExternalId", "");
    provider.reseller_id = arguments.text("resellerId", "");
    std::vector<NewPack> packs;
    for (Arguments& pack : arguments.objects("servicePacks")) {
        packs.push_back({pack.text("servicePackName"), as_set(pack.texts("services"))});
        pack.finish();
    }
    const bool without_id = arguments.flag("reportWithoutId", false);
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.add_provider(std::move(provider), packs, without_id));
    return json::object();
}

json delete_provider(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string id = arguments.text("serviceProviderId");
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.delete_provider(id));
    return json::object();
}

json add_group(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId");
    Group group;
    group.group_id = arguments.text("groupId");
    group.name = arguments.text("groupName", "");
    group.time_zone = arguments.text("timeZone", "");
    group.external_id = arguments.text("groupExternalId", "");
    group.services = as_set(arguments.texts("services"));
    const bool without_id = arguments.flag("reportWithoutId", false);
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.add_group(provider, std::move(group), without_id));
    return json::object();
}

json modify_group(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId"), group = arguments.text("groupId");
    const std::string name = arguments.text("groupName", ""), zone = arguments.text("timeZone", "");
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.modify_group(provider, group, name, zone));
    return json::object();
}

json delete_group(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId"), group = arguments.text("groupId");
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.delete_group(provider, group));
    return json::object();
}

json add_pack(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId");
    const NewPack pack{arguments.text("servicePackName"), as_set(arguments.texts("services"))};
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.add_pack(provider, pack));
    return json::object();
}

json modify_pack(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId"), pack = arguments.text("servicePackName");
    const std::string new_name = arguments.text("newServicePackName", "");
    const std::set<std::string> services = as_set(arguments.texts("addServices"));
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.modify_pack(provider, pack, new_name, services));
    return json::object();
}

json delete_pack(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId"), pack = arguments.text("servicePackName");
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.delete_pack(provider, pack));
    return json::object();
}

// Flow-through settings: without groupId the service provider's.
json set_imp(ControlContext& context)
{
    Arguments arguments = context.arguments();
    const std::string provider = arguments.text("serviceProviderId"), group = arguments.text("groupId", "");
    const std::string url = arguments.text("provisioningUrl", "");
    const std::string user = arguments.text("provisioningUserId", "");
    Edits edits = context.edits(arguments);
    arguments.finish();
    must(edits.set_imp(provider, group, url, user));
    return json::object();
}

json list_providers(ControlContext& context)
{
    json providers = json::array();
    for (const auto& [id, provider] : context.cluster.model.providers()) {
        json packs = json::array(), groups = json::array(), tasks = json::array();
        for (const auto& [pack_id, pack] : provider.packs) {
            packs.push_back({{"servicePackName", pack.name}, {"services", pack.services}, {"holders", pack.holders}});
        }
        for (const auto& [group_id, group] : provider.groups) {
            groups.push_back({{"groupId", group_id}, {"groupName", group.name}, {"users", group.users.size()}});
        }
        for (const MigrationTask& task : provider.tasks) {
            tasks.push_back({{"name", task.name}, {"status", task.status}, {"usersProcessed", task.processed}});
        }
        providers.push_back({{"serviceProviderId", id},
                             {"name", provider.name},
                             {"isEnterprise", provider.is_enterprise},
                             {"provisioningUrl", provider.imp.provisioning_url},
                             {"servicePacks", packs},
                             {"groups", groups},
                             {"migrationTasks", tasks}});
    }
    return {{"serviceProviders", providers}};
}

}  // namespace

std::vector<ControlRoute> scope_routes()
{
    return {
        {"GET", "/service-providers", list_providers},
        {"POST", "/service-providers", add_provider},
        {"POST", "/service-providers/delete", delete_provider},
        {"POST", "/groups", add_group},
        {"POST", "/groups/modify", modify_group},
        {"POST", "/groups/delete", delete_group},
        {"POST", "/service-packs", add_pack},
        {"POST", "/service-packs/modify", modify_pack},
        {"POST", "/service-packs/delete", delete_pack},
        {"POST", "/integrated-imp", set_imp},
    };
}

}  // namespace bwsync::lab
