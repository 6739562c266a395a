// Event: a gate that opens once. Everything here is used from the one io thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/runtime/task.hpp"

namespace bwsync {

// wait() returns once set() was called. Many waiters are fine.
class Event {
public:
    explicit Event(const asio::any_io_executor& executor) : timer_(executor, asio::steady_timer::time_point::max()) {}

    void set()
    {
        is_set_ = true;
        timer_.cancel();
    }
    [[nodiscard]] bool is_set() const { return is_set_; }

    Task<> wait()
    {
        while (!is_set_) {
            boost::system::error_code ignored;
            co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
    }

private:
    asio::steady_timer timer_;
    bool is_set_ = false;
};

}  // namespace bwsync
