// bwsyncctl: shows and steers a running bwsyncd through its admin API.
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "daemon/ctl/cli/run.hpp"

namespace {

// 0: it is no terminal.
std::size_t terminal_width(int descriptor)
{
    if (isatty(descriptor) == 0) return 0;
    winsize size{};
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

bwsync::ctl::Terminal terminal()
{
    bwsync::ctl::Terminal result;
    result.progress_width = terminal_width(STDERR_FILENO);
    result.width = terminal_width(STDOUT_FILENO);
    if (result.width == 0) return result;
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
