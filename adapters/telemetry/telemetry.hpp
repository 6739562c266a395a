// The Telemetry port for a running daemon: metrics for Prometheus, log lines on standard error. Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/telemetry/line_limiter.hpp"
#include "adapters/telemetry/log_writer.hpp"
#include "adapters/telemetry/metrics.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

enum class LogShape { kJson, kText };

struct LogSettings {
    LogLevel level = LogLevel::kInfo;
    LogShape shape = LogShape::kJson;
    std::string instance;  // this replica's name; empty: left out
    int descriptor = 2;
    LineLimiter::Limits same_line;                                        // of one event with the same fields
    LineLimiter::Limits same_event{6000, std::chrono::minutes(1), 1000};  // whatever its fields say
};

class PrometheusTelemetry final : public Telemetry {
public:
    // `now` is the wall clock; it is called from any thread.
    PrometheusTelemetry(LogSettings settings, std::function<Instant()> now);

    void count(std::string_view metric, Labels labels, double by = 1) override;
    void set(std::string_view metric, Labels labels, double value) override;
    void observe(std::string_view metric, Labels labels, double value) override;
    void forget(std::string_view metric, Labels labels) override;

    // Lines alike (level, event and fields, but for numbers other than `subject`) are written so many times a window,
    // errors too. What was left out is told by a line `log.suppressed` when the window has passed and the next line
    // comes.
    void log(LogLevel level, std::string_view event, std::vector<Field> fields = {}) override;

    // Series of the configured names at 0; called when a configuration takes effect.
    void announce(const TelemetryScope& scope) { metrics_.announce(scope); }

    // What a reload may change. The descriptor stays.
    void reconfigure(LogLevel level, LogShape shape, std::string instance);

    // The page for /metrics: text/plain; version=0.0.4.
    [[nodiscard]] std::string exposition() const { return metrics_.exposition(); }

    // Waits until the lines logged so far are written; for the last words before an exit.
    bool flush(std::chrono::milliseconds limit) { return writer_.flush(limit); }

private:
    void tell_suppressed(LineLimiter& limiter, Instant now);
    void write(LogLevel level, std::string_view event, const std::vector<Field>& fields, Instant now);

    const std::function<Instant()> now_;
    Metrics metrics_;
    LogWriter writer_;
    std::atomic<LogLevel> level_;
    std::mutex mutex_;  // of what follows
    LogShape shape_;
    std::string instance_;
    LineLimiter same_line_;
    LineLimiter same_event_;
};

}  // namespace bwsync
