// TaskGroup: children with one owner that waits for them; the first failure stops the rest. Destroying it while one
// runs ends the process: such a child would go on in what is gone.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <stop_token>
#include <utility>

#include "daemon/runtime/event.hpp"

namespace bwsync {

class TaskGroup {
public:
    TaskGroup(const asio::any_io_executor& executor, std::stop_token parent)
        : executor_(executor), forward_(std::move(parent), Forward{&stop_})
    {
    }
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;
    ~TaskGroup()
    {
        if (running_ == 0) return;
        std::fputs("a task group ends while its tasks run\n", stderr);
        std::abort();
    }

    [[nodiscard]] std::stop_token stop_token() const { return stop_.get_token(); }
    void request_stop() { stop_.request_stop(); }
    [[nodiscard]] int running() const { return running_; }
    // A child threw: join() will rethrow it. An owner that works on while its children come and go asks this.
    [[nodiscard]] bool has_failed() const { return first_error_ != nullptr; }
    // Called with the first failure as soon as it happens, while the others still end.
    void on_failure(std::function<void(std::exception_ptr)> hook) { on_failure_ = std::move(hook); }

    void spawn(std::function<Task<>(std::stop_token)> child) { start(std::move(child), false); }
    // One that is to run until the stop: should it end before (its lease is lost), the others are stopped too.
    void spawn_lasting(std::function<Task<>(std::stop_token)> child) { start(std::move(child), true); }

    // Returns when every child has ended, those spawned meanwhile too; rethrows the first failure.
    Task<> join()
    {
        while (running_ > 0) {
            Event done(executor_);
            done_ = &done;
            co_await done.wait();
            done_ = nullptr;
        }
        if (first_error_) std::rethrow_exception(std::exchange(first_error_, nullptr));
    }

private:
    void start(std::function<Task<>(std::stop_token)> child, bool ends_all)
    {
        ++running_;
        auto body = [child = std::move(child), token = stop_.get_token()]() -> Task<> { return child(token); };
        auto on_exit = [this, ends_all](std::exception_ptr error) {
            if (error) note(error);
            if (error || ends_all) stop_.request_stop();
            --running_;
            if (done_ && running_ == 0) done_->set();
        };
        asio::co_spawn(executor_, std::move(body), std::move(on_exit));
    }

    void note(const std::exception_ptr& error)
    {
        if (first_error_) return;
        first_error_ = error;
        if (on_failure_) on_failure_(error);
    }

    struct Forward {
        std::stop_source* target;
        void operator()() const { target->request_stop(); }
    };

    asio::any_io_executor executor_;
    std::stop_source stop_;
    std::stop_callback<Forward> forward_;
    std::exception_ptr first_error_;
    std::function<void(std::exception_ptr)> on_failure_;
    Event* done_ = nullptr;
    int running_ = 0;
};

}  // namespace bwsync
