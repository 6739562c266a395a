#include "adapters/telemetry/metrics_document.hpp"

#include "adapters/telemetry/catalogue.hpp"

namespace bwsync {

namespace {

std::string_view name_of(MetricType type)
{
    switch (type) {
        case MetricType::kCounter:
            return "counter";
        case MetricType::kGauge:
            return "gauge";
        case MetricType::kHistogram:
            return "histogram";
    }
    return "";
}

std::string labels_of(const MetricSpec& spec)
{
    std::string text;
    for (const LabelSpec& label : spec.labels) {
        if (!text.empty()) text += ", ";
        text.append("`").append(label.name).append("`");
        if (label.source != LabelSource::kFixed) continue;
        text += ":";
        for (const std::string_view value : label.values) text.append(" ").append(value);
    }
    return text;
}

}  // namespace

std::string metrics_document()
{
    std::string text =
        "# Metrics\n\n"
        "Written by `bwsyncd --list-metrics` from the program's own list. Gauges that count what stands in PostgreSQL "
        "are refreshed every\n"
        "5 s and are the same on every replica. Values of a label are given where they are a closed list; no label "
        "holds a user.\n\n"
        "| metric | type | labels | meaning |\n|---|---|---|---|";
    for (const MetricSpec& spec : metric_catalogue()) {
        text.append("\n| `bwsync_").append(spec.name).append("` | ").append(name_of(spec.type)).append(" | ");
        text.append(labels_of(spec)).append(" | ").append(spec.help).append(" |");
    }
    return text;
}

}  // namespace bwsync
