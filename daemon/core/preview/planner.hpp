// Planner: what would be done next about the subscribers of one bridge, and why. Asks decide() over the stored rows as
// the Evaluator does, with Webex as it was last seen; sends nothing, writes nothing, and needs no lease.
#pragma once

#include <string>
#include <vector>

#include "daemon/core/basics/bridge_ports.hpp"
#include "daemon/core/subscriber/judgement.hpp"
#include "daemon/domain/preview/plan_page.hpp"

namespace bwsync {

class Planner {
public:
    Planner(BridgePorts ports, BridgeSettings settings);

    // One page by user key. Errors are the store's.
    Task<Result<PlanPage>> plan(PlanQuery query, bool only_observe);

private:
    struct Pass;

    Task<Result<>> look_around(Pass& pass, bool only_observe);
    // Who has what the page's subscribers need, asked once for all.
    Task<Result<>> find_holders(Pass& pass, const std::vector<Subject>& subjects);
    Task<Result<PlanItem>> plan_one(Pass& pass, Subject subject);
    Task<Result<>> add_site(Pass& pass, const Subject& subject, const std::optional<Verdict>& verdict,
                            const Decision& free, PlanItem& item);

    BridgePorts ports_;
    const BridgeSettings settings_;
    const BridgeRef bridge_;
};

}  // namespace bwsync
