// Writes finished lines to a descriptor from a thread of its own, so that a reader that hangs (a full pipe, a journal
// under load) never stops the caller. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace bwsync {

class LogWriter final {
public:
    static constexpr std::size_t kWaitingMax = 4096;  // lines

    // Does not own the descriptor.
    explicit LogWriter(int descriptor, std::chrono::milliseconds last_words = std::chrono::seconds(2));
    // Gives what waits the time `last_words` to get out.
    ~LogWriter();
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;

    // False when the line was dropped because too many wait.
    bool write(std::string line);

    // Waits until everything written so far is out; false when the limit came first.
    bool flush(std::chrono::milliseconds limit);

private:
    void run();
    bool put(const std::string& line);

    const int descriptor_;
    const std::chrono::milliseconds last_words_;
    int wake_up_ = -1;  // an eventfd: ends a write that hangs when the process stops
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> waiting_;
    bool is_writing_ = false;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace bwsync
