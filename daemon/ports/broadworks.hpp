// Reads from one BroadWorks cluster (OCI-P). Nothing here writes; every call may be repeated.
//
// Errors of every call: kRetry (not reachable, time-out, connection closed, damaged answer), kUnauthorized (login
// refused; further calls are held back by the adapter so that the account does not lock), kNotFound (the scope named
// does not exist: 4152 and its kind), kRejected (another error answer), kCancelled. A list is given whole or not at
// all.
#pragma once

#include <stop_token>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/source/facts.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class BroadWorks {
public:
    virtual ~BroadWorks() = default;

    // One reading per id, in the order asked. Fails as a whole only when nothing could be asked.
    virtual Task<Result<std::vector<UserReading>>> read_users(std::vector<std::string> user_ids,
                                                              std::stop_token stop) = 0;

    virtual Task<Result<std::vector<ServiceProviderFacts>>> list_service_providers(
        std::stop_token stop) = 0;  // without IMP URL
    virtual Task<Result<ServiceProviderFacts>> read_service_provider(std::string id, std::stop_token stop) = 0;
    virtual Task<Result<std::vector<std::string>>> list_groups(std::string service_provider_id,
                                                               std::stop_token stop) = 0;
    virtual Task<Result<UserList>> list_users(GroupKey group, std::stop_token stop) = 0;
    virtual Task<Result<std::vector<PackUtilization>>> list_pack_utilization(std::string service_provider_id,
                                                                             std::stop_token stop) = 0;
    // Names of the service packs of the provider that hold the service.
    virtual Task<Result<std::vector<std::string>>> list_packs_with_service(std::string service_provider_id,
                                                                           std::string service,
                                                                           std::stop_token stop) = 0;
    virtual Task<Result<std::vector<UserRow>>> list_holders(GroupKey group, Entitlement entitlement,
                                                            std::stop_token stop) = 0;

    // True while requests are answered: the last one was, or none has been needed yet.
    [[nodiscard]] virtual bool is_healthy() const = 0;
    [[nodiscard]] virtual std::string health_detail() const = 0;  // one line for /readyz; empty when healthy
};

}  // namespace bwsync
