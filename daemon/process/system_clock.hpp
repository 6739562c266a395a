// The clock of this machine.
#pragma once

#include <utility>

#include "daemon/ports/clock.hpp"

namespace bwsync {

class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
    // Both run on the caller's executor; stop may come from any thread.
    Task<bool> sleep_for(Millis delay, std::stop_token stop) override;
    Task<> wait_for(Signal& bell, Millis limit, std::stop_token stop) override;
};

}  // namespace bwsync
