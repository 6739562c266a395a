// The command line of bwsyncd.
#pragma once

#include <string>

namespace bwsync {

struct Arguments {
    std::string config_file;
    bool only_check = false;
    int exit_status = -1;  // 0 or more: everything is said and done (--help, --version, wrong use)
};

// Wrong use is told on standard error and ends with status 2.
Arguments parse_arguments(int argc, char** argv, const std::string& version);

}  // namespace bwsync
