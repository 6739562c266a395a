// When something may be sent: the rate limit, and the pause after failures. Functions of time; no clock inside.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>

namespace bwsync::ocip {

// Token bucket that lets a document of n commands wait for its n tokens. What is reserved first is due first.
class RateLimit final {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::steady_clock::duration;

    // per_second above 0; burst: what may go at once after a rest, at least 1.
    RateLimit(double per_second, double burst) : per_second_(per_second), burst_(burst), tokens_(burst) {}

    // Takes the tokens and says how long to wait before using them.
    Duration reserve(std::size_t count, TimePoint now)
    {
        if (last_) {
            const double seconds = std::chrono::duration<double>(now - *last_).count();
            tokens_ = std::min(burst_, tokens_ + seconds * per_second_);
        }
        last_ = now;
        tokens_ -= static_cast<double>(count);
        if (tokens_ >= 0) return Duration::zero();
        return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(-tokens_ / per_second_));
    }

private:
    double per_second_;
    double burst_;
    double tokens_;
    std::optional<TimePoint> last_;
};

// A pause that doubles with every failure in a row.
class HoldBack final {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Millis = std::chrono::milliseconds;

    HoldBack(Millis first, Millis max) : first_(first), max_(max), next_(first) {}

    void failed(TimePoint now)
    {
        until_ = now + next_;
        next_ = std::min(max_, next_ * 2);
    }
    void succeeded()
    {
        until_.reset();
        next_ = first_;
    }
    // How long still; nullopt: go ahead.
    [[nodiscard]] std::optional<Millis> remaining(TimePoint now) const
    {
        if (!until_ || now >= *until_) return std::nullopt;
        return std::chrono::ceil<Millis>(*until_ - now);
    }

private:
    Millis first_;
    Millis max_;
    Millis next_;
    std::optional<TimePoint> until_;
};

}  // namespace bwsync::ocip
