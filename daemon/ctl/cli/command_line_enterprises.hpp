// The part of the command line that is about enterprises in Webex. Internal to the command line.
#pragma once

#include <CLI/CLI.hpp>

#include "daemon/ctl/cli/invocation.hpp"

namespace bwsync::ctl {

void add_enterprise_commands(CLI::App& app, Invocation& read);
void add_organization_commands(CLI::App& app, Invocation& read);

}  // namespace bwsync::ctl
