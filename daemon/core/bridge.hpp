// Bridge: everything that is done for one bridge under its lease: decisions and calls, following what Webex shows, and
// the procedures that operators ordered.
#pragma once

#include <string>

#include "daemon/core/enterprise/procedures.hpp"
#include "daemon/core/subscriber/evaluator.hpp"
#include "daemon/core/subscriber/tracker.hpp"

namespace bwsync {

class Bridge final {
public:
    Bridge(BridgePorts ports, BridgeSettings settings, std::function<void()> keys_are_dirty);

    Task<> run(Lease lease, std::stop_token stop);
    void wake();
    void request_snapshot() { tracker_.request_snapshot(); }
    // The amnesia guard: act as policy observe until an operator has approved.
    void only_observe(bool does);

private:
    void webex_is_known();
    void organization_is_gone(const std::string& sp_enterprise_id);

    Keeper keeper_;
    KnownEnterprises enterprises_;
    Brakes brakes_;
    BridgeBreakers breakers_;
    TakeOver take_over_;
    Caller caller_;
    Evaluator evaluator_;
    Tracker tracker_;
    Procedures procedures_;
};

}  // namespace bwsync
