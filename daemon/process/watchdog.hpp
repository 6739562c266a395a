// Tells the service manager that the daemon lives, but only while its loop and every subsystem get on; and measures
// how late the loop is.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

#include "daemon/ports/telemetry.hpp"
#include "daemon/process/progress.hpp"
#include "daemon/process/sd_notify.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class Watchdog final {
public:
    // All outlive this.
    Watchdog(const Progress& progress, ServiceManager& manager, Telemetry& telemetry);

    // Runs on the loop it watches, until stop. Each step observes loop_lag_seconds; a step is a quarter of the service
    // manager's limit, at most half a second. When a subsystem stands still, logs watchdog.stalled once and is silent
    // towards the service manager until it moves again.
    Task<> run(std::stop_token stop);

private:
    void step();

    const Progress& progress_;
    ServiceManager& manager_;
    Telemetry& telemetry_;
    bool was_alive_ = true;
    bool is_asked_ = false;  // by the service manager (WatchdogSec=)
};

}  // namespace bwsync
