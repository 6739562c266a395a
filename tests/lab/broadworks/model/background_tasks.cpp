// Background tasks: the feed announces them, their effect comes later and in silence.
#include <algorithm>

#include "tests/lab/broadworks/model/edits.hpp"

namespace bwsync::lab {
namespace {

MigrationTask* find_task(ClusterState& cluster, const std::string& provider, const std::string& name)
{
    ServiceProvider* const found = cluster.model.find_provider(provider);
    if (!found) return nullptr;
    for (MigrationTask& task : found->tasks) {
        if (task.name == name) return &task;
    }
    return nullptr;
}

// Looks everything up again: the provider, the packs and the users may be gone by now.
void carry_out(ClusterState& cluster, const std::string& provider, const std::string& name, PackId from, PackId to)
{
    MigrationTask* const task = find_task(cluster, provider, name);
    if (!task) return;
    ServiceProvider& found = *cluster.model.find_provider(provider);
    task->status = "Completed";
    if (!found.packs.count(from) || !found.packs.count(to)) {
        task->errors = 1;
        return;
    }
    for (auto& [group_id, group] : found.groups) {
        for (auto& [id, user] : group.users) {
            if (!cluster.model.unassign_pack(*user, from)) continue;
            cluster.model.assign_pack(*user, to);
            ++task->processed;
        }
    }
}

std::string keys(const std::string& provider, const std::string& task)
{
    XmlWriter out(WireEncoding::kUtf8);
    out.element("serviceProviderId", provider);
    out.element("taskName", task);
    return out.take();
}

}  // namespace

Model::Refusal Edits::migrate(const std::string& provider, const std::string& from, const std::string& to,
                              std::chrono::milliseconds delay)
{
    ServiceProvider* const found = cluster_.model.find_provider(provider);
    if (!found) return provider_not_found(provider);
    const auto source = found->find_pack(from), target = found->find_pack(to);
    if (!source) return pack_not_found(from);
    if (!target) return pack_not_found(to);
    MigrationTask task;
    task.name = "migration-" + std::to_string(++cluster_.background_tasks);
    task.start_ms = cluster_.clock.now_ms();
    task.status = "Processing";
    task.total = found->packs.at(*source).holders;
    found->tasks.push_back(task);
    const std::string body = keys(provider, task.name);
    report({{"ServiceProviderServicePackMigrationTaskAddRequest21", body, "", ""},
            {"ServiceProviderServicePackMigrationTaskModifyRemovalListRequest", body, "", ""},
            {"ServiceProviderServicePackMigrationTaskModifyAssignmentListRequest", body, "", ""},
            {"ServiceProviderServicePackMigrationTaskModifyRequest", body, "", ""}});
    cluster_.clock.schedule_in(delay, [&cluster = cluster_, provider, name = task.name, from_id = *source,
                                       to_id = *target] { carry_out(cluster, provider, name, from_id, to_id); });
    return std::nullopt;
}

Model::Refusal Edits::create_users_later(const std::string& provider, const std::string& group,
                                         std::vector<NewUser> users, std::chrono::milliseconds delay)
{
    if (!cluster_.model.find_group(provider, group)) return group_not_found(provider, group);
    const std::string task = "creation-" + std::to_string(++cluster_.background_tasks);
    XmlWriter out(WireEncoding::kUtf8);
    out.open("trunkGroupKey");
    out.element("serviceProviderId", provider);
    out.element("groupId", group);
    out.element("name", "trunk");
    out.close("trunkGroupKey");
    out.element("taskName", task);
    report("GroupTrunkGroupUserCreationTaskAddRequest14sp4", out.take());
    Actor silent = actor_;
    silent.report = false;
    cluster_.clock.schedule_in(delay, [&cluster = cluster_, silent, provider, group, wanted = std::move(users)] {
        Edits edits(cluster, silent);
        // What is refused by then (the group or a pack is gone, the id is taken) is left out, as the task would.
        for (const NewUser& user : wanted) (void)edits.add_user(provider, group, user);
    });
    return std::nullopt;
}

}  // namespace bwsync::lab
