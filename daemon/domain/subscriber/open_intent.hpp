// A chapter of decide(): a call that was begun and whose end nobody saw.
#pragma once

#include "daemon/domain/subscriber/draft.hpp"

namespace bwsync {

// An intent that is open was begun by a process that did not see its end, or whose answer was lost. True: there is
// none, or the draft closes it. False: not known yet, and nothing else is decided.
bool resolve_intent(Draft& draft);

}  // namespace bwsync
