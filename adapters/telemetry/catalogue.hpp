// The catalogue of every metric bwsync shows: one table, spelled as on the page without the prefix bwsync_.
// A metric that is not in it can't be counted.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace bwsync {

enum class MetricType { kCounter, kGauge, kHistogram };

// Where the values of a label come from: a closed list, the names in the configuration, or the running daemon.
enum class LabelSource { kFixed, kCluster, kPartner, kBridge, kRunning };

struct LabelSpec {
    std::string_view name;
    LabelSource source = LabelSource::kRunning;
    std::span<const std::string_view> values = {};  // of kFixed
};

struct MetricSpec {
    std::string_view name;  // a counter's ends in _total
    MetricType type;
    std::string_view help;
    std::vector<LabelSpec> labels;
    std::vector<double> buckets = {};  // upper bounds of a histogram, ascending
    // Its series stand at 0 from the start wherever every label's values are known. Not for points in time: 0 is a
    // date.
    bool starts_at_zero = false;
};

const std::vector<MetricSpec>& metric_catalogue();

}  // namespace bwsync
