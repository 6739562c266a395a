// What holds a call back although the decision for it has been taken: pauses, windows, a missing grant, breakers, the
// brakes, and policies that only observe.
#pragma once

#include "daemon/domain/subscriber/draft.hpp"

namespace bwsync {

// The policy allows removals, and nothing makes the bridge observe only.
bool may_remove(const Draft& draft);

// Nothing stands against a write. The breakers and the reading of Webex are not asked.
bool may_write(const Draft& draft);

// True: the call waits, and the row tells for what, in the order in which an operator would want to hear it.
bool is_held_back(Draft& draft, bool is_creation);

// True: too many at once, and the row tells so until an operator has approved.
bool is_update_braked(Draft& draft);
bool is_removal_braked(Draft& draft);
// A replacement begins with a removal, and is counted and braked as one.
bool is_replacement_braked(Draft& draft);

}  // namespace bwsync
