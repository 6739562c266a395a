// Proof of life of the core's loops: the watchdog is fed, and /healthz is good, only while none of them stands still.
#pragma once

#include <string_view>

namespace bwsync {

class Liveness {
public:
    virtual ~Liveness() = default;
    // "I get on": said by a loop at each turn and each step of a long one, at least every few minutes.
    virtual void beat(std::string_view loop) = 0;
    // "I wait for a peer that may take as long as it needs": not judged until the next beat.
    virtual void rest(std::string_view loop) = 0;
};

}  // namespace bwsync
