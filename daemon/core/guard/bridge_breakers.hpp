// The breakers of one bridge at work: told of every answer, kept in the store, one probe let go at a time. What they
// decide is in domain/breaker.
#pragma once

#include <string>
#include <vector>

#include "daemon/core/basics/bridge_ports.hpp"
#include "daemon/domain/guard/breaker.hpp"
#include "daemon/domain/subscriber/decide.hpp"

namespace bwsync {

class BridgeBreakers {
public:
    BridgeBreakers(BridgePorts ports, const BridgePolicy& policy)
        : ports_(ports), bridge_(policy.bridge), cluster_(policy.cluster), partner_(policy.partner)
    {
    }

    Task<bool> load();
    // Why the call must wait, for a person; empty: it may go (as the probe, where a breaker is open).
    std::string held(const Decision& decision, Instant now);
    void answered(const Decision& decision, const WebexFailure* failure);
    // What Webex showed of a subscriber: asynchronous attempts end there.
    void noticed(const Subject& subject, const Decision& decision);
    // Stores what changed. Not stored now: tried again with the next change, or by tend().
    Task<> keep(Lease lease, std::stop_token stop);
    // Chooses probes that are due and takes up operators' resets.
    Task<> tend(Lease lease);

private:
    [[nodiscard]] BreakerPlace place_of(const SubscriberRow& row, Operation operation, bool has_package) const;
    // `now` is what the change was made with: a breaker that was opened then has just been.
    void note(std::vector<Breaker> changed, Instant now);

    BridgePorts ports_;
    const std::string bridge_;
    const std::string cluster_;
    const std::string partner_;
    Breakers breakers_;
    std::vector<Breaker> unsaved_;
};

}  // namespace bwsync
