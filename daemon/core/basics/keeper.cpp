#include "daemon/core/basics/keeper.hpp"

namespace bwsync {

Task<bool> Keeper::keep(std::string what, std::function<Task<Result<>>()> verb, std::stop_token stop)
{
    ports_.liveness.rest(loop_);
    const Stored stored = co_await persist(ports_.clock, ports_.telemetry, what, std::move(verb), stop);
    ports_.liveness.beat(loop_);
    if (stored == Stored::kLeaseLost) has_lost_lease_ = true;
    co_return stored == Stored::kStored;
}

}  // namespace bwsync
