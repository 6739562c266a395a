// persist(): repeats a store call that must not be skipped. It ends in three ways and no fourth: stored, the lease is
// lost, or we were asked to stop. A store that refuses is asked again until it takes it, with an alarm.
#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

#include "daemon/domain/basics/result.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

// Whoever is told anything but kStored has to act as if the work had never been done: the next holder of the lease, or
// the next process, does it again.
enum class [[nodiscard]] Stored{kStored, kLeaseLost, kStopped};

// Every verb of the store is safe to repeat, so an unknown outcome is repeated like a failure. A stop gives it one more
// try. `what` names the step in the log and in the metric store_refusing.
[[nodiscard]] Task<Stored> persist(Clock& clock, Telemetry& telemetry, std::string_view what,
                                   std::function<Task<Result<>>()> verb, std::stop_token stop);

}  // namespace bwsync
