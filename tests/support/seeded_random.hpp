// Chance from a seed: the same seed gives the same draws on every machine.
#pragma once

#include <cstdint>
#include <random>

#include "daemon/domain/basics/time.hpp"
#include "daemon/ports/clock.hpp"

namespace bwsync::test {

// The standard's distributions differ between libraries; the generator itself does not.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : generator_(seed) {}

    double unit() override { return static_cast<double>(generator_() >> 11) / 9007199254740992.0; }
    // 0 to `count` - 1.
    std::uint64_t below(std::uint64_t count) { return generator_() % count; }
    bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }
    Millis between(Millis low, Millis high)
    {
        return low + Millis(static_cast<std::int64_t>(below(static_cast<std::uint64_t>((high - low).count()) + 1)));
    }

private:
    std::mt19937_64 generator_;
};

}  // namespace bwsync::test
