// What a decision means before anything is sent: the line of a plan about one subscriber. Pure; the decision itself is
// decide()'s, so that what is told and what is done are one.
#pragma once

#include <string>
#include <vector>

#include "daemon/domain/preview/plan_action.hpp"
#include "daemon/domain/subscriber/decide.hpp"

namespace bwsync {

struct PlanItem {
    std::string user_id;
    std::string sp_enterprise_id;
    PlanAction action = PlanAction::kNone;
    std::string held;                  // what keeps it back now, a reason word; empty: nothing does
    std::string why;                   // for a person
    std::vector<std::string> changes;  // of kUpdate: the fields, as Webex names them
    bool makes_organization = false;
    bool is_prechecked = false;
    std::string site_package;    // of kProvision: decides this package's Meetings site; empty: decides none
    std::string site_time_zone;  // for good; empty: Webex takes the default of the organisation's country
};

// Held by something that says nothing about what would be done: observation, a pause, a window, a grant, a breaker, a
// brake. Then decide() is asked once more without it.
bool is_held(const Decision& decision);
Situation without_holds(Situation situation);
BridgePolicy without_holds(BridgePolicy policy);

// `decision` is what decide() says now; `free` what it says without what holds it, the same where nothing does.
PlanItem plan_item(const Subject& subject, const Decision& decision, const Decision& free);

}  // namespace bwsync
