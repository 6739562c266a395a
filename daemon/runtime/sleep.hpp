// sleep_for: a pause that stop ends early.
#pragma once

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <stop_token>

#include "daemon/runtime/task.hpp"

namespace bwsync {

// False when stop was requested, before or during the sleep. Safe to stop from any thread.
inline Task<bool> sleep_for(std::chrono::steady_clock::duration delay, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    auto timer = std::make_shared<asio::steady_timer>(executor, delay);
    auto cancel_timer = [weak = std::weak_ptr(timer), executor] {
        asio::post(executor, [weak] {
            if (auto locked = weak.lock()) locked->cancel();
        });
    };
    std::stop_callback on_stop(stop, cancel_timer);
    boost::system::error_code ignored;
    if (!stop.stop_requested()) {
        co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return !stop.stop_requested();
}

}  // namespace bwsync
