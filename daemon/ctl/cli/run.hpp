// One run of the tool, from its arguments to its exit status.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "daemon/ctl/client/target.hpp"

namespace bwsync::ctl {

struct Terminal {
    std::size_t width = 0;  // of standard output; 0: not a terminal
    bool has_colour = false;
    std::size_t progress_width = 0;  // of standard error; 0: not a terminal
};

int run(std::vector<std::string> arguments, const Environment& environment, Terminal terminal, std::ostream& out,
        std::ostream& err);

}  // namespace bwsync::ctl
