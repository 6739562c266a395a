// A chapter of decide(): somebody who should not be in Webex. Removals need evidence, grace and the brake's consent
// (promise P3).
#pragma once

#include <string>

#include "daemon/domain/subscriber/draft.hpp"

namespace bwsync {

// `proof` says, for a person, how it is known that nobody wants the subscriber.
void unwanted(Draft& draft, const std::string& proof);

// It is in Webex and ours: counts this reading when it is a new one, and removes when evidence, grace and everything
// else allow it; or keeps it as policy or an operator says.
void remove_unwanted(Draft& draft, const std::string& proof);

}  // namespace bwsync
