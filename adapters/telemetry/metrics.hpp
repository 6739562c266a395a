// The series behind /metrics: the catalogue, on prometheus-cpp's registry. Any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/ports/telemetry.hpp"

namespace bwsync {

// Names in the configuration: with them, series exist at 0 before the first event.
struct TelemetryScope {
    std::vector<std::string> clusters;
    std::vector<std::string> partners;
    std::vector<std::string> bridges;
};

class Metrics final {
public:
    // More series than this of one metric are refused and counted: memory is bounded whatever is put into a label.
    static constexpr std::size_t kSeriesMax = 5000;

    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // A name that the catalogue lacks, another type or another number of labels aborts: it is a bug of the caller.
    void count(std::string_view metric, const Labels& labels, double by);
    void set(std::string_view metric, const Labels& labels, double value);
    void observe(std::string_view metric, const Labels& labels, double value);
    void forget(std::string_view metric, const Labels& labels);

    // Makes at 0 the series that the catalogue lets start so. May be called again; nothing is reset.
    void announce(const TelemetryScope& scope);

    // The page in the Prometheus text format, version 0.0.4.
    [[nodiscard]] std::string exposition() const;

private:
    struct Family;
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bwsync
