// offload: runs blocking code on a pool of threads; the coroutine resumes on its own executor.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <type_traits>

#include "daemon/runtime/task.hpp"

namespace bwsync {

// R may lack a default constructor (co_spawn of 1.74 calls handler(error, R()) on failure), hence the optional.
template <class F, class R = std::invoke_result_t<F&>>
Task<R> offload(asio::thread_pool& pool, F fn)
{
    auto body = [fn = std::move(fn)]() mutable -> Task<std::optional<R>> { co_return fn(); };
    std::optional<R> result = co_await asio::co_spawn(pool, std::move(body), asio::use_awaitable);
    co_return std::move(*result);
}

}  // namespace bwsync
