#include "adapters/telemetry/log_writer.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace bwsync {

LogWriter::LogWriter(int descriptor, std::chrono::milliseconds last_words)
    : descriptor_(descriptor), last_words_(last_words), wake_up_(eventfd(0, EFD_CLOEXEC))
{
    // Signals belong to the loop's thread.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] { run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

LogWriter::~LogWriter()
{
    flush(last_words_);
    {
        const std::lock_guard held(mutex_);
        is_stopping_ = true;
        waiting_.clear();
    }
    changed_.notify_all();
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_up_, &one, sizeof one);
    thread_.join();
    close(wake_up_);
}

bool LogWriter::write(std::string line)
{
    {
        const std::lock_guard held(mutex_);
        if (waiting_.size() >= kWaitingMax) return false;
        waiting_.push_back(std::move(line));
    }
    changed_.notify_all();
    return true;
}

bool LogWriter::flush(std::chrono::milliseconds limit)
{
    std::unique_lock held(mutex_);
    return changed_.wait_for(held, limit, [this] { return waiting_.empty() && !is_writing_; });
}

void LogWriter::run()
{
    std::unique_lock held(mutex_);
    while (true) {
        changed_.wait(held, [this] { return is_stopping_ || !waiting_.empty(); });
        if (is_stopping_) return;
        const std::string line = std::move(waiting_.front()) + '\n';
        waiting_.pop_front();
        is_writing_ = true;
        held.unlock();
        put(line);
        held.lock();
        is_writing_ = false;
        changed_.notify_all();
    }
}

// False when the line could not be written in full: the reader is gone, or the process stops.
bool LogWriter::put(const std::string& line)
{
    std::size_t done = 0;
    while (done < line.size()) {
        pollfd waits[] = {{descriptor_, POLLOUT, 0}, {wake_up_, POLLIN, 0}};
        if (poll(waits, 2, -1) < 0 && errno != EINTR) return false;
        if ((waits[1].revents & POLLIN) != 0) return false;
        if ((waits[0].revents & (POLLOUT | POLLERR | POLLHUP | POLLNVAL)) == 0) continue;
        // A pipe takes PIPE_BUF bytes without blocking once it is writable; more might block past a stop.
        const ssize_t written =
            ::write(descriptor_, line.data() + done, std::min<std::size_t>(line.size() - done, 4096));
        if (written < 0 && errno != EINTR && errno != EAGAIN) return false;
        if (written > 0) done += static_cast<std::size_t>(written);
    }
    return true;
}

}  // namespace bwsync
