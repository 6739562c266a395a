// What a failed call means for its subscriber: how the intent ends, and what stands in the row until the next decision.
// Pure; the knowledge about codes is in webex_codes.
#pragma once

#include <optional>
#include <string>

#include "daemon/domain/subscriber/subscriber.hpp"
#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {

struct Aftermath {
    SubscriberRow row;
    // nullopt: the call may have been acted on; the intent stays open and decide() looks before anything is repeated
    // (promise P2).
    std::optional<IntentOutcome> outcome;
    std::string detail;             // for the explanation of the intent
    bool is_gone_in_webex = false;  // Webex does not know the subscriber any more: its mirror is to be forgotten
};

// `unit` is uniform in [0, 1) and spreads the retries.
Aftermath after_failure(SubscriberRow row, Operation operation, const WebexFailure& failure, Instant now, double unit);

// The precheck said that another one of the enterprise must be provisioned first: nothing is sent now. Decided again at
// once when this one was to make the organisation, for then the next has to try.
SubscriberRow held_for_primary(SubscriberRow row, const PrecheckReport& report, bool was_to_be_first, Instant now);

}  // namespace bwsync
