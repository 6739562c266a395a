// Time, as the core sees it.
#pragma once

#include <stop_token>

#include "daemon/domain/basics/time.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class Clock {
public:
    virtual ~Clock() = default;
    // Wall clock: stored and compared across restarts.
    [[nodiscard]] virtual Instant now() const = 0;
    // Waits on the monotonic clock; false when stop was requested first.
    virtual Task<bool> sleep_for(Millis delay, std::stop_token stop) = 0;
    // Returns when the bell was rung, when the limit has passed on the monotonic clock, or when stop was requested;
    // clears the ring. The bell outlives the wait and has no other waiter.
    virtual Task<> wait_for(Signal& bell, Millis limit, std::stop_token stop) = 0;
};

class Random {
public:
    virtual ~Random() = default;
    virtual double unit() = 0;  // uniform in [0, 1)
};

}  // namespace bwsync
