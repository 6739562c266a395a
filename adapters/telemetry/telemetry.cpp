#include "adapters/telemetry/telemetry.hpp"

#include <functional>

#include "adapters/telemetry/log_line.hpp"

namespace bwsync {
namespace {

std::string event_kind(LogLevel level, std::string_view event)
{
    return std::string(name_of(level)) + ' ' + std::string(event);
}

// What makes two lines alike. Numbers (durations, counts) differ from line to line and say nothing new; a subject does.
// Fields enter as a hash: they may be personal, and a kind is shown when lines of it were left out.
std::string line_kind(LogLevel level, std::string_view event, const std::vector<Field>& fields)
{
    std::string text;
    for (const Field& field : fields) {
        if (field.is_number && field.key != "subject") continue;
        text.append(field.key) += '=';
        text.append(field.value) += '\n';
    }
    return event_kind(level, event) + '#' + std::to_string(std::hash<std::string>()(text));
}

}  // namespace

PrometheusTelemetry::PrometheusTelemetry(LogSettings settings, std::function<Instant()> now)
    : now_(std::move(now)),
      writer_(settings.descriptor),
      level_(settings.level),
      shape_(settings.shape),
      instance_(std::move(settings.instance)),
      same_line_(settings.same_line),
      same_event_(settings.same_event)
{
}

void PrometheusTelemetry::count(std::string_view metric, Labels labels, double by)
{
    metrics_.count(metric, labels, by);
}

void PrometheusTelemetry::set(std::string_view metric, Labels labels, double value)
{
    metrics_.set(metric, labels, value);
}

void PrometheusTelemetry::observe(std::string_view metric, Labels labels, double value)
{
    metrics_.observe(metric, labels, value);
}

void PrometheusTelemetry::forget(std::string_view metric, Labels labels)
{
    metrics_.forget(metric, labels);
}

void PrometheusTelemetry::log(LogLevel level, std::string_view event, std::vector<Field> fields)
{
    if (level < level_.load(std::memory_order_relaxed)) return;
    const Instant now = now_();
    const std::lock_guard held(mutex_);
    tell_suppressed(same_line_, now);
    tell_suppressed(same_event_, now);
    if (same_line_.admit(line_kind(level, event, fields), now) && same_event_.admit(event_kind(level, event), now)) {
        write(level, event, fields, now);
    } else {
        metrics_.count("log_lines_suppressed_total", Labels(), 1);
    }
}

void PrometheusTelemetry::reconfigure(LogLevel level, LogShape shape, std::string instance)
{
    const std::lock_guard held(mutex_);
    level_ = level;
    shape_ = shape;
    instance_ = std::move(instance);
}

void PrometheusTelemetry::tell_suppressed(LineLimiter& limiter, Instant now)
{
    for (const LineLimiter::Suppressed& suppressed : limiter.take_suppressed(now)) {
        const std::string kind = suppressed.kind.substr(0, suppressed.kind.find('#'));
        const std::vector<Field> told = {Field("lines_of", kind), Field("lines", suppressed.lines)};
        write(LogLevel::kWarning, "log.suppressed", told, now);
    }
}

void PrometheusTelemetry::write(LogLevel level, std::string_view event, const std::vector<Field>& fields, Instant now)
{
    const LogLine line{now, level, event, instance_, fields};
    const bool is_taken = writer_.write(shape_ == LogShape::kJson ? json_line(line) : text_line(line));
    if (is_taken) {
        metrics_.count("log_lines_total", Labels{std::string(name_of(level))}, 1);
    } else {
        metrics_.count("log_lines_dropped_total", Labels(), 1);
    }
}

}  // namespace bwsync
