// How fast one Webex partner may be called: a token bucket as a function of time, which slows itself down when Webex
// says that it was too fast. Webex does not publish its limits and changes them; what 429 answers teach is all we know.
#pragma once

#include <chrono>

namespace bwsync {

// Times are points of one monotonic clock, given by the caller; a time before the last one counts as the last one.
class TokenBucket final {
public:
    using Time = std::chrono::time_point<std::chrono::steady_clock, std::chrono::nanoseconds>;
    using Span = std::chrono::nanoseconds;

    // Tokens a second (above 0) and the most that may be used at once (1 or more; the bucket starts full).
    TokenBucket(double per_second, double burst, Time now);

    // How long until a token can be taken; zero: now.
    [[nodiscard]] Span wait(Time now);
    // Takes one. Only after wait() gave zero.
    void take();

    // Nothing is given out, nor saved up, until `until`; never shortens a pause. Returns by how much the pause grew.
    Span pause(Time until, Time now);
    // A call was answered "too many requests": the rate goes down. Calls sent before the last such answer don't count
    // again.
    void slow_down(Time sent, Time now);
    // A call was answered otherwise: after many of these the rate grows again, up to the configured one.
    void speed_up();

    [[nodiscard]] double rate() const { return rate_; }

private:
    void refill(Time now);

    double full_rate_;
    double burst_;
    double rate_;
    double refused_rate_;  // how fast we were when we were last refused
    double growth_;
    double tokens_;
    long answers_since_slow_ = 0;
    Time filled_at_;
    Time paused_until_;
    Time slowed_at_;
};

}  // namespace bwsync
