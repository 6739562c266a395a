#include "daemon/process/sd_notify.hpp"

#include <systemd/sd-daemon.h>

#include <cstdint>
#include <ctime>

namespace bwsync {
namespace {

// A line break would begin another assignment.
std::string one_line(std::string text)
{
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < ' ') c = ' ';
    }
    return text;
}

// Failures are ignored: a service manager that does not listen must not stop the daemon.
void tell(const std::string& assignments)
{
    sd_notify(0, assignments.c_str());
}

}  // namespace

void Systemd::ready(const std::string& status)
{
    tell("READY=1\nSTATUS=" + one_line(status));
}

void Systemd::status(const std::string& status)
{
    tell("STATUS=" + one_line(status));
}

void Systemd::reloading()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const std::int64_t microseconds = std::int64_t(now.tv_sec) * 1000000 + now.tv_nsec / 1000;
    tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

void Systemd::stopping(const std::string& status)
{
    tell("STOPPING=1\nSTATUS=" + one_line(status));
}

void Systemd::watchdog()
{
    tell("WATCHDOG=1");
}

std::optional<std::chrono::microseconds> Systemd::watchdog_limit() const
{
    std::uint64_t limit = 0;
    if (sd_watchdog_enabled(0, &limit) <= 0 || limit == 0) return std::nullopt;
    return std::chrono::microseconds(limit);
}

}  // namespace bwsync
