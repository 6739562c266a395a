// What the HTTP contract tests share: a client of short patience, and a way to run its calls to their end.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>

#include "adapters/http/client.hpp"
#include "tests/contract/webex/raw_server.hpp"

namespace bwsync::test {

using namespace std::chrono_literals;
using Kind = HttpFailure::Kind;

// Runs one coroutine on an event loop of its own; the test fails when it takes longer than `limit`.
template <class T>
T run(std::function<Task<T>()> body, std::chrono::milliseconds limit = 20s)
{
    asio::io_context io;
    std::optional<T> result;
    std::exception_ptr failure;
    auto main = [&]() -> Task<> { result.emplace(co_await body()); };
    asio::co_spawn(io, std::move(main), [&](std::exception_ptr error) { failure = error; });
    io.run_for(limit);
    if (failure) std::rethrow_exception(failure);
    if (!result) throw std::runtime_error("the coroutine did not end in time");
    return std::move(*result);
}

inline HttpSettings settings_for(const std::string& origin)
{
    HttpSettings settings;
    settings.origin = origin;
    settings.timeout = 2s;
    return settings;
}

inline std::unique_ptr<HttpClient> client_for(HttpSettings settings)
{
    auto client = HttpClient::make(std::move(settings));
    if (!client) throw std::runtime_error(client.error().what);
    return std::move(*client);
}

inline HttpRequest get(const std::string& target)
{
    HttpRequest request;
    request.target = target;
    request.headers["Authorization"] = "Bearer secret";
    return request;
}

inline HttpRequest with_body(const std::string& method, const std::string& target,
                             const std::string& body = "{\"a\":1}")
{
    HttpRequest request = get(target);
    request.method = method;
    request.content_type = "application/json";
    request.body = body;
    return request;
}

inline HttpOutcome call(HttpClient& client, HttpRequest request, std::stop_token stop = {})
{
    return run<HttpOutcome>([&] { return client.send(request, stop); });
}

// Label and kind of a failure, or the status; for readable expectations.
inline std::string summary(const HttpOutcome& outcome)
{
    if (outcome) return std::to_string(outcome->status);
    constexpr const char* kKinds[] = {"not-sent", "unknown", "body-lost", "cancelled"};
    return std::string(kKinds[static_cast<int>(outcome.error().kind)]) + " " + outcome.error().label;
}

}  // namespace bwsync::test
