// Service packs of a service provider: names, contents, use by group, migration tasks.
#include "tests/lab/broadworks/ocip/commands.hpp"

namespace bwsync::lab {
namespace {

Answer pack_list(CommandContext& context)
{
    const std::string id = context.text("serviceProviderId");
    const ServiceProvider* const provider = context.cluster.model.find_provider(id);
    if (!provider) return context.fail(provider_not_found(id));
    XmlWriter out = context.writer();
    for (const auto& [pack_id, pack] : provider->packs) out.element("servicePackName", pack.name);
    return context.answer(out);
}

void write_quantity(XmlWriter& out, std::string_view name, std::string_view kind, std::string_view value)
{
    out.open(name);
    out.element(kind, value);
    out.close(name);
}

Answer pack_detail(CommandContext& context)
{
    const std::string id = context.text("serviceProviderId"), name = context.text("servicePackName");
    const ServiceProvider* const provider = context.cluster.model.find_provider(id);
    if (!provider) return context.fail(provider_not_found(id));
    const auto found = provider->find_pack(name);
    if (!found) return context.fail(pack_not_found(name));
    const ServicePack& pack = provider->packs.at(*found);
    XmlWriter out = context.writer(), scratch = context.writer();
    out.element("servicePackName", pack.name);
    out.element("isAvailableForUse", true);
    write_quantity(out, "servicePackQuantity", "unlimited", "true");
    write_quantity(out, "assignedQuantity", "quantity", std::to_string(pack.holders));
    write_quantity(out, "allowedQuantity", "unlimited", "true");
    Table table = context.table({"Service", "Authorized", "Allocated", "Available"});
    for (const std::string& service : pack.services) {
        table.row({service, "Unlimited", "Unlimited", "Unlimited"}, scratch);
    }
    table.write("userServiceTable", out);
    return context.answer(out);
}

// First all names, then as many tables: the n-th table belongs to the n-th name.
Answer utilization(CommandContext& context)
{
    const std::string id = context.text("serviceProviderId");
    const ServiceProvider* const provider = context.cluster.model.find_provider(id);
    if (!provider) return context.fail(provider_not_found(id));
    XmlWriter out = context.writer(), scratch = context.writer();
    for (const auto& [pack_id, pack] : provider->packs) out.element("servicePackName", pack.name);
    for (const auto& [pack_id, pack] : provider->packs) {
        Table table = context.table({"Group", "Total Packs", "Assigned"});
        for (const auto& [group_id, group] : provider->groups) {
            if (!group.packs.count(pack_id)) continue;
            const auto assigned = group.assigned.find(pack_id);
            const std::size_t count = assigned == group.assigned.end() ? 0 : assigned->second;
            table.row({group_id, "Unlimited", std::to_string(count)}, scratch);
        }
        table.write("serviceUtilizationTable", out);
    }
    return context.answer(out);
}

Answer migration_tasks(CommandContext& context)
{
    const std::string id = context.text("serviceProviderId");
    const ServiceProvider* const provider = context.cluster.model.find_provider(id);
    if (!provider) return context.fail(provider_not_found(id));
    Table table = context.table(
        {"Start Timestamp Milliseconds", "Name", "Status", "Error Count", "Users Processed", "Users Total"});
    XmlWriter scratch = context.writer();
    for (const MigrationTask& task : provider->tasks) {
        table.row({std::to_string(task.start_ms), task.name, task.status, std::to_string(task.errors),
                   std::to_string(task.processed), std::to_string(task.total)},
                  scratch);
    }
    return context.finish(table, "taskTable");
}

}  // namespace

void add_pack_commands(CommandTable& table)
{
    const char* const key = "serviceProviderId:T30";
    table.add("ServiceProviderServicePackGetListRequest", Release::kR21, Access::kLogin, key, pack_list);
    table.add("ServiceProviderServicePackGetDetailListRequest", Release::kR21, Access::kLogin,
              "serviceProviderId:T30 servicePackName:T80", pack_detail);
    table.add("ServiceProviderServicePackGetUtilizationListRequest", Release::kR21, Access::kLogin, key, utilization);
    for (const char* const name : {"ServiceProviderServicePackMigrationTaskGetListRequest",
                                   "ServiceProviderServicePackMigrationTaskGetListRequest21"}) {
        table.add(name, Release::kR21, Access::kLogin, key, migration_tasks);
    }
}

}  // namespace bwsync::lab
