#include "tests/lab/broadworks/edits.hpp"

#include <algorithm>

namespace bwsync::lab {
namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

// Elements in order; one with an empty text is left out.
std::string elements(const Pairs& pairs)
{
    XmlWriter out(WireEncoding::kUtf8);
    for (const auto& [name, text] : pairs) out.optional(name, text);
    return out.take();
}

std::string entitlement_elements(const Entitlements& what)
{
    XmlWriter out(WireEncoding::kUtf8);
    for (const std::string& service : what.services) out.element("serviceName", service);
    for (const std::string& pack : what.packs) out.element("servicePackName", pack);
    return out.take();
}

std::string service_elements(const std::set<std::string>& services)
{
    XmlWriter out(WireEncoding::kUtf8);
    for (const std::string& service : services) out.element("serviceName", service);
    return out.take();
}

std::string pack_body(const std::string& provider, const NewPack& pack)
{
    return elements({{"serviceProviderId", provider}, {"servicePackName", pack.name}}) +
           "<isAvailableForUse>true</isAvailableForUse><servicePackQuantity><unlimited>true</unlimited>"
           "</servicePackQuantity>" +
           service_elements(pack.services);
}

OciError could_not_assign(const std::string& name, bool warning)
{
    return {4400, "Could not assign service/service pack: " + name, name + ": not authorized.", warning};
}

}  // namespace

void Edits::report(std::string type, std::string body)
{
    report({{std::move(type), std::move(body), "", ""}});
}

void Edits::report(std::vector<ReportedCommand> requests)
{
    cluster_.feed.report(actor_, requests);
}

std::string Edits::password(const std::string& typed) const
{
    return typed.empty() || !cluster_.config.feed.alter_passwords ? typed : cluster_.config.feed.altered_password;
}

Model::Refusal Edits::add_provider(ServiceProvider provider, const std::vector<NewPack>& packs)
{
    const std::string id = provider.id;
    if (ServiceProvider* const known = cluster_.model.find_provider(id)) {
        if (known->is_enterprise != provider.is_enterprise) {
            return OciError{0, "Service provider already exists: " + id, "", false};
        }
    } else {
        const std::string body =
            std::string(provider.is_enterprise ? "<isEnterprise>true</isEnterprise>"
                                               : "<useCustomRoutingProfile>false</useCustomRoutingProfile>") +
            elements({{"serviceProviderId", id},
                      {"defaultDomain", cluster_.config.default_domain},
                      {"serviceProviderName", provider.name}});
        if (Refusal refusal = cluster_.model.add_provider(std::move(provider))) return refusal;
        report("ServiceProviderAddRequest13mp2", body);
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

Model::Refusal Edits::add_group(const std::string& provider, Group group)
{
    const std::string head = elements({{"serviceProviderId", provider},
                                       {"groupId", group.group_id},
                                       {"defaultDomain", cluster_.config.default_domain},
                                       {"userLimit", "999999"},
                                       {"groupName", group.name},
                                       {"timeZone", group.time_zone}});
    if (Refusal refusal = cluster_.model.add_group(provider, std::move(group))) return refusal;
    report("GroupAddRequest", head);
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

Model::Refusal Edits::check(const ServiceProvider& provider, const Entitlements& what) const
{
    for (const std::string& pack : what.packs) {
        if (!provider.find_pack(pack)) return could_not_assign(pack, false);
    }
    return std::nullopt;
}

Model::Refusal Edits::add_user(const std::string& provider, const std::string& group, NewUser wanted)
{
    ServiceProvider* const parent = cluster_.model.find_provider(provider);
    if (!parent) return provider_not_found(provider);
    if (Refusal refusal = check(*parent, wanted.entitlements)) return refusal;
    const std::string id = wanted.user.user_id;
    if (Refusal refusal = cluster_.model.add_user(provider, group, std::move(wanted.user))) return refusal;
    User& user = *cluster_.model.find_user(id);
    for (const std::string& service : wanted.entitlements.services) cluster_.model.assign_service(user, service);
    for (const std::string& pack : wanted.entitlements.packs) {
        cluster_.model.assign_pack(user, *parent->find_pack(pack));
    }
    if (!actor_.report) return std::nullopt;
    const char* const type = release() == Release::kR21   ? "UserAddRequest17sp4"
                             : release() == Release::kR22 ? "UserAddRequest22"
                                                          : "UserAddRequest22V2";
    std::vector<ReportedCommand> requests;
    requests.push_back(
        {type, add_body(user, password(wanted.password), release()), user.user_id, "sip:" + user.user_id});
    const std::string assigned = entitlement_elements(wanted.entitlements);
    if (!assigned.empty()) {
        requests.push_back({"UserServiceAssignListRequest", elements({{"userId", user.user_id}}) + assigned, "", ""});
    }
    report(std::move(requests));
    return std::nullopt;
}

Model::Refusal Edits::modify_user(User& user, const FieldChanges& changes)
{
    if (Refusal refusal = set_fields(user, changes)) return refusal;
    const bool new_number = changes.count("phoneNumber") != 0 && !user.phone_number.empty();
    ReportedCommand request;
    request.type = release() == Release::kR21 ? "UserModifyRequest17sp4" : "UserModifyRequest22";
    request.body = modify_body(user, changes);
    if (new_number) {
        request.identity_user = user.user_id;
        request.added_sip_uri = "sip:+" + user.country_code + user.phone_number + "@" + cluster_.config.default_domain;
    }
    report({request});
    return std::nullopt;
}

Model::Refusal Edits::set_alternate_ids(User& user, std::vector<std::string> ids)
{
    const std::vector<std::string> before = user.alternate_user_ids;
    if (Refusal refusal = cluster_.model.set_alternate_ids(user, ids)) return refusal;
    const auto has = [](const std::vector<std::string>& list, const std::string& id) {
        return std::find(list.begin(), list.end(), id) != list.end();
    };
    for (const std::string& old : before) {
        if (has(ids, old)) continue;
        report("UserAlternateUserIdDeleteRequest", elements({{"userId", user.user_id}, {"alternateUserId", old}}));
    }
    for (const std::string& fresh : ids) {
        if (has(before, fresh)) continue;
        report("UserAlternateUserIdAddRequest", elements({{"userId", user.user_id}, {"alternateUserId", fresh}}));
    }
    return std::nullopt;
}

Model::Refusal Edits::rename_user(User& user, const std::string& new_id)
{
    const std::string before = user.user_id;
    if (Refusal refusal = cluster_.model.rename_user(user, new_id)) return refusal;
    report({{"UserModifyUserIdRequest", elements({{"userId", before}, {"newUserId", user.user_id}}), user.user_id,
             "sip:" + user.user_id}});
    return std::nullopt;
}

Model::Refusal Edits::move_user(User& user, const std::string& new_group)
{
    if (!user.provider->is_enterprise) {
        return OciError{0, "A user moves between the groups of one enterprise only", "", false};
    }
    if (Refusal refusal = cluster_.model.move_user(user, new_group)) return refusal;
    report("UserModifyGroupIdRequest", elements({{"userId", user.user_id}, {"newGroupId", new_group}}));
    return std::nullopt;
}

void Edits::delete_user(User& user)
{
    const std::string body = elements({{"userId", user.user_id}});
    cluster_.model.delete_user(user);
    report("UserDeleteRequest", body);
}

Model::Refusal Edits::assign(User& user, const Entitlements& what)
{
    std::vector<std::string> failed;
    for (const std::string& service : what.services) cluster_.model.assign_service(user, service);
    for (const std::string& name : what.packs) {
        const auto pack = user.provider->find_pack(name);
        if (pack) {
            cluster_.model.assign_pack(user, *pack);
        } else {
            failed.push_back(name);
        }
    }
    const bool none = failed.size() == what.packs.size() && what.services.empty();
    if (!none || cluster_.config.feed.report_failed) {
        report("UserServiceAssignListRequest", elements({{"userId", user.user_id}}) + entitlement_elements(what));
    }
    if (failed.empty()) return std::nullopt;
    return could_not_assign(failed.front(), !none);
}

Model::Refusal Edits::unassign(User& user, const Entitlements& what)
{
    for (const std::string& service : what.services) cluster_.model.unassign_service(user, service);
    for (const std::string& name : what.packs) {
        const auto pack = user.provider->find_pack(name);
        if (pack) cluster_.model.unassign_pack(user, *pack);
    }
    report("UserServiceUnassignListRequest", elements({{"userId", user.user_id}}) + entitlement_elements(what));
    return std::nullopt;
}

Model::Refusal Edits::set_imp_active(User& user, bool active)
{
    if (!Model::has_service(user, kIntegratedImp)) {
        return OciError{0, "The service Integrated IMP is not assigned to " + user.user_id, "", false};
    }
    user.imp_active = active;
    report("UserIntegratedIMPModifyRequest",
           elements({{"userId", user.user_id}, {"isActive", active ? "true" : "false"}}));
    return std::nullopt;
}

Model::Refusal Edits::mass_assign(const std::string& provider, const std::string& group, const Entitlements& what)
{
    Group* const found = cluster_.model.find_group(provider, group);
    if (!found) return group_not_found(provider, group);
    constexpr std::size_t kUsersMax = 500;
    if (found->users.size() > kUsersMax) return OciError{0, "The group has more than 500 users", "", false};
    if (Refusal refusal = check(*found->provider, what)) return refusal;
    for (auto& [id, user] : found->users) {
        for (const std::string& service : what.services) cluster_.model.assign_service(*user, service);
        for (const std::string& pack : what.packs) {
            cluster_.model.assign_pack(*user, *found->provider->find_pack(pack));
        }
    }
    report("GroupExistingUsersAssignUserServiceListRequest",
           elements({{"serviceProviderId", provider}, {"groupId", group}}) + entitlement_elements(what));
    return std::nullopt;
}

Model::Refusal Edits::mass_unassign(const std::string& provider, const std::string& group, const Entitlements& what)
{
    Group* const found = cluster_.model.find_group(provider, group);
    if (!found) return group_not_found(provider, group);
    if (Refusal refusal = check(*found->provider, what)) return refusal;
    for (auto& [id, user] : found->users) {
        for (const std::string& service : what.services) cluster_.model.unassign_service(*user, service);
        for (const std::string& pack : what.packs) {
            cluster_.model.unassign_pack(*user, *found->provider->find_pack(pack));
        }
    }
    report("GroupExistingUsersUnassignUserServiceListRequest",
           elements({{"serviceProviderId", provider}, {"groupId", group}}) + entitlement_elements(what));
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
