// persist(): repeats a store call that must not be skipped until it holds, the lease is lost, or we are asked to stop.
#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

#include "daemon/domain/basics/result.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

// Every verb of the store is safe to repeat, so an unknown outcome is repeated like a failure. False: not stored.
Task<bool> persist(Clock& clock, Telemetry& telemetry, std::string_view what, std::function<Task<Result<>>()> verb,
                   std::stop_token stop);

}  // namespace bwsync
