#include "adapters/telemetry/line_limiter.hpp"

namespace bwsync {

bool LineLimiter::admit(std::string_view kind, Instant now)
{
    auto found = counts_.find(kind);
    if (found == counts_.end()) {
        if (counts_.size() >= limits_.kinds_max) return true;
        found = counts_.try_emplace(std::string(kind), Count()).first;
    }
    Count& count = found->second;
    // A window that left lines out ends by take_suppressed(), which reports it.
    if (is_over(count, now) && count.suppressed == 0) {
        count.began = now;
        count.written = 0;
    }
    if (count.written < limits_.lines_max) {
        ++count.written;
        return true;
    }
    ++count.suppressed;
    return false;
}

std::vector<LineLimiter::Suppressed> LineLimiter::take_suppressed(Instant now)
{
    std::vector<Suppressed> result;
    // Once a second is enough: this runs with every line.
    if (now < next_look_ && now + std::chrono::seconds(2) > next_look_) return result;
    next_look_ = now + std::chrono::seconds(1);
    for (auto entry = counts_.begin(); entry != counts_.end();) {
        if (!is_over(entry->second, now)) {
            ++entry;
            continue;
        }
        if (entry->second.suppressed > 0) result.push_back(Suppressed{entry->first, entry->second.suppressed});
        entry = counts_.erase(entry);
    }
    return result;
}

}  // namespace bwsync
