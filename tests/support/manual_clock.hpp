// Virtual time over one io_context: runs what is ready, then jumps to the earliest thing that waits. The order is that
// of the waits' ends and, of equal ones, of their beginnings, so that a run can be repeated exactly.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "daemon/ports/clock.hpp"

namespace bwsync::test {

class ManualClock final : public Clock {
public:
    // Some time in 2027, on a whole second.
    static constexpr Instant kStart{Millis(1'800'000'000'000)};

    explicit ManualClock(asio::io_context& io, Instant start = kStart);

    [[nodiscard]] Instant now() const override { return timeline_->now; }
    Task<bool> sleep_for(Millis delay, std::stop_token stop) override;
    Task<> wait_for(Signal& bell, Millis limit, std::stop_token stop) override;

    // Something that happens in the world at that time.
    void at(Instant when, std::function<void()> what);
    void in(Millis delay, std::function<void()> what) { at(now() + delay, std::move(what)); }

    // Runs until the deadline; returns early once `is_done` says so (asked between steps). False: the deadline came.
    bool run_until(Instant deadline, const std::function<bool()>& is_done);
    void run_for(Millis length);
    // Moves the time by itself; what waits for less is late.
    void skip(Millis length) { timeline_->now += length; }

    // Ends of waits and happenings so far.
    [[nodiscard]] std::int64_t steps() const { return steps_; }
    // How many sleep or wait now.
    [[nodiscard]] std::size_t waiting() const { return timeline_->entries.size(); }

private:
    using Place = std::pair<Instant, std::int64_t>;
    // Outlives the clock where coroutines are destroyed after it.
    struct Timeline {
        Instant now{};
        std::int64_t sequence = 0;
        std::map<Place, std::function<void()>> entries;
    };
    class Entry;

    Task<> wait(Millis delay, Signal* bell, std::stop_token stop);

    asio::io_context& io_;
    std::shared_ptr<Timeline> timeline_ = std::make_shared<Timeline>();
    std::int64_t steps_ = 0;
};

}  // namespace bwsync::test
