// A Clock whose time passes only when everybody sleeps: tests of waiting take no time and always go the same way.
#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>

#include "daemon/ports/clock.hpp"
#include "daemon/runtime/event.hpp"

namespace bwsync::test {

class VirtualClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return now_; }
    Task<bool> sleep_for(Millis delay, std::stop_token stop) override;
    Task<> wait_for(Signal& bell, Millis limit, std::stop_token stop) override;

    // Runs the loop until it has nothing left to do, or this much time has passed on the clock.
    void run(asio::io_context& io, Millis at_most = std::chrono::hours(1));
    // Time that passes while nobody gets to run: a machine that was suspended.
    void jump(Millis by) { now_ += by; }

private:
    bool wake_next();

    Instant now_{std::chrono::hours(24 * 365 * 56)};
    std::multimap<Instant, std::shared_ptr<Event>> sleepers_;
};

}  // namespace bwsync::test
