// bwsyncctl: shows and steers a running bwsyncd through its admin API.
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "daemon/ctl/run.hpp"

namespace {

bwsync::ctl::Terminal terminal()
{
    bwsync::ctl::Terminal result;
    if (isatty(STDOUT_FILENO) == 0) return result;
    winsize size{};
    result.width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    const char* const refused = std::getenv("NO_COLOR");
    result.has_colour = refused == nullptr || *refused == '\0';
    return result;
}

std::optional<std::string> environment(const char* name)
{
    const char* const value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    return value;
}

}  // namespace

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_DFL);
    try {
        const int status = bwsync::ctl::run({argv + 1, argv + argc}, &environment, terminal(), std::cout, std::cerr);
        std::cout.flush();
        if (std::cout.good()) return status;
        std::cerr << "bwsyncctl: standard output could not be written\n";
    } catch (const std::exception& error) {
        std::cerr << "bwsyncctl: " << error.what() << '\n';
    }
    return bwsync::ctl::kFailed;
}
