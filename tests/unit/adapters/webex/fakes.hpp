// Clock and chance for tests of the Webex side.
#pragma once

#include <algorithm>

#include "daemon/ports/clock.hpp"
#include "daemon/runtime/sleep.hpp"
#include "daemon/runtime/timed_wait.hpp"
#include "tests/support/recorded_telemetry.hpp"

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

}  // namespace bwsync::test
