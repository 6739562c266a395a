// What can go wrong between a request document and its answer, finer than an Error: it decides what happens to the
// connection and whether the request is sent once more.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "daemon/domain/basics/result.hpp"

namespace bwsync::ocip {

enum class TroubleKind {
    kUnreachable,  // no connection; nothing was sent
    kTimeout,
    kClosed,         // the connection or the session ended before the answer
    kDamaged,        // the answer cannot be trusted, and so nor can the connection
    kLoginRefused,   // do not hammer
    kMisconfigured,  // cannot work as configured
    kStopped,
};

struct Trouble {
    Trouble(TroubleKind k, std::string t) : kind(k), text(std::move(t)) {}
    TroubleKind kind;
    std::string text;  // for a person; no secret, no record
};

template <class T = std::monostate>
using Outcome = Result<T, Trouble>;

}  // namespace bwsync::ocip
