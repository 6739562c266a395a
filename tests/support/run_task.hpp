// Runs one coroutine to its end on a loop of its own: how a test that is no coroutine calls a port.
#pragma once

#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "daemon/runtime/task.hpp"

namespace bwsync::test {

// Rethrows what the coroutine throws.
template <class T>
T run_task(Task<T> task)
{
    asio::io_context io;
    std::optional<T> result;
    std::exception_ptr failure;
    auto body = [task = std::move(task)]() mutable -> Task<std::optional<T>> { co_return co_await std::move(task); };
    auto on_end = [&](std::exception_ptr error, std::optional<T> value) {
        failure = error;
        result = std::move(value);
    };
    asio::co_spawn(io, std::move(body), std::move(on_end));
    io.run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
}

}  // namespace bwsync::test
