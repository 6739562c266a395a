// A chapter of decide(): a user that is, or was, a workspace.
#pragma once

#include <string>

#include "daemon/domain/subscriber/draft.hpp"

namespace bwsync {

// The verdict, or an operator, wants a workspace.
void decide_workspace(Draft& draft);

// Nobody wants it any more. False: there is none, and the user may be a subscriber.
bool ends_workspace(Draft& draft, const std::string& proof);

}  // namespace bwsync
