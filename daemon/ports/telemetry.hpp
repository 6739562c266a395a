// Counters and log lines, as everything sees them. Cheap to call; never fails; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bwsync {

// Label values in the order in which the metric's catalogue entry names its labels.
using Labels = std::vector<std::string>;

enum class LogLevel { kDebug, kInfo, kWarning, kError };

struct Field {
    Field(std::string_view k, std::string v) : key(k), value(std::move(v)) {}
    Field(std::string_view k, std::int64_t v) : key(k), value(std::to_string(v)), is_number(true) {}
    std::string_view key;  // a literal
    std::string value;
    bool is_number = false;
};

class Telemetry {
public:
    virtual ~Telemetry() = default;
    // Metric names without the prefix bwsync_ and exactly as in the catalogue; an unknown one aborts (a bug).
    virtual void count(std::string_view metric, Labels labels, double by = 1) = 0;
    virtual void set(std::string_view metric, Labels labels, double value) = 0;
    virtual void observe(std::string_view metric, Labels labels, double value) = 0;
    virtual void forget(std::string_view metric, Labels labels) = 0;  // takes one series off the page
    // One line. Fields named user, email, number are personal: shown at debug only, else left out. `subject` is the
    // opaque correlation id of one subscriber or one call.
    virtual void log(LogLevel level, std::string_view event, std::vector<Field> fields = {}) = 0;
};

}  // namespace bwsync
