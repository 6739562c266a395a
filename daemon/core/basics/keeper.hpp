// Keeper: store calls that must not be skipped, made for one work loop. The store may be away for as long as it takes:
// the loop then counts as resting, not as hanging.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "daemon/core/basics/persist.hpp"
#include "daemon/ports/liveness.hpp"

namespace bwsync {

class Keeper final {
public:
    struct Ports {
        Clock& clock;
        Telemetry& telemetry;
        Liveness& liveness;
    };

    // `loop` is the name under which the loop proves that it lives.
    Keeper(Ports ports, std::string loop) : ports_(ports), loop_(std::move(loop)) {}

    // A run under a new lease begins.
    void begin() { has_lost_lease_ = false; }
    // The store said so to some call since begin(): the run ends, for nothing that it decides can be written any more.
    [[nodiscard]] bool has_lost_lease() const { return has_lost_lease_; }

    // As persist(). False: not stored, and the run ends.
    [[nodiscard]] Task<bool> keep(std::string what, std::function<Task<Result<>>()> verb, std::stop_token stop);

private:
    Ports ports_;
    const std::string loop_;
    bool has_lost_lease_ = false;
};

}  // namespace bwsync
