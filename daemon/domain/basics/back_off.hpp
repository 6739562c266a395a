// How long to wait before something that failed is tried again: doubling up to a most, spread by chance.
#pragma once

#include <algorithm>
#include <cstdint>

#include "daemon/domain/basics/time.hpp"

namespace bwsync {

// `first` after no failed attempt before, then twice as long each time, never more than `most`.
constexpr Millis doubling(Millis first, Millis most, int attempts)
{
    return std::min<Millis>(first * (std::int64_t(1) << std::clamp(attempts, 0, 20)), most);
}

// Between half of `delay` and all of it; `unit` is uniform in [0, 1).
constexpr Millis jittered(Millis delay, double unit)
{
    return Millis(static_cast<Millis::rep>(static_cast<double>(delay.count()) * (0.5 + unit / 2)));
}

}  // namespace bwsync
