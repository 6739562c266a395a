// Which services and packs a user has, and who of a group has one. OCI-P schema: OCISchemaUser, OCISchemaGroup.
#include "tests/lab/broadworks/model/user_fields.hpp"
#include "tests/lab/broadworks/ocip/commands.hpp"

namespace bwsync::lab {
namespace {

std::string_view yes(bool value)
{
    return value ? "true" : "false";
}

// All user services the group may use: on their own or inside its packs.
std::set<std::string> authorised_services(const Group& group)
{
    std::set<std::string> all = group.services;
    for (const PackId pack : group.packs) {
        const ServicePack& one = group.provider->packs.at(pack);
        all.insert(one.services.begin(), one.services.end());
    }
    return all;
}

Answer assignment_list(CommandContext& context)
{
    const std::string id = context.text("userId");
    const User* const user = context.cluster.model.find_user(id);
    if (!user) return context.fail(user_not_found(id));
    XmlWriter scratch = context.writer(), out = context.writer();
    Table packs = context.table({"Service Pack Name", "Assigned", "Description"});
    for (const PackId pack : user->group->packs) {
        packs.row({user->provider->packs.at(pack).name, yes(user->holds(pack)), ""}, scratch);
    }
    Table services = context.table({"Service Name", "Assigned"});
    const bool with_packs = context.switches().pack_services_as_assigned;
    for (const std::string& service : authorised_services(*user->group)) {
        const bool assigned = with_packs ? Model::has_service(*user, service) : user->services.count(service) != 0;
        services.row({service, yes(assigned)}, scratch);
    }
    packs.write("servicePacksAssignmentTable", out);
    services.write("userServicesAssignmentTable", out);
    return context.answer(out);
}

Answer assigned_services(CommandContext& context)
{
    const std::string id = context.text("userId");
    const User* const user = context.cluster.model.find_user(id);
    if (!user) return context.fail(user_not_found(id));
    XmlWriter out = context.writer();
    for (const std::string& service : Model::effective_services(*user)) {
        out.open("userServiceEntry");
        out.element("serviceName", service);
        // Only services that can be switched on and off say whether they are.
        if (service == kIntegratedImp) out.element("isActive", user->imp_active);
        out.close("userServiceEntry");
    }
    return context.answer(out);
}

Answer is_assigned(CommandContext& context)
{
    const std::string id = context.text("userId");
    const User* const user = context.cluster.model.find_user(id);
    if (!user) return context.fail(user_not_found(id));
    const std::string service = context.text("serviceName"), name = context.text("servicePackName");
    if (!service.empty()) {
        if (Model::has_service(*user, service)) return success();
        return context.fail({0, "Service is not assigned: " + service, "", false});
    }
    const auto pack = user->provider->find_pack(name);
    if (pack && user->holds(*pack)) return success();
    return context.fail({0, "Service pack is not assigned: " + name, "", false});
}

void holder_row(const User& user, Table& table, XmlWriter& scratch)
{
    table.row({user.user_id, user.last_name, user.first_name, user.extra("department"), table_number(user),
               user.email_address, user.extra("hiraganaLastName"), user.extra("hiraganaFirstName"), user.extension},
              scratch);
}

Answer holders(CommandContext& context)
{
    const std::string provider = context.text("serviceProviderId"), id = context.text("groupId");
    const Group* const group = context.cluster.model.find_group(provider, id);
    if (!group) return context.fail(group_not_found(provider, id));
    const std::string service = context.text("serviceName"), pack_name = context.text("servicePackName");
    const auto pack = group->provider->find_pack(pack_name);
    if (!pack_name.empty() && !pack) return context.fail(pack_not_found(pack_name));
    Table table = context.table({"User Id", "Last Name", "First Name", "Department", "Phone Number", "Email Address",
                                 "Hiragana Last Name", "Hiragana First Name", "Extension"});
    XmlWriter scratch = context.writer();
    const bool with_packs = context.switches().holders_by_service_include_packs;
    for (const auto& [key, user] : group->users) {
        const bool has = pack         ? user->holds(*pack)
                         : with_packs ? Model::has_service(*user, service)
                                      : user->services.count(service) != 0;
        if (has) holder_row(*user, table, scratch);
    }
    return context.finish(table, "userListTable");
}

}  // namespace

void add_service_commands(CommandTable& table)
{
    table.add("UserServiceGetAssignmentListRequest", Release::kR21, Access::kLogin, "userId:T161", assignment_list);
    table.add("UserAssignedServicesGetListRequest", Release::kR21, Access::kLogin, "userId:T161?", assigned_services);
    table.add("UserServiceIsAssignedRequest", Release::kR21, Access::kLogin,
              "userId:T161 (serviceName:T80 | servicePackName:T80)", is_assigned);
    table.add("GroupGetUserServiceAssignedUserListRequest", Release::kR21, Access::kLogin,
              "serviceProviderId:T30 groupId:T30 (serviceName:T80 | servicePackName:T80)", holders);
}

}  // namespace bwsync::lab
