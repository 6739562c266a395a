// await_callback: turns "call me back, once, from any thread" into a Task that resumes on the caller's executor.
#pragma once

#include <boost/asio/post.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <optional>

#include "daemon/runtime/task.hpp"

namespace bwsync {

template <class T>
using Done = std::function<void(std::exception_ptr, std::optional<T>)>;

// A plain function, not a coroutine, so that no lambda temporary lives across a suspension (g++ 12).
template <class T>
Task<std::optional<T>> await_callback(std::function<void(Done<T>)> start)
{
    auto initiate = [](auto handler, std::function<void(Done<T>)> begin) {
        auto work = asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        begin([shared, work](std::exception_ptr error, std::optional<T> value) {
            asio::post(work,
                       [shared, error, value = std::move(value)]() mutable { (*shared)(error, std::move(value)); });
        });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(std::exception_ptr, std::optional<T>)>(
        initiate, asio::use_awaitable, std::move(start));
}

}  // namespace bwsync
