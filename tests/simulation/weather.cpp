#include "tests/simulation/weather.hpp"

namespace bwsync::test {

namespace {

using namespace std::chrono_literals;

// Less than what the core waits before it looks after a lost answer.
constexpr Millis kLatest = 3s;

Error cut_off()
{
    return Error(ErrorKind::kCancelled, "the process is no more");
}

}  // namespace

Task<std::optional<Error>> Weather::going(std::string call)
{
    if (is_cut_) co_return cut_off();
    if (on_call) on_call();
    const std::stop_token never;
    const Millis takes = random_.between(1ms, storm_.longest);
    co_await clock_.sleep_for(takes, never);
    if (is_cut_) co_return cut_off();
    trace_.note(call);
    trace_.note(clock_.now());
    if (random_.chance(storm_.refused)) co_return Error(ErrorKind::kRetry, "not reachable");
    // Half of the lost ones never arrive, or late; the others are answered, and the answer is lost.
    const bool is_lost = random_.chance(storm_.lost) && random_.chance(50);
    if (is_lost && !storm_.spared.contains(call)) co_return Error(ErrorKind::kUnknownOutcome, "lost");
    co_return std::nullopt;
}

std::optional<Millis> Weather::arrives_after()
{
    if (random_.chance(50)) return std::nullopt;
    return random_.between(1ms, kLatest);
}

Task<std::optional<Error>> Weather::returning(std::string call)
{
    const std::stop_token never;
    const Millis takes = random_.between(1ms, storm_.longest);
    co_await clock_.sleep_for(takes, never);
    if (is_cut_) co_return cut_off();
    const bool is_lost = random_.chance(storm_.lost);
    if (is_lost && !storm_.spared.contains(call)) co_return Error(ErrorKind::kUnknownOutcome, "the answer was lost");
    co_return std::nullopt;
}

}  // namespace bwsync::test
