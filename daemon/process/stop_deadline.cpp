#include "daemon/process/stop_deadline.hpp"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <string_view>

namespace bwsync {
namespace {

[[noreturn]] void end_process()
{
    constexpr std::string_view kWords =
        "bwsyncd: the stop took too long; ending now, the next start resumes what was open\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kWords.data(), kWords.size());
    _exit(1);
}

}  // namespace

StopDeadline::StopDeadline() : StopDeadline(&end_process) {}

StopDeadline::StopDeadline(std::function<void()> on_passed) : on_passed_(std::move(on_passed)) {}

StopDeadline::~StopDeadline()
{
    {
        const std::lock_guard held(mutex_);
        is_called_off_ = true;
    }
    called_off_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void StopDeadline::arm(std::chrono::milliseconds limit)
{
    if (thread_.joinable()) return;
    // Signals belong to the loop's thread.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this, limit] { wait(limit); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void StopDeadline::wait(std::chrono::milliseconds limit)
{
    std::unique_lock held(mutex_);
    const bool in_time = called_off_.wait_for(held, limit, [this] { return is_called_off_; });
    if (!in_time) on_passed_();
}

}  // namespace bwsync
