// Calls to one Webex partner organisation. The adapter owns rate limit, token, Retry-After on the whole client and the
// reading of answers; it never repeats a call that may have been acted on: the core decides that.
#pragma once

#include <stop_token>

#include "daemon/domain/result.hpp"
#include "daemon/domain/webex_subscriber.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

template <class T>
using WebexResult = Result<T, WebexFailure>;

// A success and the trace of the call that gave it.
template <class T>
struct Answered {
    Answered() = default;
    Answered(T v, CallTrace t) : value(std::move(v)), trace(std::move(t)) {}
    T value{};
    CallTrace trace;
};

class Webex {
public:
    virtual ~Webex() = default;

    // One page; `next` of the page before, or empty for the first.
    virtual Task<WebexResult<SubscriberPage>> list(SubscriberFilter filter, std::string next, std::stop_token stop) = 0;
    virtual Task<WebexResult<Answered<WebexSubscriber>>> get(std::string id, std::stop_token stop) = 0;
    virtual Task<WebexResult<Answered<WebexSubscriber>>> provision(ProvisionRequest request, std::stop_token stop) = 0;
    // The answer shows the values from before the change, status updating.
    virtual Task<WebexResult<Answered<WebexSubscriber>>> update(std::string id, UpdateRequest request,
                                                                std::stop_token stop) = 0;
    virtual Task<WebexResult<Answered<std::monostate>>> remove(std::string id, std::stop_token stop) = 0;
    virtual Task<WebexResult<Answered<PrecheckReport>>> precheck(ProvisionRequest request, std::stop_token stop) = 0;

    // A grant is alive and calls may leave. False: only kNoGrant would come back.
    [[nodiscard]] virtual bool has_grant() const = 0;
};

}  // namespace bwsync
