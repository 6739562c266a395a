// Lab time: starts at real time, runs at a rate, and can be advanced at once. It drives everything in the
// emulators that happens "later"; sockets and the delays of faults stay in real time.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace bwsync::lab {

class LabClock final {
public:
    using TimePoint = std::chrono::system_clock::time_point;
    using Duration = std::chrono::system_clock::duration;
    using Callback = std::function<void()>;
    using Ticket = std::uint64_t;  // 0 is never given out

    explicit LabClock(boost::asio::io_context& io);
    LabClock(const LabClock&) = delete;
    LabClock& operator=(const LabClock&) = delete;

    // Never goes back, and inside a callback is the time the callback was due (or later, never earlier).
    TimePoint now();
    std::int64_t now_ms();  // milliseconds since 1970

    double rate() const { return rate_; }
    // Lab seconds per real second, from 0 (time stands still but for advance) to 100,000; else std::invalid_argument.
    void set_rate(double rate);

    // Runs what becomes due, in order of due time, then of scheduling, before it returns. Negative durations throw
    // std::invalid_argument. Must not be called from a callback.
    void advance(Duration by);

    // Calls back once, at the given lab time or at once from the event loop when it is past. Callbacks may schedule
    // more.
    Ticket schedule_at(TimePoint due, Callback callback);
    Ticket schedule_in(Duration delay, Callback callback);
    // False when it has run, is running or never was.
    bool cancel(Ticket ticket);
    std::size_t pending() const { return queue_.size(); }

private:
    using Key = std::pair<TimePoint, Ticket>;

    TimePoint clock_time() const;
    void run_due(TimePoint until);
    void arm();

    boost::asio::steady_timer timer_;
    double rate_ = 1.0;
    TimePoint lab_base_;
    std::chrono::steady_clock::time_point real_base_;
    TimePoint latest_;      // the greatest time anybody was told
    bool running_ = false;  // a callback runs: time stands at latest_
    Ticket last_ticket_ = 0;
    std::map<Key, Callback> queue_;
    std::map<Ticket, TimePoint> due_;
};

}  // namespace bwsync::lab
