// Prechecks that an operator asks for through the admin API.
#include "daemon/operator/service.hpp"

namespace bwsync {

namespace {

// Well within what clients of the admin API wait for an answer.
constexpr Millis kPrecheckLimit = std::chrono::seconds(5);

}  // namespace

Result<BridgePart*> OperatorService::bridge_named(const std::string& name)
{
    for (BridgePart& part : parts_.bridges()) {
        if (part.config.name == name) return &part;
    }
    return Error(ErrorKind::kNotFound, "there is no bridge '" + name + "'");
}

Task<Result<PrecheckBatch>> OperatorService::precheck(std::string bridge, std::vector<PrecheckAsk> asks)
{
    Result<BridgePart*> part = bridge_named(bridge);
    if (!part) co_return part.error();
    co_return co_await (*part)->prechecks->perform(std::move(asks), kPrecheckLimit, stop_);
}

Task<Result<PrecheckCandidates>> OperatorService::precheck_candidates(std::string bridge, std::string after, int limit)
{
    Result<BridgePart*> part = bridge_named(bridge);
    if (!part) co_return part.error();
    co_return co_await (*part)->prechecks->candidates(std::move(after), limit);
}

}  // namespace bwsync
