// Bridge: everything that is done for one bridge under its lease: decisions and calls, and following what Webex shows.
#pragma once

#include <string>

#include "daemon/core/evaluator.hpp"
#include "daemon/core/tracker.hpp"

namespace bwsync {

class Bridge {
public:
    Bridge(BridgePorts ports, BridgeSettings settings, std::function<void()> keys_are_dirty);

    Task<> run(Lease lease, std::stop_token stop);
    void wake() { evaluator_.wake(); }
    void request_snapshot() { tracker_.request_snapshot(); }
    void only_observe(bool does) { evaluator_.only_observe(does); }

private:
    Evaluator evaluator_;
    Tracker tracker_;
};

}  // namespace bwsync
