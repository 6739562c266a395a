// wait_for: waits on a Signal in real time. For adapters, whose limits are on peers, and for the Clock of this machine;
// the core waits on the Clock port.
#pragma once

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <stop_token>

#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

// Returns when rung, when the limit has passed, or when stop was requested; clears the ring. Stop may come from any
// thread.
inline Task<> wait_for(Signal& signal, std::chrono::milliseconds limit, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    auto timer = std::make_shared<asio::steady_timer>(executor, limit);
    auto cancel_timer = [timer] { timer->cancel(); };
    Signal::Listener listener(signal, cancel_timer);
    auto cancel_from_anywhere = [weak = std::weak_ptr(timer), executor] {
        asio::post(executor, [weak] {
            if (auto locked = weak.lock()) locked->cancel();
        });
    };
    std::stop_callback on_stop(stop, cancel_from_anywhere);
    if (!listener.is_rung() && !stop.stop_requested()) {
        boost::system::error_code ignored;
        co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

}  // namespace bwsync
