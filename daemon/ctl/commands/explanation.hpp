// One subscriber for a person to read: how it stands, and everything that led there.
#pragma once

#include "daemon/ctl/cli/output.hpp"

namespace bwsync::ctl {

// State, reason, what to do, and who it is.
void show_summary(Output& output, const Json& subscriber);

// What BroadWorks says, wanted against Webex, and the history: events, calls with their tracking ids, orders.
void show_explanation(Output& output, const Json& subscriber);

}  // namespace bwsync::ctl
