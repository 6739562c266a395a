// One call through cpprestsdk, as a callback: the layer below HttpClient, which adds coroutines, blocking and
// deadlines.
#pragma once

#include <functional>
#include <memory>

#include "adapters/http/client.hpp"
#include "adapters/http/trust.hpp"

namespace bwsync {

// A call that has left. Any thread.
class HttpCall {
public:
    virtual ~HttpCall() = default;
    // Ends the call as soon as the library can; the callback still comes.
    virtual void cancel() = 0;
};

class HttpTransport {
public:
    virtual ~HttpTransport() = default;
    // `done` is called exactly once, on a thread of the library or, when nothing could be sent, before start() returns.
    virtual std::shared_ptr<HttpCall> start(HttpRequest request, std::function<void(HttpOutcome)> done) = 0;
};

std::shared_ptr<HttpTransport> make_cpprest_transport(HttpSettings settings, TrustStore trust);

}  // namespace bwsync
