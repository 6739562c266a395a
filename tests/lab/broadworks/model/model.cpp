#include "tests/lab/broadworks/model/model.hpp"

#include <algorithm>
#include <utility>

#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {

std::string OciError::summary() const
{
    if (code == 0) return text;
    return std::string(warning ? "[Warning " : "[Error ") + std::to_string(code) + "] " + text;
}

const std::string& User::extra(const std::string& element) const
{
    static const std::string kNothing;
    const auto found = more.find(element);
    return found == more.end() ? kNothing : found->second;
}

bool User::holds(PackId pack) const
{
    return std::binary_search(packs.begin(), packs.end(), pack);
}

std::optional<PackId> ServiceProvider::find_pack(std::string_view pack_name) const
{
    for (const auto& [id_of_pack, pack] : packs) {
        if (pack.name == pack_name) return id_of_pack;
    }
    return std::nullopt;
}

std::string Model::key(std::string_view user_id) const
{
    std::string result = lower(user_id);
    if (result.find('@') == std::string::npos) result += "@" + lower(default_domain_);
    return result;
}

ServiceProvider* Model::find_provider(std::string_view id)
{
    const auto found = providers_.find(std::string(id));
    return found == providers_.end() ? nullptr : &found->second;
}

Group* Model::find_group(std::string_view provider, std::string_view group)
{
    ServiceProvider* const parent = find_provider(provider);
    if (!parent) return nullptr;
    const auto found = parent->groups.find(std::string(group));
    return found == parent->groups.end() ? nullptr : &found->second;
}

User* Model::find_user(std::string_view id)
{
    const std::string wanted = key(id);
    const auto found = users_.find(wanted);
    if (found != users_.end()) return found->second.get();
    const auto alias = aliases_.find(wanted);
    return alias == aliases_.end() ? nullptr : alias->second;
}

Model::Refusal Model::add_provider(ServiceProvider provider)
{
    if (provider.id.empty()) return validation_error("serviceProviderId is missing");
    if (find_provider(provider.id)) return OciError{0, "Service provider already exists: " + provider.id, "", false};
    std::string id = provider.id;
    providers_.emplace(std::move(id), std::move(provider));
    return std::nullopt;
}

Model::Refusal Model::delete_provider(std::string_view id)
{
    ServiceProvider* const provider = find_provider(id);
    if (!provider) return provider_not_found(id);
    while (!provider->groups.empty()) (void)delete_group(id, provider->groups.begin()->first);
    providers_.erase(std::string(id));
    return std::nullopt;
}

Model::Refusal Model::add_group(std::string_view provider, Group group)
{
    ServiceProvider* const parent = find_provider(provider);
    if (!parent) return provider_not_found(provider);
    if (group.group_id.empty()) return validation_error("groupId is missing");
    if (parent->groups.count(group.group_id)) {
        return OciError{0, "Group already exists: " + parent->id + ":" + group.group_id, "", false};
    }
    group.provider = parent;
    std::string id = group.group_id;
    parent->groups.emplace(std::move(id), std::move(group));
    return std::nullopt;
}

Model::Refusal Model::delete_group(std::string_view provider, std::string_view group)
{
    Group* const found = find_group(provider, group);
    if (!found) return group_not_found(provider, group);
    while (!found->users.empty()) delete_user(*found->users.begin()->second);
    found->provider->groups.erase(std::string(group));
    return std::nullopt;
}

Model::Refusal Model::add_pack(ServiceProvider& provider, const std::string& name, std::set<std::string> services)
{
    if (name.empty()) return validation_error("servicePackName is missing");
    if (provider.find_pack(name)) return OciError{0, "Service pack already exists: " + name, "", false};
    ServicePack pack;
    pack.name = name;
    pack.services = std::move(services);
    provider.packs.emplace(++last_pack_, std::move(pack));
    return std::nullopt;
}

Model::Refusal Model::rename_pack(ServiceProvider& provider, PackId pack, const std::string& new_name)
{
    const auto other = provider.find_pack(new_name);
    if (other && *other != pack) return OciError{0, "Service pack already exists: " + new_name, "", false};
    provider.packs.at(pack).name = new_name;
    return std::nullopt;
}

void Model::delete_pack(ServiceProvider& provider, PackId pack)
{
    for (auto& [group_id, group] : provider.groups) {
        for (auto& [id, user] : group.users) std::erase(user->packs, pack);
        group.packs.erase(pack);
        group.assigned.erase(pack);
    }
    provider.packs.erase(pack);
}

Model::Refusal Model::add_user(std::string_view provider, std::string_view group, User user)
{
    if (!find_provider(provider)) return provider_not_found(provider);
    Group* const parent = find_group(provider, group);
    if (!parent) return group_not_found(provider, group);
    if (user.user_id.empty()) return validation_error("userId is missing");
    if (user.user_id.find('@') == std::string::npos) user.user_id += "@" + default_domain_;
    const std::string id = key(user.user_id);
    if (find_user(id)) return OciError{4200, "User already exists: " + user.user_id, "", false};
    user.provider = parent->provider;
    user.group = parent;
    std::vector<std::string> alternates;
    alternates.swap(user.alternate_user_ids);
    auto owned = std::make_unique<User>(std::move(user));
    User& stored = *owned;
    users_.emplace(id, std::move(owned));
    parent->users.emplace(id, &stored);
    if (const Refusal refusal = set_alternate_ids(stored, std::move(alternates))) {
        delete_user(stored);
        return refusal;
    }
    return std::nullopt;
}

void Model::delete_user(User& user)
{
    const std::vector<PackId> packs = user.packs;
    for (const PackId pack : packs) unassign_pack(user, pack);
    for (const std::string& alternate : user.alternate_user_ids) aliases_.erase(key(alternate));
    const std::string id = key(user.user_id);
    user.group->users.erase(id);
    users_.erase(id);
}

Model::Refusal Model::rename_user(User& user, const std::string& new_id)
{
    std::string full = new_id;
    if (full.find('@') == std::string::npos) full += "@" + default_domain_;
    const std::string from = key(user.user_id), to = key(full);
    User* const other = find_user(to);
    if (other && other != &user) return OciError{4200, "User already exists: " + full, "", false};
    if (other && aliases_.count(to)) return OciError{4200, "User already exists: " + full, "", false};
    user.user_id = full;
    if (from == to) return std::nullopt;
    auto node = users_.extract(from);
    node.key() = to;
    users_.insert(std::move(node));
    user.group->users.erase(from);
    user.group->users.emplace(to, &user);
    return std::nullopt;
}

Model::Refusal Model::move_user(User& user, std::string_view new_group)
{
    Group* const target = find_group(user.provider->id, new_group);
    if (!target) return group_not_found(user.provider->id, new_group);
    const std::string id = key(user.user_id);
    const std::vector<PackId> packs = user.packs;
    for (const PackId pack : packs) unassign_pack(user, pack);
    user.group->users.erase(id);
    user.group = target;
    target->users.emplace(id, &user);
    for (const PackId pack : packs) assign_pack(user, pack);
    target->services.insert(user.services.begin(), user.services.end());
    return std::nullopt;
}

Model::Refusal Model::set_alternate_ids(User& user, std::vector<std::string> ids)
{
    constexpr std::size_t kAlternatesMax = 4;
    if (ids.size() > kAlternatesMax) return validation_error("more than 4 alternate user ids");
    std::set<std::string> keys;
    for (const std::string& id : ids) {
        User* const other = find_user(id);
        const bool own_alias = other == &user && aliases_.count(key(id)) != 0;
        if ((other && !own_alias) || !keys.insert(key(id)).second) {
            return OciError{4200, "User already exists: " + id, "", false};
        }
    }
    for (const std::string& old : user.alternate_user_ids) aliases_.erase(key(old));
    user.alternate_user_ids = std::move(ids);
    for (const std::string& id : user.alternate_user_ids) aliases_.emplace(key(id), &user);
    return std::nullopt;
}

void Model::assign_pack(User& user, PackId pack)
{
    user.group->packs.insert(pack);
    if (user.holds(pack)) return;
    user.packs.insert(std::upper_bound(user.packs.begin(), user.packs.end(), pack), pack);
    ++user.group->assigned[pack];
    ++user.provider->packs.at(pack).holders;
}

bool Model::unassign_pack(User& user, PackId pack)
{
    if (std::erase(user.packs, pack) == 0) return false;
    --user.group->assigned[pack];
    --user.provider->packs.at(pack).holders;
    return true;
}

void Model::assign_service(User& user, const std::string& service)
{
    user.group->services.insert(service);
    user.services.insert(service);
}

bool Model::unassign_service(User& user, const std::string& service)
{
    return user.services.erase(service) != 0;
}

std::set<std::string> Model::effective_services(const User& user)
{
    std::set<std::string> all = user.services;
    for (const PackId pack : user.packs) {
        const ServicePack& held = user.provider->packs.at(pack);
        all.insert(held.services.begin(), held.services.end());
    }
    return all;
}

bool Model::has_service(const User& user, std::string_view service)
{
    const std::string name(service);
    if (user.services.count(name)) return true;
    return std::any_of(user.packs.begin(), user.packs.end(),
                       [&](PackId pack) { return user.provider->packs.at(pack).services.count(name) != 0; });
}

OciError user_not_found(std::string_view user_id)
{
    return {4008, "User not found: " + std::string(user_id), "", false};
}

OciError group_not_found(std::string_view provider, std::string_view group)
{
    return {4152, "Group not found: " + std::string(provider) + ":" + std::string(group), "", false};
}

OciError provider_not_found(std::string_view provider)
{
    return {0, "Service provider not found: " + std::string(provider), "", false};
}

OciError pack_not_found(std::string_view pack)
{
    return {0, "Service pack not found: " + std::string(pack), "", false};
}

OciError validation_error(std::string detail)
{
    return {6004, "OCI XML Request validation error", std::move(detail), false};
}

}  // namespace bwsync::lab
