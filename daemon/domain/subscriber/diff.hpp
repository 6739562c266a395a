// The difference between a subscriber as wanted and as Webex shows it: what one PUT can mend, and what only a removal
// can.
#pragma once

#include <string>
#include <vector>

#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

struct SubscriberDiff {
    UpdateRequest update;                  // empty: nothing that a PUT can change differs
    std::vector<std::string> destructive;  // of "email", "enterprise", "provisioning_id"
    bool keeps_last_number = false;        // BroadWorks has neither number nor extension left, Webex insists on one
};

// `sent_time_zone`: as last accepted by Webex, which never returns it; empty: not known, taken as equal.
// A PUT that would add one number and take another away is split (the removal comes with the next comparison), and the
// last of primary number and extension is never taken away: Webex refuses both.
SubscriberDiff difference(const ProvisionRequest& wanted, const WebexSubscriber& observed,
                          const std::string& sent_time_zone, bool has_trusted_email);

}  // namespace bwsync
