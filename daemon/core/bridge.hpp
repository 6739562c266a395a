// Bridge: everything that is done for one bridge under its lease: decisions and calls, following what Webex shows, and
// the procedures that operators ordered.
#pragma once

#include <string>

#include "daemon/core/enterprise/procedures.hpp"
#include "daemon/core/subscriber/evaluator.hpp"
#include "daemon/core/subscriber/tracker.hpp"

namespace bwsync {

class Bridge {
public:
    Bridge(BridgePorts ports, BridgeSettings settings, std::function<void()> keys_are_dirty);

    Task<> run(Lease lease, std::stop_token stop);
    void wake();
    void request_snapshot() { tracker_.request_snapshot(); }
    void only_observe(bool does);

private:
    Evaluator evaluator_;
    Tracker tracker_;
    Procedures procedures_;
};

}  // namespace bwsync
