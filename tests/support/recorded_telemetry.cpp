#include "tests/support/recorded_telemetry.hpp"

namespace bwsync::test {

void RecordedTelemetry::count(std::string_view metric, Labels labels, double by)
{
    const std::lock_guard lock(mutex_);
    values_[{std::string(metric), std::move(labels)}] += by;
}

void RecordedTelemetry::set(std::string_view metric, Labels labels, double value)
{
    const std::lock_guard lock(mutex_);
    values_[{std::string(metric), std::move(labels)}] = value;
}

void RecordedTelemetry::observe(std::string_view metric, Labels labels, double /*value*/)
{
    const std::lock_guard lock(mutex_);
    values_[{std::string(metric), std::move(labels)}] += 1;
}

void RecordedTelemetry::forget(std::string_view metric, Labels labels)
{
    const std::lock_guard lock(mutex_);
    values_.erase({std::string(metric), std::move(labels)});
}

void RecordedTelemetry::log(LogLevel /*level*/, std::string_view event, std::vector<Field> /*fields*/)
{
    const std::lock_guard lock(mutex_);
    events_.emplace_back(event);
}

double RecordedTelemetry::value(const std::string& metric, const Labels& labels) const
{
    const std::lock_guard lock(mutex_);
    const auto found = values_.find({metric, labels});
    return found == values_.end() ? 0 : found->second;
}

std::vector<std::string> RecordedTelemetry::events() const
{
    const std::lock_guard lock(mutex_);
    return events_;
}

}  // namespace bwsync::test
