#include "daemon/core/source/absence.hpp"

#include <algorithm>

#include "daemon/domain/basics/text.hpp"

namespace bwsync {

namespace {

AbsenceProof proven(std::string text)
{
    AbsenceProof proof;
    proof.is_proven = true;
    proof.text = std::move(text);
    return proof;
}

AbsenceProof unproven(std::string text)
{
    AbsenceProof proof;
    proof.text = std::move(text);
    return proof;
}

AbsenceProof judge(const UserList& list, const std::string& user_key, const GroupKey& where)
{
    const std::string group = where.service_provider_id + "/" + where.group_id;
    const auto is_meant = [&user_key](const UserRow& row) { return lower_case(row.user_id) == user_key; };
    if (std::any_of(list.rows.begin(), list.rows.end(), is_meant)) {
        return unproven("the user is not found, yet group " + group + " lists it");
    }
    const auto count = static_cast<std::int64_t>(list.rows.size());
    if (list.count_by_system && *list.count_by_system != count) {
        return unproven("the list of group " + group + " has " + std::to_string(count) + " users, the system counts " +
                        std::to_string(*list.count_by_system));
    }
    return proven("BroadWorks does not find the user, and group " + group + " (" + std::to_string(count) +
                  " users) does not list it");
}

}  // namespace

Task<AbsenceProof> AbsenceProver::prove(std::string user_key, GroupKey where, std::stop_token stop)
{
    if (!users_.contains(where)) {
        Result<UserList> list = co_await broadworks_.list_users(where, stop);
        users_.emplace(where, std::move(list));
    }
    const Result<UserList>& list = users_.at(where);
    if (list) co_return judge(*list, user_key, where);
    if (list.error().kind != ErrorKind::kNotFound)
        co_return unproven("the user's group could not be read: " + list.error().what);
    co_return co_await by_groups(where, stop);
}

Task<AbsenceProof> AbsenceProver::by_groups(GroupKey where, std::stop_token stop)
{
    const std::string& provider = where.service_provider_id;
    if (!groups_.contains(provider)) {
        Result<std::vector<std::string>> groups = co_await broadworks_.list_groups(provider, stop);
        groups_.emplace(provider, std::move(groups));
    }
    const Result<std::vector<std::string>>& groups = groups_.at(provider);
    if (groups) {
        const bool is_listed = std::find(groups->begin(), groups->end(), where.group_id) != groups->end();
        if (is_listed) co_return unproven("the group is not found, yet its service provider lists it");
        co_return proven("the user's group is gone: service provider " + provider + " does not list " + where.group_id);
    }
    if (groups.error().kind != ErrorKind::kNotFound)
        co_return unproven("the service provider could not be read: " + groups.error().what);
    co_return co_await by_providers(provider, stop);
}

Task<AbsenceProof> AbsenceProver::by_providers(std::string service_provider_id, std::stop_token stop)
{
    Result<std::vector<ServiceProviderFacts>> providers = co_await broadworks_.list_service_providers(stop);
    if (!providers) co_return unproven("the list of service providers could not be read: " + providers.error().what);
    for (const ServiceProviderFacts& provider : *providers) {
        if (provider.service_provider_id == service_provider_id)
            co_return unproven("the service provider is not found, yet the system lists it");
    }
    // An empty list would prove that the whole system is gone: it proves nothing.
    if (providers->empty()) co_return unproven("the list of service providers is empty");
    co_return proven("the user's service provider " + service_provider_id + " is gone from the system's list");
}

}  // namespace bwsync
