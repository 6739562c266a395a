#include "daemon/process/system_clock.hpp"

#include "daemon/runtime/sleep.hpp"
#include "daemon/runtime/timed_wait.hpp"

namespace bwsync {

Instant SystemClock::now() const
{
    return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

Task<bool> SystemClock::sleep_for(Millis delay, std::stop_token stop)
{
    return bwsync::sleep_for(delay, std::move(stop));
}

Task<> SystemClock::wait_for(Signal& bell, Millis limit, std::stop_token stop)
{
    return bwsync::wait_for(bell, limit, std::move(stop));
}

}  // namespace bwsync
