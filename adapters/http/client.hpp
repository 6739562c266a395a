// Calls to one HTTP server. It hides cpprestsdk and closes its traps: nothing is ever sent twice by itself, redirects
// are not followed, interim answers and stale connections do no harm, and every call has a total deadline.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>

#include "adapters/http/message.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct HttpSettings {
    std::string origin;                         // "https://host" or "https://host:port"; http only for a loopback host
    std::string ca_file;                        // PEM; empty: the system's
    std::chrono::milliseconds timeout{30'000};  // of a whole call
    std::chrono::milliseconds idle_max{4'000};  // a connection unused for longer is not used again
    std::chrono::milliseconds stop_grace{5'000};      // what a call in flight is still given after stop
    std::size_t answer_bytes_max = 32 * 1024 * 1024;  // a longer body ends the call
    int in_flight_max = 8;                            // calls beyond it fail at once with kNotSent
};

class HttpClient final {
public:
    // kRejected: the origin is no URL, or is plain http to another machine, or the certificates can't be read.
    static Result<std::unique_ptr<HttpClient>> make(HttpSettings settings);
    // Calls in flight end by themselves; their answers are dropped.
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    // Never throws for what the peer does. After stop the call in flight is given stop_grace, then kUnknownOutcome.
    Task<HttpOutcome> send(HttpRequest request, std::stop_token stop);
    // The same for a thread that may block. Not for the io thread.
    HttpOutcome send_and_wait(HttpRequest request);

private:
    struct State;
    explicit HttpClient(std::shared_ptr<State> state);
    std::shared_ptr<State> state_;
};

}  // namespace bwsync
