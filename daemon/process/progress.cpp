#include "daemon/process/progress.hpp"

#include <algorithm>

namespace bwsync {

Beat::Beat(std::string name, std::chrono::milliseconds limit, std::function<SteadyInstant()> now)
    : name_(std::move(name)), limit_(limit), now_(std::move(now)), last_(now_().time_since_epoch().count())
{
}

void Beat::beat()
{
    last_.store(now_().time_since_epoch().count(), std::memory_order_relaxed);
}

void Beat::rest()
{
    last_.store(kResting, std::memory_order_relaxed);
}

bool Beat::is_alive(SteadyInstant at) const
{
    return age(at) <= limit_;
}

std::chrono::milliseconds Beat::age(SteadyInstant at) const
{
    const SteadyInstant::rep last = last_.load(std::memory_order_relaxed);
    if (last == kResting) return std::chrono::milliseconds(0);
    return std::chrono::floor<std::chrono::milliseconds>(at - SteadyInstant(SteadyInstant::duration(last)));
}

Beat& Progress::subsystem(std::string name, std::chrono::milliseconds limit)
{
    const std::lock_guard held(mutex_);
    return beats_.emplace_back(std::move(name), limit, now_);
}

Beat& Progress::of(std::string_view loop)
{
    const std::lock_guard held(mutex_);
    const auto known =
        std::find_if(beats_.begin(), beats_.end(), [loop](const Beat& beat) { return beat.name() == loop; });
    return known != beats_.end() ? *known : beats_.emplace_back(std::string(loop), kLoopLimit, now_);
}

void Progress::beat(std::string_view loop)
{
    of(loop).beat();
}

void Progress::rest(std::string_view loop)
{
    of(loop).rest();
}

void Progress::remove(const Beat& beat)
{
    const std::lock_guard held(mutex_);
    beats_.remove_if([&beat](const Beat& candidate) { return &candidate == &beat; });
}

bool Progress::all_alive(SteadyInstant at) const
{
    const std::lock_guard held(mutex_);
    // Nothing that beats is nothing that lives.
    return !beats_.empty() &&
           std::all_of(beats_.begin(), beats_.end(), [at](const Beat& beat) { return beat.is_alive(at); });
}

std::string Progress::stalled() const
{
    const SteadyInstant at = now_();
    const std::lock_guard held(mutex_);
    std::string text;
    for (const Beat& beat : beats_) {
        if (beat.is_alive(at)) continue;
        const auto seconds = std::chrono::floor<std::chrono::seconds>(beat.age(at)).count();
        if (!text.empty()) text += ", ";
        text += beat.name() + " (" + std::to_string(seconds) + " s)";
    }
    return text;
}

}  // namespace bwsync
