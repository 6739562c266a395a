// The last resort of an orderly stop: when it takes too long, the process ends anyway. Everything in flight is
// repeatable.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace bwsync {

inline constexpr std::chrono::seconds kStopLimit{20};

// Waits on a thread of its own, so that it works when the loop hangs.
class StopDeadline final {
public:
    // When the limit passes: says so on standard error and ends the process at once with status 1.
    StopDeadline();
    explicit StopDeadline(std::function<void()> on_passed);
    // Calls the deadline off.
    ~StopDeadline();
    StopDeadline(const StopDeadline&) = delete;
    StopDeadline& operator=(const StopDeadline&) = delete;

    // Begins to count, once; further calls change nothing.
    void arm(std::chrono::milliseconds limit = kStopLimit);

private:
    void wait(std::chrono::milliseconds limit);

    const std::function<void()> on_passed_;
    std::mutex mutex_;
    std::condition_variable called_off_;
    bool is_called_off_ = false;
    std::thread thread_;
};

}  // namespace bwsync
