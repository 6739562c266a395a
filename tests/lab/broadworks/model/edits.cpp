#include "tests/lab/broadworks/model/edits.hpp"

#include <algorithm>

#include "tests/lab/broadworks/ocir/reported_elements.hpp"

namespace bwsync::lab {

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

}  // namespace bwsync::lab
