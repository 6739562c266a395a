// The command line of bwsyncctl, read. The only user of CLI11.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/ctl/cli/invocation.hpp"

namespace bwsync::ctl {

struct CommandLine {
    std::optional<Invocation> invocation;  // absent: help, the version or a complaint is all there is
    int exit_status = kDone;               // when absent
    std::string out;                       // for standard output
    std::string complaint;                 // for standard error
};

// `arguments` without the program's name.
CommandLine read_command_line(std::vector<std::string> arguments);

}  // namespace bwsync::ctl
