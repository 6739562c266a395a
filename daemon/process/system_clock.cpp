#include "daemon/process/system_clock.hpp"

#include "daemon/runtime/sleep.hpp"

namespace bwsync {

Instant SystemClock::now() const
{
    return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

Task<bool> SystemClock::sleep_for(Millis delay, std::stop_token stop)
{
    return bwsync::sleep_for(delay, std::move(stop));
}

}  // namespace bwsync
