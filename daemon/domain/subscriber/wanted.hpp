// A chapter of decide(): somebody who should be in Webex.
#pragma once

#include "daemon/domain/subscriber/draft.hpp"

namespace bwsync {

// The verdict is kWanted.
void wanted(Draft& draft);

}  // namespace bwsync
