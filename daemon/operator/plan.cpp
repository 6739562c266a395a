// What would be done, for an operator who asks before it is.
#include "daemon/operator/service.hpp"

namespace bwsync {

Task<Result<PlanPage>> OperatorService::plan(std::string bridge, PlanQuery query)
{
    Result<BridgePart*> part = bridge_named(bridge);
    if (!part) co_return part.error();
    co_return co_await (*part)->planner->plan(std::move(query), amnesia_.is_on);
}

}  // namespace bwsync
