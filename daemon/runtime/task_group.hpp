// TaskGroup: children with one owner that waits for them; the first failure stops the rest.
#pragma once

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

    [[nodiscard]] std::stop_token stop_token() const { return stop_.get_token(); }
    void request_stop() { stop_.request_stop(); }
    [[nodiscard]] int running() const { return running_; }

    void spawn(std::function<Task<>(std::stop_token)> child)
    {
        ++running_;
        auto body = [child = std::move(child), token = stop_.get_token()]() -> Task<> { return child(token); };
        auto on_exit = [this](std::exception_ptr error) {
            if (error && !first_error_) {
                first_error_ = error;
                stop_.request_stop();
            }
            --running_;
            if (done_ && running_ == 0) done_->set();
        };
        asio::co_spawn(executor_, std::move(body), std::move(on_exit));
    }

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
    struct Forward {
        std::stop_source* target;
        void operator()() const { target->request_stop(); }
    };

    asio::any_io_executor executor_;
    std::stop_source stop_;
    std::stop_callback<Forward> forward_;
    std::exception_ptr first_error_;
    Event* done_ = nullptr;
    int running_ = 0;
};

}  // namespace bwsync
