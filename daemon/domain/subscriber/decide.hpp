// decide(): what to do next about one subscriber. All knowledge about it lives here and in the tables beside it; no
// I/O, no clock, no configuration look-up. The core carries out what it returns, writes the row, and asks again when
// something has changed.
#pragma once

#include <optional>
#include <string>

#include "daemon/domain/guard/brake.hpp"
#include "daemon/domain/source/policy.hpp"
#include "daemon/domain/subscriber/step.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"

namespace bwsync {

// What is true around the subscriber at this moment.
struct Situation {
    Instant now{};
    bool is_paused = false;         // the bridge, or the subscriber's enterprise, by an operator
    bool window_is_closed = false;  // a configured window denies writes
    bool has_grant = true;
    bool webex_is_known = true;    // a complete list of Webex has been read: who is not in it is not there
    bool only_observe = false;     // amnesia guard: acts as policy observe until approved
    bool is_flow_through = false;  // BroadWorks provisions the scope into Webex by itself
    std::string held_by_breaker;   // why an open breaker holds the call back; empty: none does
    Enterprise enterprise;         // of the wanted spEnterpriseId; state none when nothing is known of it
    BrakeCounts brakes;
    // Set when a look was taken just now because decide() asked for it: Subject::webex is what Webex shows at this
    // moment.
    bool has_looked = false;
    // Set when decide() asked who has the wanted e-mail in Webex (an e-mail belongs to one subscriber there).
    bool has_sought_holder = false;
    std::optional<EmailHolder> email_holder;
    // Set when decide() asked who else stands for the removed subscriber's Webex user.
    bool has_sought_person = false;
    bool person_is_used = false;  // some subscriber in Webex does, whoever's it is
    // Set when decide() asked whether the Meetings site of the wanted package stands in the enterprise.
    std::optional<bool> site_stands;
    // Set when decide() asked who should be first: the lowest candidate; empty: nobody can be.
    std::optional<std::string> candidate;
    bool candidate_may_change = false;  // users of the enterprise are still to be read
};

struct Decision {
    Step step = Step::kNone;
    SubscriberRow row;  // as it is to be written, before the step
    UpdateRequest update;
    bool makes_organization = false;  // of kProvision: the first subscriber; Enterprise moves to bootstrapping
    bool wants_precheck = false;      // of kProvision
    // Of kProvision: sent in the place of the user's own, since it decides the Meetings site's for good; empty: the
    // own.
    std::string site_time_zone;
    std::optional<IntentOutcome> closes_intent;  // how the open intent ended
    std::string closing_detail;
    bool trips_removals = false;
    bool trips_updates = false;
    bool organization_stands = false;  // the subscriber's enterprise is ready
    std::string site_package;          // the package whose Meetings site the subscriber proves to stand; empty: none
    bool gives_up_first = false;       // it was to be the first and cannot: the enterprise needs another
    bool has_converged = false;        // BroadWorks and Webex agree, or the reason why not is final
};

// `verdict` of the subject's facts; unused when they are not there.
Decision decide(const Subject& subject, const std::optional<Verdict>& verdict, const BridgePolicy& policy,
                const Situation& situation);

}  // namespace bwsync
