// Sends rows to the daemon batch by batch and keeps what Webex said about each, until all are answered.
#pragma once

#include <vector>

#include "daemon/ctl/commands/commands.hpp"
#include "daemon/ctl/commands/precheck_results.hpp"

namespace bwsync::ctl {

// Rows without an answer after several attempts are left to another run. An error ends the campaign; what was answered
// before it is kept.
Outcome<std::size_t> ask_all(const Context& context, const std::string& bridge, std::vector<PrecheckRow> rows,
                             PrecheckResults& results);

}  // namespace bwsync::ctl
