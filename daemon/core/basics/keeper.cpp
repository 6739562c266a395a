#include "daemon/core/basics/keeper.hpp"

namespace bwsync {

Task<bool> Keeper::keep(std::string what, std::function<Task<Result<>>()> verb, std::stop_token stop)
{
    ports_.liveness.rest(loop_);
    const bool is_kept = co_await persist(ports_.clock, ports_.telemetry, what, std::move(verb), stop);
    ports_.liveness.beat(loop_);
    co_return is_kept;
}

}  // namespace bwsync
