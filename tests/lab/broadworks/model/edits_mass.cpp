// Changes that reach users without naming them.
#include "tests/lab/broadworks/model/edits.hpp"
#include "tests/lab/broadworks/ocir/reported_elements.hpp"

namespace bwsync::lab {
namespace {

void unauthorize_in(Model& model, Group& group, const Entitlements& what)
{
    const auto pack_ids = [&] {
        std::vector<PackId> ids;
        for (const std::string& name : what.packs) ids.push_back(*group.provider->find_pack(name));
        return ids;
    }();
    for (auto& [id, user] : group.users) {
        for (const PackId pack : pack_ids) model.unassign_pack(*user, pack);
        for (const std::string& service : what.services) model.unassign_service(*user, service);
    }
    for (const PackId pack : pack_ids) group.packs.erase(pack);
    for (const std::string& service : what.services) group.services.erase(service);
}

std::string unauthorized_elements(const Entitlements& what)
{
    XmlWriter out(WireEncoding::kUtf8);
    const auto write = [&](std::string_view wrapper, std::string_view name, const std::string& value) {
        out.open(wrapper);
        out.element(name, value);
        out.element("unauthorized", true);
        out.close(wrapper);
    };
    for (const std::string& pack : what.packs) write("servicePackAuthorization", "servicePackName", pack);
    for (const std::string& service : what.services) write("userServiceAuthorization", "serviceName", service);
    return out.take();
}

}  // namespace

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

Model::Refusal Edits::unauthorize(const std::string& provider, const std::string& group, const Entitlements& what)
{
    ServiceProvider* const found = cluster_.model.find_provider(provider);
    if (!found) return provider_not_found(provider);
    if (Refusal refusal = check(*found, what)) return refusal;
    if (group.empty()) {
        for (auto& [id, one] : found->groups) unauthorize_in(cluster_.model, one, what);
        report("ServiceProviderServiceModifyAuthorizationListRequest",
               elements({{"serviceProviderId", provider}}) + unauthorized_elements(what));
        return std::nullopt;
    }
    Group* const one = cluster_.model.find_group(provider, group);
    if (!one) return group_not_found(provider, group);
    unauthorize_in(cluster_.model, *one, what);
    report("GroupServiceModifyAuthorizationListRequest",
           elements({{"serviceProviderId", provider}, {"groupId", group}}) + unauthorized_elements(what));
    return std::nullopt;
}

Model::Refusal Edits::mass_language(const std::string& provider, const std::string& group, const std::string& language)
{
    if (release() < Release::kR24) return OciError{0, "GroupUserLanguageModifyRequest needs R24 or later", "", false};
    Group* const found = cluster_.model.find_group(provider, group);
    if (!found) return group_not_found(provider, group);
    for (auto& [id, user] : found->users) user->language = language;
    report(
        "GroupUserLanguageModifyRequest",
        elements(
            {{"serviceProviderId", provider}, {"groupId", group}, {"language", language}, {"applyToUsers", "true"}}));
    return std::nullopt;
}

Model::Refusal Edits::modify_department(const std::string& provider, const std::string& group, const std::string& name,
                                        const std::string& new_name)
{
    Group* const found = cluster_.model.find_group(provider, group);
    if (!found) return group_not_found(provider, group);
    for (auto& [id, user] : found->users) {
        if (user->extra("department") != name) continue;
        if (new_name.empty()) {
            user->more.erase("department");
        } else {
            user->more["department"] = new_name;
        }
    }
    report(new_name.empty() ? "GroupDepartmentDeleteRequest" : "GroupDepartmentModifyRequest",
           elements({{"serviceProviderId", provider},
                     {"groupId", group},
                     {"departmentName", name},
                     {"newDepartmentName", new_name}}));
    return std::nullopt;
}

}  // namespace bwsync::lab
