#include "tests/support/scripted/broadworks.hpp"

#include <algorithm>
#include <chrono>

#include "daemon/domain/basics/text.hpp"

namespace bwsync::test {

namespace {

bool holds(const UserFacts& user, const Entitlement& entitlement)
{
    if (entitlement.kind == EntitlementKind::kServicePack) {
        const auto& packs = user.service_packs;
        return std::find(packs.begin(), packs.end(), entitlement.name) != packs.end();
    }
    return std::any_of(user.services.begin(), user.services.end(),
                       [&](const AssignedService& service) { return service.name == entitlement.name; });
}

bool is_in(const UserFacts& user, const GroupKey& group)
{
    return user.service_provider_id == group.service_provider_id && user.group_id == group.group_id;
}

UserRow row_of(const UserFacts& user)
{
    UserRow row;
    row.user_id = user.user_id;
    row.row = user.first_name + "|" + user.last_name + "|" + user.phone_number + "|" + user.extension + "|" +
              user.email_address;
    return row;
}

Error not_found(const std::string& what)
{
    return Error(ErrorKind::kNotFound, what + " does not exist");
}

}  // namespace

void BroadWorksWorld::add_provider(const std::string& id, bool is_enterprise)
{
    providers[id] = ServiceProviderFacts{id, is_enterprise, ""};
}

void BroadWorksWorld::add_user(UserFacts facts)
{
    groups.insert(GroupKey{facts.service_provider_id, facts.group_id});
    users[lower_case(facts.user_id)] = std::move(facts);
}

const UserFacts* BroadWorksWorld::find(const std::string& user_id) const
{
    const std::string key = lower_case(user_id);
    const auto found = users.find(key);
    if (found != users.end()) return &found->second;
    for (const auto& [id, user] : users) {
        for (const std::string& alternate : user.alternate_user_ids) {
            if (lower_case(alternate) == key) return &user;
        }
    }
    return nullptr;
}

Task<std::optional<Error>> ScriptedBroadWorks::ask(std::string call) const
{
    if (mishaps_ == nullptr) co_return std::nullopt;
    std::optional<Error> lost = co_await mishaps_->going(call);
    if (lost) co_return lost;
    co_return co_await mishaps_->returning(call);
}

Task<Result<std::vector<UserReading>>> ScriptedBroadWorks::read_users(std::vector<std::string> user_ids,
                                                                      std::stop_token)
{
    std::optional<Error> lost = co_await ask("read_users");
    if (lost) co_return std::move(*lost);
    std::vector<UserReading> readings;
    for (const std::string& id : user_ids) {
        UserReading reading;
        reading.asked = id;
        const UserFacts* user = world_.find(id);
        if (unreadable.contains(id)) {
            reading.failure = "the answer is damaged";
        } else if (user != nullptr) {
            reading.facts = *user;
        } else {
            reading.is_absent = true;
        }
        readings.push_back(std::move(reading));
    }
    co_return readings;
}

Task<Result<std::vector<ServiceProviderFacts>>> ScriptedBroadWorks::list_service_providers(std::stop_token)
{
    std::optional<Error> lost = co_await ask("list_service_providers");
    if (lost) co_return std::move(*lost);
    std::vector<ServiceProviderFacts> providers;
    for (const auto& [id, facts] : world_.providers) {
        ServiceProviderFacts listed = facts;
        listed.imp_provisioning_url.clear();
        providers.push_back(std::move(listed));
    }
    co_return providers;
}

Task<Result<ServiceProviderFacts>> ScriptedBroadWorks::read_service_provider(std::string id, std::stop_token)
{
    std::optional<Error> lost = co_await ask("read_service_provider");
    if (lost) co_return std::move(*lost);
    const auto found = world_.providers.find(id);
    if (found == world_.providers.end()) co_return not_found(id);
    co_return found->second;
}

Task<Result<std::vector<std::string>>> ScriptedBroadWorks::list_groups(std::string provider, std::stop_token)
{
    std::optional<Error> lost = co_await ask("list_groups");
    if (lost) co_return std::move(*lost);
    if (!world_.providers.contains(provider)) co_return not_found(provider);
    std::vector<std::string> groups;
    for (const GroupKey& group : world_.groups) {
        if (group.service_provider_id == provider) groups.push_back(group.group_id);
    }
    co_return groups;
}

Task<Result<UserList>> ScriptedBroadWorks::list_users(GroupKey group, std::stop_token)
{
    std::optional<Error> lost = co_await ask("list_users");
    if (lost) co_return std::move(*lost);
    if (!world_.groups.contains(group)) co_return not_found(group.group_id);
    UserList list;
    for (const auto& [id, user] : world_.users) {
        if (is_in(user, group)) list.rows.push_back(row_of(user));
    }
    list.count_by_system = static_cast<std::int64_t>(list.rows.size());
    co_return list;
}

Task<Result<std::vector<PackUtilization>>> ScriptedBroadWorks::list_pack_utilization(std::string provider,
                                                                                     std::stop_token)
{
    std::optional<Error> lost = co_await ask("list_pack_utilization");
    if (lost) co_return std::move(*lost);
    if (!world_.providers.contains(provider)) co_return not_found(provider);
    std::map<std::pair<std::string, std::string>, std::int64_t> counts;
    for (const auto& [id, user] : world_.users) {
        if (user.service_provider_id != provider) continue;
        for (const std::string& pack : user.service_packs) ++counts[std::pair(pack, user.group_id)];
    }
    std::vector<PackUtilization> rows;
    for (const auto& [key, count] : counts) rows.push_back(PackUtilization{key.first, key.second, count});
    co_return rows;
}

Task<Result<std::vector<std::string>>> ScriptedBroadWorks::list_packs_with_service(std::string provider, std::string,
                                                                                   std::stop_token)
{
    std::optional<Error> lost = co_await ask("list_packs_with_service");
    if (lost) co_return std::move(*lost);
    if (!world_.providers.contains(provider)) co_return not_found(provider);
    co_return std::vector<std::string>();
}

Task<Result<std::vector<UserRow>>> ScriptedBroadWorks::list_holders(GroupKey group, Entitlement entitlement,
                                                                    std::stop_token)
{
    std::optional<Error> lost = co_await ask("list_holders");
    if (lost) co_return std::move(*lost);
    if (!world_.groups.contains(group)) co_return not_found(group.group_id);
    std::vector<UserRow> rows;
    for (const auto& [id, user] : world_.users) {
        if (is_in(user, group) && holds(user, entitlement)) rows.push_back(row_of(user));
    }
    co_return rows;
}

void ScriptedFeed::push(FeedStep step)
{
    steps_.push_back(std::move(step));
    bell_.ring();
}

void ScriptedFeed::say(FeedEvent event)
{
    if (!is_connected_) return;
    auto* open = steps_.empty() ? nullptr : std::get_if<FeedBatch>(&steps_.back());
    if (open != nullptr) return open->events.push_back(std::move(event));
    FeedBatch batch;
    batch.events.push_back(std::move(event));
    push(std::move(batch));
}

void ScriptedFeed::cut(FeedGap::Cause cause)
{
    if (!is_connected_) return;
    steps_.clear();
    is_connected_ = false;
    push(FeedGap{cause, false, "cut"});
}

void ScriptedFeed::doubt(FeedGap::Cause cause)
{
    if (is_connected_) push(FeedGap{cause, true, "doubt"});
}

Task<Result<FeedStep>> ScriptedFeed::next(std::stop_token stop)
{
    while (!stop.stop_requested() && !is_ended_) {
        if (!steps_.empty()) {
            FeedStep step = std::move(steps_.front());
            steps_.pop_front();
            co_return step;
        }
        if (!is_connected_) {
            is_connected_ = true;
            FeedConnected connected;
            connected.server = server_;
            FeedStep step(std::move(connected));
            co_return step;
        }
        co_await clock_.wait_for(bell_, std::chrono::hours(1), stop);
    }
    co_return Error(ErrorKind::kCancelled, "stopping");
}

void ScriptedFeed::hang_up()
{
    steps_.clear();
    is_connected_ = false;
    ++hang_ups_;
}

}  // namespace bwsync::test
