// Signal: a bell that can be rung many times and waited for with a limit; what work loops sleep on.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <stop_token>

#include "daemon/runtime/task.hpp"

namespace bwsync {

// One waiter at a time. A ring before the wait is remembered. Used from the io thread; stop may come from any thread.
class Signal {
public:
    explicit Signal(const asio::any_io_executor& executor)
        : executor_(executor), timer_(std::make_shared<asio::steady_timer>(executor))
    {
    }

    void ring()
    {
        is_rung_ = true;
        timer_->cancel();
    }

    // Returns when rung, when the limit has passed, or when stop was requested; clears the ring.
    Task<> wait_for(std::chrono::milliseconds limit, std::stop_token stop)
    {
        auto cancel_timer = [weak = std::weak_ptr(timer_), executor = executor_] {
            asio::post(executor, [weak] {
                if (auto timer = weak.lock()) timer->cancel();
            });
        };
        std::stop_callback on_stop(stop, cancel_timer);
        if (!is_rung_ && !stop.stop_requested()) {
            timer_->expires_after(limit);
            boost::system::error_code ignored;
            co_await timer_->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
        is_rung_ = false;
    }

private:
    asio::any_io_executor executor_;
    std::shared_ptr<asio::steady_timer> timer_;
    bool is_rung_ = false;
};

}  // namespace bwsync
