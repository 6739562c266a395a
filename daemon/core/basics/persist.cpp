#include "daemon/core/basics/persist.hpp"

#include <algorithm>

namespace bwsync {

namespace {

constexpr Millis kFirstPause{200};
constexpr Millis kLongestPause{5000};

bool heals_by_itself(ErrorKind kind)
{
    return kind == ErrorKind::kRetry || kind == ErrorKind::kUnknownOutcome;
}

// The gauge that wakes somebody: up while the store refuses what only a person can make it take, down when it has taken
// it or nobody asks any more.
class RefusalAlarm {
public:
    RefusalAlarm(Telemetry& telemetry, std::string_view what) : telemetry_(telemetry), what_(what) {}
    RefusalAlarm(const RefusalAlarm&) = delete;
    RefusalAlarm& operator=(const RefusalAlarm&) = delete;
    ~RefusalAlarm()
    {
        if (is_raised_) telemetry_.set("store_refusing", {what_}, 0);
    }
    void raise()
    {
        is_raised_ = true;
        telemetry_.set("store_refusing", {what_}, 1);
    }

private:
    Telemetry& telemetry_;
    const std::string what_;
    bool is_raised_ = false;
};

}  // namespace

Task<Stored> persist(Clock& clock, Telemetry& telemetry, std::string_view what, std::function<Task<Result<>>()> verb,
                     std::stop_token stop)
{
    RefusalAlarm alarm(telemetry, what);
    Millis pause = kFirstPause;
    for (;;) {
        Result<> stored = co_await verb();
        if (stored) co_return Stored::kStored;
        const ErrorKind kind = stored.error().kind;
        const bool needs_person =
            !heals_by_itself(kind) && kind != ErrorKind::kConflict && kind != ErrorKind::kCancelled;
        telemetry.log(needs_person ? LogLevel::kError : LogLevel::kWarning, "store-refused",
                      {Field("what", std::string(what)), Field("why", stored.error().what)});
        if (kind == ErrorKind::kConflict) co_return Stored::kLeaseLost;
        if (kind == ErrorKind::kCancelled) co_return Stored::kStopped;
        if (needs_person) alarm.raise();
        const bool goes_on = co_await clock.sleep_for(pause, stop);
        if (!goes_on) co_return Stored::kStopped;
        pause = std::min(pause * 2, kLongestPause);
    }
}

}  // namespace bwsync
