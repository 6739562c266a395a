// What every Webex port answers: a value, or a WebexFailure that says whether the call may have been acted on.
#pragma once

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

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

// A success that carries nothing but its trace.
using Done = Answered<std::monostate>;

}  // namespace bwsync
