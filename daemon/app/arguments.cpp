#include "daemon/app/arguments.hpp"

#include <CLI/CLI.hpp>

#include "adapters/telemetry/metrics_document.hpp"

namespace bwsync {

Arguments parse_arguments(int argc, char** argv, const std::string& version)
{
    Arguments arguments;
    CLI::App cli("bwsyncd keeps BroadWorks subscribers and their Webex subscribers the same.");
    cli.set_version_flag("--version", "bwsyncd " + version);
    cli.add_option("--config", arguments.config_file, "the configuration file")->required();
    cli.add_flag("--check-config", arguments.only_check, "check the configuration and exit: 0 good, 2 not");
    // As for --version: nothing else is needed on the command line, and nothing else is done.
    cli.add_flag_callback(
        "--list-metrics", [] { throw CLI::CallForVersion(metrics_document(), 0); },
        "print every metric with its labels, as Markdown, and exit");
    cli.footer(
        "SIGTERM or SIGINT stops it in order, SIGHUP reloads the configuration. Exit: 0 stopped, 1 could not start or "
        "go on, 2 configuration.");
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        arguments.exit_status = cli.exit(error) == 0 ? 0 : 2;
    }
    return arguments;
}

}  // namespace bwsync
