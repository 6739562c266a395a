// What of an explanation may leave the provider: a support case shows codes, times, states and tracking ids. Nothing is
// taken over that is not named here, and texts of others lose whatever could be an address, a number, an id or a token.
#pragma once

#include <string>

#include "daemon/ctl/client/api_client.hpp"

namespace bwsync::ctl {

// Addresses, runs of five and more digits, and words of 20 and more characters become ***.
std::string masked_text(const std::string& text);

// Of the admin API's explanation of one subscriber.
Json case_of(const Json& explanation);

}  // namespace bwsync::ctl
