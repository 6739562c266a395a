#include "adapters/telemetry/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <unordered_map>

#include "adapters/telemetry/catalogue.hpp"

namespace bwsync {
namespace {

constexpr std::string_view kPrefix = "bwsync_";

[[noreturn]] void abort_for(std::string_view metric, const char* why)
{
    std::fprintf(stderr, "bwsync: metric %.*s: %s\n", static_cast<int>(metric.size()), metric.data(), why);
    std::abort();
}

// The values that one label can be announced with; none: only the running daemon knows them.
std::vector<std::string> known_values(const LabelSpec& label, const TelemetryScope& scope)
{
    switch (label.source) {
        case LabelSource::kFixed:
            return {label.values.begin(), label.values.end()};
        case LabelSource::kCluster:
            return scope.clusters;
        case LabelSource::kPartner:
            return scope.partners;
        case LabelSource::kBridge:
            return scope.bridges;
        case LabelSource::kRunning:
            break;
    }
    return {};
}

std::vector<Labels> combinations(const MetricSpec& spec, const TelemetryScope& scope)
{
    std::vector<Labels> all{Labels()};
    for (const LabelSpec& label : spec.labels) {
        std::vector<Labels> longer;
        for (const Labels& begin : all) {
            for (const std::string& value : known_values(label, scope)) {
                longer.push_back(begin);
                longer.back().push_back(value);
            }
        }
        all = std::move(longer);
    }
    return all;
}

}  // namespace

struct Metrics::Family {
    const MetricSpec* spec = nullptr;
    prometheus::Family<prometheus::Counter>* counters = nullptr;
    prometheus::Family<prometheus::Gauge>* gauges = nullptr;
    prometheus::Family<prometheus::Histogram>* histograms = nullptr;
    std::map<Labels, void*> series;  // of the family's type; look-ups by prometheus-cpp itself hash every label again
};

class Metrics::Impl {
public:
    Impl()
    {
        for (const MetricSpec& spec : metric_catalogue()) {
            Family& family = families_[spec.name];
            family.spec = &spec;
            const std::string name = std::string(kPrefix).append(spec.name);
            const std::string help(spec.help);
            switch (spec.type) {
                case MetricType::kCounter:
                    family.counters = &prometheus::BuildCounter().Name(name).Help(help).Register(registry_);
                    break;
                case MetricType::kGauge:
                    family.gauges = &prometheus::BuildGauge().Name(name).Help(help).Register(registry_);
                    break;
                case MetricType::kHistogram:
                    family.histograms = &prometheus::BuildHistogram().Name(name).Help(help).Register(registry_);
                    break;
            }
        }
    }

    // The series, made when it is new; null when the metric is full. The lock is held by the caller.
    template <class Series>
    Series* find(std::string_view metric, MetricType type, const Labels& labels)
    {
        Family& family = family_of(metric, type, labels);
        const auto found = family.series.find(labels);
        if (found != family.series.end()) return static_cast<Series*>(found->second);
        if (family.series.size() >= kSeriesMax) {
            refused().Increment();
            return nullptr;
        }
        Series* made = make<Series>(family, named(*family.spec, labels));
        family.series.emplace(labels, made);
        return made;
    }

    Family& family_of(std::string_view metric, MetricType type, const Labels& labels)
    {
        Family& family = family_of(metric, labels);
        if (family.spec->type != type) abort_for(metric, "is of another type");
        return family;
    }

    Family& family_of(std::string_view metric, const Labels& labels)
    {
        const auto found = families_.find(metric);
        if (found == families_.end()) abort_for(metric, "is not in the catalogue");
        if (found->second.spec->labels.size() != labels.size()) abort_for(metric, "has another number of labels");
        return found->second;
    }

    void forget(std::string_view metric, const Labels& labels)
    {
        Family& family = family_of(metric, labels);
        const auto found = family.series.find(labels);
        if (found == family.series.end()) return;
        if (family.counters != nullptr) family.counters->Remove(static_cast<prometheus::Counter*>(found->second));
        if (family.gauges != nullptr) family.gauges->Remove(static_cast<prometheus::Gauge*>(found->second));
        if (family.histograms != nullptr) {
            family.histograms->Remove(static_cast<prometheus::Histogram*>(found->second));
        }
        family.series.erase(found);
    }

    std::mutex& lock() { return mutex_; }
    const prometheus::Registry& registry() const { return registry_; }

private:
    using Named = std::map<std::string, std::string>;

    static Named named(const MetricSpec& spec, const Labels& labels)
    {
        Named result;
        for (std::size_t i = 0; i < labels.size(); ++i) result.emplace(spec.labels[i].name, labels[i]);
        return result;
    }

    template <class Series>
    static Series* make(Family& family, const Named& labels)
    {
        if constexpr (std::is_same_v<Series, prometheus::Counter>) {
            return &family.counters->Add(labels);
        } else if constexpr (std::is_same_v<Series, prometheus::Gauge>) {
            return &family.gauges->Add(labels);
        } else {
            return &family.histograms->Add(labels, family.spec->buckets);
        }
    }

    prometheus::Counter& refused()
    {
        // Has no labels, so it is never refused itself.
        return *find<prometheus::Counter>("metric_series_refused_total", MetricType::kCounter, Labels());
    }

    std::mutex mutex_;
    prometheus::Registry registry_;
    std::unordered_map<std::string_view, Family> families_;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>())
{
    announce(TelemetryScope());
}

Metrics::~Metrics() = default;

void Metrics::count(std::string_view metric, const Labels& labels, double by)
{
    const std::lock_guard held(impl_->lock());
    auto* series = impl_->find<prometheus::Counter>(metric, MetricType::kCounter, labels);
    if (series != nullptr) series->Increment(by);
}

void Metrics::set(std::string_view metric, const Labels& labels, double value)
{
    const std::lock_guard held(impl_->lock());
    auto* series = impl_->find<prometheus::Gauge>(metric, MetricType::kGauge, labels);
    if (series != nullptr) series->Set(value);
}

void Metrics::observe(std::string_view metric, const Labels& labels, double value)
{
    const std::lock_guard held(impl_->lock());
    auto* series = impl_->find<prometheus::Histogram>(metric, MetricType::kHistogram, labels);
    if (series != nullptr) series->Observe(value);
}

void Metrics::forget(std::string_view metric, const Labels& labels)
{
    const std::lock_guard held(impl_->lock());
    impl_->forget(metric, labels);
}

void Metrics::announce(const TelemetryScope& scope)
{
    const std::lock_guard held(impl_->lock());
    for (const MetricSpec& spec : metric_catalogue()) {
        if (!spec.starts_at_zero) continue;
        for (const Labels& labels : combinations(spec, scope)) {
            switch (spec.type) {
                case MetricType::kCounter:
                    impl_->find<prometheus::Counter>(spec.name, spec.type, labels);
                    break;
                case MetricType::kGauge:
                    impl_->find<prometheus::Gauge>(spec.name, spec.type, labels);
                    break;
                case MetricType::kHistogram:
                    impl_->find<prometheus::Histogram>(spec.name, spec.type, labels);
                    break;
            }
        }
    }
}

std::string Metrics::exposition() const
{
    return prometheus::TextSerializer().Serialize(impl_->registry().Collect());
}

}  // namespace bwsync
