#include "tests/support/recorded_telemetry.hpp"

#include <algorithm>

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

void RecordedTelemetry::log(LogLevel /*level*/, std::string_view event, std::vector<Field> fields)
{
    std::string line(event);
    for (const Field& field : fields) line.append(" ").append(field.key).append("=").append(field.value);
    const std::lock_guard lock(mutex_);
    events_.emplace_back(event);
    lines_.push_back(std::move(line));
}

double RecordedTelemetry::value(const std::string& metric, const Labels& labels) const
{
    const std::lock_guard lock(mutex_);
    const auto found = values_.find({metric, labels});
    return found == values_.end() ? 0 : found->second;
}

bool RecordedTelemetry::has(const std::string& metric, const Labels& labels) const
{
    const std::lock_guard lock(mutex_);
    return values_.contains({metric, labels});
}

std::vector<std::string> RecordedTelemetry::events() const
{
    const std::lock_guard lock(mutex_);
    return events_;
}

std::vector<std::string> RecordedTelemetry::lines(std::string_view event) const
{
    const std::lock_guard lock(mutex_);
    std::vector<std::string> found;
    for (std::size_t i = 0; i < events_.size(); ++i) {
        if (events_[i] == event) found.push_back(lines_[i]);
    }
    return found;
}

bool RecordedTelemetry::has_logged(const std::string& text) const
{
    const std::lock_guard lock(mutex_);
    return std::any_of(lines_.begin(), lines_.end(),
                       [&text](const std::string& line) { return line.find(text) != std::string::npos; });
}

std::string RecordedTelemetry::everything() const
{
    const std::lock_guard lock(mutex_);
    std::string all;
    for (const auto& [series, value] : values_) {
        all += series.first;
        for (const std::string& label : series.second) all += "," + label;
        all += "\n";
    }
    for (const std::string& line : lines_) all += line + "\n";
    return all;
}

}  // namespace bwsync::test
