// Task<T>: the one coroutine type of the daemon, and the only place that includes asio's awaitable.
//
// Boost 1.74's awaitable.hpp uses std::exchange without <utility>; with GCC 12 it does not compile
// unless <utility> comes first (chriskohlhoff/asio#944). Include this header, never awaitable.hpp.
#pragma once

// clang-format off
#include <utility>  // before anything of Asio
// clang-format on

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace bwsync {

namespace asio = boost::asio;

template <class T = void>
using Task = asio::awaitable<T>;

}  // namespace bwsync
