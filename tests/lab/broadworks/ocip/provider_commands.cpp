// Service providers and enterprises: list and profile. OCI-P schema: OCISchemaServiceProvider.
#include "tests/lab/broadworks/model/search.hpp"
#include "tests/lab/broadworks/ocip/commands.hpp"

namespace bwsync::lab {
namespace {

Answer provider_list(CommandContext& context)
{
    std::vector<std::string_view> headings{"Service Provider Id", "Service Provider Name", "Is Enterprise"};
    const bool with_reseller = context.release() >= Release::kR22;
    if (with_reseller) headings.push_back("Reseller Id");
    Table table = context.table(headings);
    XmlWriter scratch = context.writer();
    const Search search(context.node());
    const std::string wanted = context.text("isEnterprise");
    for (const auto& [id, provider] : context.cluster.model.providers()) {
        if (!wanted.empty() && context.flag("isEnterprise") != provider.is_enterprise) continue;
        if (!search.matches(provider)) continue;
        std::vector<std::string_view> cells{id, provider.name, provider.is_enterprise ? "true" : "false"};
        if (with_reseller) cells.push_back(provider.reseller_id);
        table.row(cells, scratch);
    }
    return context.finish(table, "serviceProviderTable");
}

ServiceProvider* provider_by_external_id(Model& model, const std::string& external_id)
{
    for (auto& [id, provider] : model.providers()) {
        if (provider.external_id == external_id) return &provider;
    }
    return nullptr;
}

// What all versions begin with. The choice has isEnterprise only for an enterprise, as the schema wants it.
void write_profile(CommandContext& context, const ServiceProvider& provider, XmlWriter& out)
{
    if (provider.is_enterprise || context.switches().is_enterprise_as_boolean) {
        out.element("isEnterprise", provider.is_enterprise);
    } else {
        out.element("useCustomRoutingProfile", false);
    }
    out.element("defaultDomain", context.cluster.config.default_domain);
    out.optional("serviceProviderName", provider.name);
    out.element("useServiceProviderLanguages", false);
}

Answer provider_get(CommandContext& context)
{
    const std::string external = context.text("serviceProviderExternalId");
    const std::string id = context.text("serviceProviderId");
    const ServiceProvider* const provider = external.empty() ? context.cluster.model.find_provider(id)
                                                             : provider_by_external_id(context.cluster.model, external);
    if (!provider) return context.fail(provider_not_found(external.empty() ? id : external));
    XmlWriter out = context.writer();
    write_profile(context, *provider, out);
    const std::string& type = context.command.type;
    if (type != "ServiceProviderGetRequest17sp1") {
        out.optional("resellerId", provider->reseller_id);
        out.element("serviceProviderId", provider->id);
    }
    if (type == "ServiceProviderGetRequest22V4") out.optional("serviceProviderExternalId", provider->external_id);
    return context.answer(out);
}

}  // namespace

void add_provider_commands(CommandTable& table)
{
    table.add("ServiceProviderGetListRequest", Release::kR21, Access::kSystem,
              "isEnterprise:B? responseSizeLimit:I? searchCriteriaServiceProviderId:Search*"
              " searchCriteriaServiceProviderName:Search* searchCriteriaResellerId:Search*@R22",
              provider_list);
    table.add("ServiceProviderGetRequest17sp1", Release::kR21, Access::kLogin, "serviceProviderId:T30", provider_get);
    table.add("ServiceProviderGetRequest22V3", Release::kR22, Access::kLogin, "serviceProviderId:T30", provider_get);
    table.add("ServiceProviderGetRequest22V4", Release::kR24, Access::kLogin,
              "(serviceProviderId:T30 | serviceProviderExternalId:T36)", provider_get);
}

}  // namespace bwsync::lab
