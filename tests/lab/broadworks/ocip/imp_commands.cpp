// Integrated IM&P settings at the four levels. OCI-P schema: OCISchemaServiceIntegratedIMP.
#include "tests/lab/broadworks/ocip/commands.hpp"

namespace bwsync::lab {
namespace {

Answer user_imp(CommandContext& context)
{
    const std::string id = context.text("userId");
    const User* const user = context.cluster.model.find_user(id);
    if (!user) return context.fail(user_not_found(id));
    const bool assigned = Model::has_service(*user, kIntegratedImp);
    if (!assigned && context.switches().imp_unassigned == ImpUnassigned::kError) {
        return context.fail({0, "The service Integrated IMP is not assigned to " + user->user_id, "", false});
    }
    XmlWriter out = context.writer();
    out.element("isActive", assigned && user->imp_active);
    if (assigned && context.command.type == "UserIntegratedIMPGetRequest21sp1") {
        const std::string& imp_id = user->extra("impId");
        out.element("impId", imp_id.empty() ? user->user_id : imp_id);
        out.element("isAlternateImpId", false);
    }
    return context.answer(out);
}

Answer group_imp(CommandContext& context)
{
    const std::string provider = context.text("serviceProviderId"), id = context.text("groupId");
    const Group* const group = context.cluster.model.find_group(provider, id);
    if (!group) return context.fail(group_not_found(provider, id));
    const std::string& type = context.command.type;
    XmlWriter out = context.writer();
    out.element("useServiceProviderSetting", group->imp.use_service_provider_setting);
    out.optional("serviceDomain", group->imp.service_domain);
    if (type == "GroupIntegratedIMPGetRequest") return context.answer(out);
    out.optional("effectiveServiceDomain", context.cluster.model.system_imp.service_domain);
    out.element("addServiceProviderInIMPUserId", false);
    out.element("defaultImpIdType", "Primary");
    if (type == "GroupIntegratedIMPGetRequest23") {
        out.element("useServiceProviderMessagingServer", group->imp.provisioning_url.empty());
        out.optional("provisioningUrl", group->imp.provisioning_url);
        out.optional("provisioningUserId", group->imp.provisioning_user_id);
    }
    return context.answer(out);
}

Answer provider_imp(CommandContext& context)
{
    const std::string id = context.text("serviceProviderId");
    const ServiceProvider* const provider = context.cluster.model.find_provider(id);
    if (!provider) return context.fail(provider_not_found(id));
    XmlWriter out = context.writer();
    out.element("useSystemServiceDomain", provider->imp.service_domain.empty());
    out.optional("serviceDomain", provider->imp.service_domain);
    out.element("useSystemMessagingServer", provider->imp.use_system_messaging_server);
    out.optional("provisioningUrl", provider->imp.provisioning_url);
    out.optional("provisioningUserId", provider->imp.provisioning_user_id);
    if (context.command.type == "ServiceProviderIntegratedIMPGetRequest22") out.element("defaultImpIdType", "Primary");
    return context.answer(out);
}

Answer system_imp(CommandContext& context)
{
    const auto& imp = context.cluster.model.system_imp;
    XmlWriter out = context.writer();
    out.optional("serviceDomain", imp.service_domain);
    out.optional("servicePort", imp.service_port);
    out.element("addServiceProviderInIMPUserId", false);
    out.optional("boshURL", imp.bosh_url);
    out.element("allowImpPasswordRetrieval", false);
    if (context.command.type == "SystemIntegratedIMPGetRequest25") out.element("propagateImpErrorDetails", false);
    return context.answer(out);
}

}  // namespace

void add_imp_commands(CommandTable& table)
{
    table.add("UserIntegratedIMPGetRequest", Release::kR21, Access::kLogin, "userId:T161", user_imp);
    table.add("UserIntegratedIMPGetRequest21sp1", Release::kR22, Access::kLogin, "userId:T161", user_imp);
    const char* const group = "serviceProviderId:T30 groupId:T30";
    table.add("GroupIntegratedIMPGetRequest", Release::kR21, Access::kLogin, group, group_imp);
    table.add("GroupIntegratedIMPGetRequest21sp1", Release::kR22, Access::kLogin, group, group_imp);
    table.add("GroupIntegratedIMPGetRequest23", Release::kR25, Access::kLogin, group, group_imp);
    const char* const provider = "serviceProviderId:T30";
    table.add("ServiceProviderIntegratedIMPGetRequest21", Release::kR21, Access::kLogin, provider, provider_imp);
    table.add("ServiceProviderIntegratedIMPGetRequest22", Release::kR22, Access::kLogin, provider, provider_imp);
    table.add("SystemIntegratedIMPGetRequest21", Release::kR21, Access::kSystem, "", system_imp);
    table.add("SystemIntegratedIMPGetRequest25", Release::kR25, Access::kSystem, "", system_imp);
}

}  // namespace bwsync::lab
