// Chance for jitter. Not for secrets.
#pragma once

#include <random>
#include <utility>

#include "daemon/ports/clock.hpp"

namespace bwsync {

// Used from the io thread only.
class SystemRandom final : public Random {
public:
    SystemRandom();
    double unit() override;

private:
    std::mt19937_64 engine_;
};

}  // namespace bwsync
