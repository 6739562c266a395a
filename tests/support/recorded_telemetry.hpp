// A Telemetry that keeps what it is told, for tests that look at it or need none.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "daemon/ports/telemetry.hpp"

namespace bwsync::test {

class RecordedTelemetry final : public Telemetry {
public:
    void count(std::string_view metric, Labels labels, double by) override;
    void set(std::string_view metric, Labels labels, double value) override;
    void observe(std::string_view metric, Labels labels, double value) override;
    void forget(std::string_view metric, Labels labels) override;
    void log(LogLevel level, std::string_view event, std::vector<Field> fields) override;

    // Sum of a counter, last value of a gauge, number of observations; 0 when never told.
    [[nodiscard]] double value(const std::string& metric, const Labels& labels) const;
    // Whether the series is there: told, and not forgotten.
    [[nodiscard]] bool has(const std::string& metric, const Labels& labels) const;
    [[nodiscard]] std::vector<std::string> events() const;
    // Log lines of one event: "event key=value key=value".
    [[nodiscard]] std::vector<std::string> lines(std::string_view event) const;
    [[nodiscard]] bool has_logged(const std::string& text) const;
    // Every name, label and line: what a secret must not be in.
    [[nodiscard]] std::string everything() const;

private:
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, Labels>, double> values_;
    std::vector<std::string> events_;
    std::vector<std::string> lines_;
};

}  // namespace bwsync::test
