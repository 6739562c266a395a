#include "daemon/domain/guard/brake.hpp"

namespace bwsync {

namespace {

constexpr std::int64_t kPercentCountsFrom = 20;

}  // namespace

bool brake_trips(std::int64_t count, std::int64_t provisioned, std::int64_t limit, std::int64_t percent)
{
    if (count <= 0) return false;
    if (limit >= 0 && count >= limit) return true;
    if (provisioned < kPercentCountsFrom) return false;
    const std::int64_t share = (provisioned * percent + 99) / 100;
    return count >= share;
}

}  // namespace bwsync
