// KnownEnterprises: the enterprises of one bridge as its lease holder knows them, ahead of the store by no more than a
// call that is on its way. Only this process writes them.
#pragma once

#include <map>
#include <string>

#include "daemon/core/basics/keeper.hpp"
#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/ports/store/enterprise_store.hpp"
#include "daemon/ports/store/subscriber_store.hpp"

namespace bwsync {

using EnterpriseMap = std::map<std::string, Enterprise>;  // by spEnterpriseId

class KnownEnterprises final {
public:
    struct Ports {
        EnterpriseStore& store;
        SubscriberStore& subscribers;
        Telemetry& telemetry;
    };

    KnownEnterprises(Ports ports, Keeper& keeper, std::string bridge)
        : ports_(ports), keeper_(keeper), bridge_(std::move(bridge))
    {
    }

    // Replaces what is known by what is stored. False: the store cannot be read now.
    Task<bool> load();
    [[nodiscard]] const EnterpriseMap& all() const { return enterprises_; }

    // A first subscriber is about to be chosen: `now` counts as when the first user was wanted, unless one was before.
    const Enterprise& noticed(const std::string& sp_enterprise_id, Instant now);
    // The call that makes the organization begins. Returns the enterprise as it is to be stored with it.
    Enterprise bootstrap(const Decision& decision);
    // What the decision says of the organization and its Meetings sites is stored; who waited for it becomes due.
    Task<> follow(Lease lease, const Decision& decision, std::stop_token stop);
    // The organization was deleted on purpose, and the store knows it.
    void forget(const std::string& sp_enterprise_id) { enterprises_.erase(sp_enterprise_id); }

private:
    Enterprise& enterprise(const std::string& sp_enterprise_id);
    Task<bool> save(Lease lease, Enterprise changed, std::stop_token stop);
    Task<> wake(Lease lease, std::string sp_enterprise_id, std::stop_token stop);

    Ports ports_;
    Keeper& keeper_;
    const std::string bridge_;
    EnterpriseMap enterprises_;
};

}  // namespace bwsync
