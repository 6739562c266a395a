// A bridge as the store is asked about it: where it leads, and what is its own there.
#pragma once

#include <string>
#include <vector>

namespace bwsync {

struct BridgeRef {
    std::string bridge;
    std::string cluster;
    std::string partner;
    // The bridge's own: they decide which Webex subscriber of a user id is meant when several stand there.
    std::vector<std::string> provisioning_ids;
};

}  // namespace bwsync
