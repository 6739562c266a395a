// Clock, chance and telemetry for tests of the Webex side.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>

#include "daemon/ports/clock.hpp"
#include "daemon/ports/telemetry.hpp"
#include "daemon/runtime/sleep.hpp"
#include "daemon/runtime/timed_wait.hpp"

namespace bwsync::test {

// Wall-clock time that a test moves; waits are real, or move it.
class MovableClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override
    {
        return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()) + ahead;
    }
    Task<bool> sleep_for(Millis delay, std::stop_token stop) override
    {
        slept += delay;
        const Millis real = std::min(delay, sleeps_at_most);
        if (!skips_waits) co_return co_await bwsync::sleep_for(real, stop);
        ahead += delay;
        co_return !stop.stop_requested();
    }
    Task<> wait_for(Signal& bell, Millis limit, std::stop_token stop) override
    {
        return bwsync::wait_for(bell, limit, std::move(stop));
    }
    Millis ahead{0};
    Millis slept{0};
    Millis sleeps_at_most = Millis::max();
    bool skips_waits = false;
};

class FixedRandom final : public Random {
public:
    double unit() override
    {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state_ >> 11) / 9007199254740992.0;
    }

private:
    std::uint64_t state_ = 42;
};

class RecordingTelemetry final : public Telemetry {
public:
    void count(std::string_view metric, Labels labels, double by) override { add(metric, labels, by, false); }
    void set(std::string_view metric, Labels labels, double value) override { add(metric, labels, value, true); }
    void observe(std::string_view metric, Labels labels, double) override { add(metric, labels, 1, false); }
    void forget(std::string_view metric, Labels labels) override
    {
        const std::lock_guard lock(mutex_);
        values_.erase(key(metric, labels));
    }
    void log(LogLevel, std::string_view event, std::vector<Field> fields) override
    {
        const std::lock_guard lock(mutex_);
        std::string line(event);
        for (const Field& field : fields) line += " " + std::string(field.key) + "=" + field.value;
        lines_.push_back(std::move(line));
    }

    double value(std::string_view metric, const Labels& labels) const
    {
        const std::lock_guard lock(mutex_);
        const auto found = values_.find(key(metric, labels));
        return found == values_.end() ? 0 : found->second;
    }
    std::vector<std::string> lines(std::string_view event) const
    {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> out;
        for (const std::string& line : lines_) {
            if (line == event || line.starts_with(std::string(event) + " ")) out.push_back(line);
        }
        return out;
    }
    std::string everything() const
    {
        const std::lock_guard lock(mutex_);
        std::string out;
        for (const auto& [name, value] : values_) out += name + "\n";
        for (const std::string& line : lines_) out += line + "\n";
        return out;
    }

private:
    static std::string key(std::string_view metric, const Labels& labels)
    {
        std::string out(metric);
        for (const std::string& label : labels) out += "," + label;
        return out;
    }
    void add(std::string_view metric, const Labels& labels, double value, bool is_gauge)
    {
        const std::lock_guard lock(mutex_);
        double& held = values_[key(metric, labels)];
        held = is_gauge ? value : held + value;
    }

    mutable std::mutex mutex_;
    std::map<std::string, double> values_;
    std::vector<std::string> lines_;
};

}  // namespace bwsync::test
