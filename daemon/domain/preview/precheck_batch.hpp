// A few prechecks that an operator asks for at once, and what came of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/preview/precheck_report.hpp"

namespace bwsync {

// Either a user of the bridge, asked about as the daemon would provision it, or two e-mail addresses: a person and a
// user of the customer's organisation (for the first subscriber of a customer both are the same).
struct PrecheckAsk {
    std::string user_id;
    std::string email;
    std::string customer_email;
};

struct PrecheckAnswer {
    PrecheckAsk ask;  // with the e-mail address of the user
    PrecheckOutcome outcome;
    std::string sp_enterprise_id;  // of a user
    std::string tracking_id;
};

struct PrecheckBatch {
    std::vector<PrecheckAnswer> answers;  // in the order of the questions
    std::optional<Millis> wait;           // Webex asked not to come back sooner
};

// Subscribers that a bridge would provision: wanted, and not in Webex.
struct PrecheckCandidates {
    std::vector<std::string> user_ids;
    std::string next;  // where the next page begins; empty: there is none
};

}  // namespace bwsync
