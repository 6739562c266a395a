// A chapter of decide(): the first call for a subscriber, which may have to wait for others: for the enterprise's first
// subscriber, a user id or an e-mail address that is still in use, or a Meetings site.
#pragma once

#include "daemon/domain/subscriber/draft.hpp"

namespace bwsync {

// Wanted, and not in Webex.
void first_call(Draft& draft);

}  // namespace bwsync
