// bwsyncd: reads the configuration, runs the App with it, and again with a new one after SIGHUP.
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>

#include "adapters/http/process.hpp"
#include "adapters/telemetry/telemetry.hpp"
#include "daemon/app/app.hpp"
#include "daemon/app/arguments.hpp"
#include "daemon/config/reading/load.hpp"
#include "daemon/process/sd_notify.hpp"
#include "daemon/process/signals.hpp"
#include "daemon/process/stop_deadline.hpp"
#include "daemon/process/system_clock.hpp"
#include "daemon/process/system_random.hpp"
#include "daemon/process/watchdog.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {

namespace {

constexpr int kStopped = 0;
constexpr int kFailed = 1;
constexpr int kBadConfiguration = 2;

std::string host_name()
{
    char name[HOST_NAME_MAX + 1] = {};
    return gethostname(name, sizeof name - 1) == 0 ? name : "bwsync";
}

std::string random_id()
{
    std::random_device device;
    char text[17] = {};
    std::snprintf(text, sizeof text, "%08x%08x", device(), device());
    return text;
}

// nullopt: the file is bad, and every fault of it was said.
std::optional<Config> load_config(const std::string& file)
{
    config::LoadOutcome outcome = config::load(file);
    for (const config::Fault& warning : outcome.warnings) std::cerr << "warning: " << format(warning) << '\n';
    for (const config::Fault& fault : outcome.faults) std::cerr << format(fault) << '\n';
    if (outcome.config && outcome.config->instance.empty()) outcome.config->instance = host_name();
    return outcome.config;
}

LogLevel level_of(config::LogLevel level)
{
    switch (level) {
        case config::LogLevel::kDebug:
            return LogLevel::kDebug;
        case config::LogLevel::kInfo:
            return LogLevel::kInfo;
        case config::LogLevel::kWarning:
            return LogLevel::kWarning;
        case config::LogLevel::kError:
            return LogLevel::kError;
    }
    return LogLevel::kInfo;
}

LogSettings log_settings(const Config& config)
{
    LogSettings settings;
    settings.level = level_of(config.log.level);
    settings.shape = config.log.format == config::LogFormat::kJson ? LogShape::kJson : LogShape::kText;
    settings.instance = config.instance;
    return settings;
}

// The whole life of the process on its one loop.
class Daemon {
public:
    Daemon(Arguments arguments, Config config)
        : arguments_(std::move(arguments)),
          config_(std::move(config)),
          telemetry_(log_settings(config_), [this] { return clock_.now(); }),
          watchdog_(progress_, systemd_, telemetry_),
          signals_(
              io_.get_executor(), [this](int) { stop(); }, [this] { reload(); })
    {
    }

    int run()
    {
        asio::co_spawn(
            io_, [this] { return live(); }, [this](std::exception_ptr failure) { end(failure); });
        io_.run();
        telemetry_.flush(std::chrono::seconds(1));
        return status_;
    }

private:
    Task<> live()
    {
        std::stop_source watching;
        TaskGroup group(io_.get_executor(), watching.get_token());
        std::function<Task<>(std::stop_token)> watch = [this](std::stop_token token) { return watchdog_.run(token); };
        group.spawn(watch);
        while (!is_stopping_) {
            const bool goes_on = co_await run_once();
            if (!goes_on) break;
        }
        watching.request_stop();
        co_await group.join();
    }

    Task<bool> run_once()
    {
        run_ = std::stop_source();
        Process process{
            clock_,       random_,    telemetry_, systemd_, progress_, BWSYNC_VERSION, arguments_.config_file,
            incarnation_, started_at_};
        Result<> ended = Error(ErrorKind::kRejected, "nothing ran");
        try {
            App app(io_.get_executor(), std::move(process), config_);
            ended = co_await app.run(run_.get_token());
        } catch (const std::exception& defect) {
            die(defect.what());
        }
        if (!ended && !run_.stop_requested()) {
            telemetry_.log(LogLevel::kError, "cannot-go-on", {Field("why", ended.error().what)});
            std::cerr << "bwsyncd: " << ended.error().what << '\n';
            status_ = kFailed;
            co_return false;
        }
        co_return !is_stopping_;
    }

    // An exception that reaches us is a defect. What ran is in no known state: nothing more is written, and the service
    // manager starts the process anew into what PostgreSQL knows.
    [[noreturn]] void die(const char* why)
    {
        telemetry_.log(LogLevel::kError, "defect", {Field("why", std::string(why))});
        telemetry_.flush(std::chrono::seconds(1));
        std::cerr << "bwsyncd: " << why << std::endl;
        std::_Exit(kFailed);
    }

    void stop()
    {
        is_stopping_ = true;
        systemd_.stopping("stopping");
        deadline_.arm();
        telemetry_.log(LogLevel::kInfo, "stopping");
        run_.request_stop();
    }
    void reload()
    {
        systemd_.reloading();
        std::optional<Config> fresh = load_config(arguments_.config_file);
        if (!fresh) {
            telemetry_.log(LogLevel::kError, "reload-refused",
                           {Field("remedy", "bwsyncd --check-config says what is wrong; the old configuration stays")});
            return systemd_.ready("reload refused: the configuration has faults; running with the old one");
        }
        telemetry_.log(LogLevel::kInfo, "reloading");
        config_ = std::move(*fresh);
        const LogSettings log = log_settings(config_);
        telemetry_.reconfigure(log.level, log.shape, log.instance);
        run_.request_stop();
    }
    void end(std::exception_ptr failure)
    {
        signals_.close();
        if (!failure) return;
        status_ = kFailed;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            std::cerr << "bwsyncd: " << error.what() << '\n';
        }
    }

    asio::io_context io_{1};
    const Arguments arguments_;
    Config config_;
    SystemClock clock_;
    SystemRandom random_;
    PrometheusTelemetry telemetry_;
    Systemd systemd_;
    Progress progress_;
    Watchdog watchdog_;
    StopDeadline deadline_;
    Signals signals_;
    std::stop_source run_;
    const std::string incarnation_ = random_id();
    const Instant started_at_ = clock_.now();
    bool is_stopping_ = false;
    int status_ = kStopped;
};

int run_daemon(int argc, char** argv)
{
    Arguments arguments = parse_arguments(argc, argv, BWSYNC_VERSION);
    if (arguments.exit_status >= 0) return arguments.exit_status;
    std::optional<Config> config = load_config(arguments.config_file);
    if (!config) return kBadConfiguration;
    if (arguments.only_check) {
        std::cerr << arguments.config_file << ": good\n";
        return kStopped;
    }
    return Daemon(std::move(arguments), std::move(*config)).run();
}

}  // namespace

}  // namespace bwsync

int main(int argc, char** argv)
{
    bwsync::prepare_http();
    try {
        return bwsync::run_daemon(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bwsyncd: %s\n", error.what());
        return 1;
    }
}
