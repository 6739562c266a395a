// bwsync-lab --config FILE: emulates BroadWorks clusters and Webex partners until it is asked to stop.
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include "tests/lab/config.hpp"
#include "tests/lab/control.hpp"

namespace {

constexpr std::string_view kUsage =
    "usage: bwsync-lab --config FILE [--check-config]\n"
    "Emulates BroadWorks clusters (OCI-P, OCI-R) and Webex for BroadWorks partners, as FILE describes them.\n"
    "A control API on loopback changes users, advances the clock and injects faults; see tests/lab/README.md.\n"
    "Exit status: 0 asked to stop, 1 could not start, 2 configuration or usage.\n";

struct Options {
    std::string config;
    bool help = false, check = false, good = true;
};

Options parse_options(int argc, char** argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--help" || argument == "-h") {
            options.help = true;
        } else if (argument == "--check-config") {
            options.check = true;
        } else if (argument == "--config" && i + 1 < argc) {
            options.config = argv[++i];
        } else if (argument.starts_with("--config=")) {
            options.config = argument.substr(std::string_view("--config=").size());
        } else {
            options.good = false;
        }
    }
    return options;
}

int run(const bwsync::lab::LabConfig& config)
{
    boost::asio::io_context io(1);
    bwsync::lab::Lab lab(io, config);
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    // The lab has nothing to save: it stops where it is.
    signals.async_wait([&](const boost::system::error_code& error, int) {
        if (!error) io.stop();
    });
    lab.start();
    const nlohmann::json ports = lab.ports();
    if (!config.ports_file.empty()) bwsync::lab::write_ports_file(config.ports_file, ports);
    std::cout << ports.dump(2) << std::endl;
    io.run();
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    const Options options = parse_options(argc, argv);
    if (options.help) {
        std::cout << kUsage;
        return 0;
    }
    if (!options.good || options.config.empty()) {
        std::cerr << kUsage;
        return 2;
    }
    try {
        const bwsync::lab::LabConfig config = bwsync::lab::load_config(options.config);
        return options.check ? 0 : run(config);
    } catch (const bwsync::lab::ConfigError& e) {
        std::cerr << e.what() << '\n';
        return 2;
    } catch (const std::exception& e) {
        std::cerr << "bwsync-lab: " << e.what() << '\n';
        return 1;
    }
}
