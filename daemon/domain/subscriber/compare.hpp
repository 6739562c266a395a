// A chapter of decide(): somebody who stands in Webex, and what differs from what BroadWorks wants.
#pragma once

#include "daemon/domain/subscriber/draft.hpp"

namespace bwsync {

// `was_refused`: Webex refused the same wish before.
void compare(Draft& draft, bool was_refused);

// Sends `what`, unless something keeps it back.
void update_subscriber(Draft& draft, const UpdateRequest& what);

// Removes now; the next evaluation finds nothing in Webex and provisions.
void replace_subscriber(Draft& draft);

// Policy, or an operator, leaves BroadWorks and Webex different; the row tells so.
bool leaves_difference(Draft& draft);

}  // namespace bwsync
