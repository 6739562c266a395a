#include "daemon/core/basics/persist.hpp"

#include <algorithm>

namespace bwsync {

namespace {

constexpr Millis kFirstPause{200};
constexpr Millis kLongestPause{5000};

}  // namespace

Task<bool> persist(Clock& clock, Telemetry& telemetry, std::string_view what, std::function<Task<Result<>>()> verb,
                   std::stop_token stop)
{
    Millis pause = kFirstPause;
    for (;;) {
        Result<> stored = co_await verb();
        if (stored) co_return true;
        const ErrorKind kind = stored.error().kind;
        telemetry.log(LogLevel::kWarning, "store-refused",
                      {Field("what", std::string(what)), Field("why", stored.error().what)});
        const bool heals = kind == ErrorKind::kRetry || kind == ErrorKind::kUnknownOutcome;
        if (!heals) co_return false;
        const bool goes_on = co_await clock.sleep_for(pause, stop);
        if (!goes_on) co_return false;
        pause = std::min(pause * 2, kLongestPause);
    }
}

}  // namespace bwsync
