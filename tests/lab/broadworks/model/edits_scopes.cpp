// Changes to service providers, groups and service packs.
#include "tests/lab/broadworks/model/edits.hpp"
#include "tests/lab/broadworks/ocir/reported_elements.hpp"

namespace bwsync::lab {
namespace {

std::string pack_body(const std::string& provider, const NewPack& pack)
{
    return elements({{"serviceProviderId", provider}, {"servicePackName", pack.name}}) +
           "<isAvailableForUse>true</isAvailableForUse><servicePackQuantity><unlimited>true</unlimited>"
           "</servicePackQuantity>" +
           service_elements(pack.services);
}

}  // namespace

Model::Refusal Edits::check_consolidated() const
{
    if (release() >= Release::kR24) return std::nullopt;
    return OciError{0, "Consolidated requests need R24 or later", "", false};
}

Model::Refusal Edits::add_provider(ServiceProvider provider, const std::vector<NewPack>& packs, bool without_id)
{
    const std::string id = provider.id;
    if (without_id) {
        if (Refusal refusal = check_consolidated()) return refusal;
    }
    if (ServiceProvider* const known = cluster_.model.find_provider(id)) {
        if (known->is_enterprise != provider.is_enterprise) {
            return OciError{0, "Service provider already exists: " + id, "", false};
        }
    } else {
        const std::string body =
            std::string(provider.is_enterprise ? "<isEnterprise>true</isEnterprise>"
                                               : "<useCustomRoutingProfile>false</useCustomRoutingProfile>") +
            elements({{"serviceProviderId", without_id ? "" : id},
                      {"defaultDomain", cluster_.config.default_domain},
                      {"serviceProviderName", provider.name}});
        if (Refusal refusal = cluster_.model.add_provider(std::move(provider))) return refusal;
        report(without_id ? "ServiceProviderConsolidatedAddRequest" : "ServiceProviderAddRequest13mp2", body);
    }
    for (const NewPack& pack : packs) {
        if (cluster_.model.find_provider(id)->find_pack(pack.name)) continue;
        if (Refusal refusal = add_pack(id, pack)) return refusal;
    }
    return std::nullopt;
}

Model::Refusal Edits::delete_provider(const std::string& provider)
{
    if (Refusal refusal = cluster_.model.delete_provider(provider)) return refusal;
    report("ServiceProviderDeleteRequest", elements({{"serviceProviderId", provider}}));
    return std::nullopt;
}

Model::Refusal Edits::add_group(const std::string& provider, Group group, bool without_id)
{
    if (without_id) {
        if (Refusal refusal = check_consolidated()) return refusal;
    }
    const std::string head = elements({{"serviceProviderId", provider},
                                       {"groupId", without_id ? "" : group.group_id},
                                       {"defaultDomain", cluster_.config.default_domain},
                                       {"userLimit", "999999"},
                                       {"groupName", group.name},
                                       {"timeZone", group.time_zone}});
    if (Refusal refusal = cluster_.model.add_group(provider, std::move(group))) return refusal;
    report(without_id ? "GroupConsolidatedAddRequest22" : "GroupAddRequest", head);
    return std::nullopt;
}

Model::Refusal Edits::modify_group(const std::string& provider, const std::string& group, const std::string& name,
                                   const std::string& time_zone)
{
    Group* const found = cluster_.model.find_group(provider, group);
    if (!found) return group_not_found(provider, group);
    if (!name.empty()) found->name = name;
    if (!time_zone.empty()) found->time_zone = time_zone;
    report(
        "GroupModifyRequest",
        elements({{"serviceProviderId", provider}, {"groupId", group}, {"groupName", name}, {"timeZone", time_zone}}));
    return std::nullopt;
}

Model::Refusal Edits::delete_group(const std::string& provider, const std::string& group)
{
    if (Refusal refusal = cluster_.model.delete_group(provider, group)) return refusal;
    report("GroupDeleteRequest", elements({{"serviceProviderId", provider}, {"groupId", group}}));
    return std::nullopt;
}

Model::Refusal Edits::add_pack(const std::string& provider, const NewPack& pack)
{
    ServiceProvider* const parent = cluster_.model.find_provider(provider);
    if (!parent) return provider_not_found(provider);
    if (Refusal refusal = cluster_.model.add_pack(*parent, pack.name, pack.services)) return refusal;
    report("ServiceProviderServicePackAddRequest", pack_body(provider, pack));
    return std::nullopt;
}

Model::Refusal Edits::modify_pack(const std::string& provider, const std::string& pack, const std::string& new_name,
                                  const std::set<std::string>& add_services)
{
    ServiceProvider* const parent = cluster_.model.find_provider(provider);
    if (!parent) return provider_not_found(provider);
    const auto id = parent->find_pack(pack);
    if (!id) return pack_not_found(pack);
    if (!add_services.empty()) {
        parent->packs.at(*id).services.insert(add_services.begin(), add_services.end());
        report("ServiceProviderServicePackAddServiceListRequest",
               elements({{"serviceProviderId", provider}, {"servicePackName", pack}}) + service_elements(add_services));
    }
    if (new_name.empty() || new_name == pack) return std::nullopt;
    if (Refusal refusal = cluster_.model.rename_pack(*parent, *id, new_name)) return refusal;
    report("ServiceProviderServicePackModifyRequest",
           elements({{"serviceProviderId", provider}, {"servicePackName", pack}, {"newServicePackName", new_name}}));
    return std::nullopt;
}

Model::Refusal Edits::delete_pack(const std::string& provider, const std::string& pack)
{
    ServiceProvider* const parent = cluster_.model.find_provider(provider);
    if (!parent) return provider_not_found(provider);
    const auto id = parent->find_pack(pack);
    if (!id) return pack_not_found(pack);
    cluster_.model.delete_pack(*parent, *id);
    report("ServiceProviderServicePackDeleteRequest",
           elements({{"serviceProviderId", provider}, {"servicePackName", pack}}));
    return std::nullopt;
}

Model::Refusal Edits::set_imp(const std::string& provider, const std::string& group, const std::string& url,
                              const std::string& user_id)
{
    if (group.empty()) {
        ServiceProvider* const found = cluster_.model.find_provider(provider);
        if (!found) return provider_not_found(provider);
        found->imp.provisioning_url = url;
        found->imp.provisioning_user_id = user_id;
        found->imp.use_system_messaging_server = url.empty();
        report("ServiceProviderIntegratedIMPModifyRequest",
               elements({{"serviceProviderId", provider}, {"provisioningUrl", url}, {"provisioningUserId", user_id}}));
        return std::nullopt;
    }
    Group* const found = cluster_.model.find_group(provider, group);
    if (!found) return group_not_found(provider, group);
    found->imp.provisioning_url = url;
    found->imp.provisioning_user_id = user_id;
    found->imp.use_service_provider_setting = url.empty();
    report("GroupIntegratedIMPModifyRequest", elements({{"serviceProviderId", provider},
                                                        {"groupId", group},
                                                        {"provisioningUrl", url},
                                                        {"provisioningUserId", user_id}}));
    return std::nullopt;
}

}  // namespace bwsync::lab
