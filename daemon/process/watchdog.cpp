#include "daemon/process/watchdog.hpp"

#include <algorithm>

#include "daemon/runtime/sleep.hpp"

namespace bwsync {

Watchdog::Watchdog(const Progress& progress, ServiceManager& manager, Telemetry& telemetry)
    : progress_(progress), manager_(manager), telemetry_(telemetry)
{
}

Task<> Watchdog::run(std::stop_token stop)
{
    using std::chrono::steady_clock;
    std::chrono::microseconds period = std::chrono::milliseconds(500);
    const auto limit = manager_.watchdog_limit();
    is_asked_ = limit.has_value();
    if (limit) period = std::min(period, *limit / 4);
    bool goes_on = true;
    while (goes_on) {
        step();
        const auto due = steady_clock::now() + period;
        goes_on = co_await sleep_for(period, stop);
        const std::chrono::duration<double> late = steady_clock::now() - due;
        const Labels none;
        if (goes_on) telemetry_.observe("loop_lag_seconds", none, std::max(late.count(), 0.0));
    }
}

void Watchdog::step()
{
    const bool is_alive = progress_.all_alive();
    const bool runs_nothing = !is_alive && progress_.stalled().empty();
    if (runs_nothing) return;  // before the start is through
    if (is_alive && is_asked_) manager_.watchdog();
    if (is_alive == was_alive_) return;
    was_alive_ = is_alive;
    if (is_alive) {
        telemetry_.log(LogLevel::kInfo, "watchdog.alive");
    } else {
        telemetry_.log(LogLevel::kError, "watchdog.stalled", {Field("stalled", progress_.stalled())});
    }
}

}  // namespace bwsync
