// Carries out what next_deletion() orders for one organisation, one look at Webex at a time.
#pragma once

#include <stop_token>

#include "daemon/core/basics/bridge_ports.hpp"
#include "daemon/domain/enterprise/organization_deletion.hpp"

namespace bwsync {

class OrganizationDeleter {
public:
    OrganizationDeleter(BridgePorts ports, ProcedurePace pace) : ports_(ports), pace_(pace) {}

    // Until there is something to store: at most some twenty removals or two seconds of them, so that a stop, a lost
    // lease and the operator's view never lag behind by more.
    Task<ProcedureMove> advance(Procedure procedure, bool may_write, std::stop_token stop);

private:
    Task<> carry_out(DeletionOrder order, const Procedure& procedure, DeletionSight& sight, std::stop_token stop);
    Task<> look_at_organization(const Procedure& procedure, DeletionSight& sight, std::stop_token stop);
    Task<> look_at_people(const Procedure& procedure, DeletionSight& sight, std::stop_token stop);
    Task<> remove_people(const Procedure& procedure, DeletionSight& sight, std::stop_token stop);
    Task<> look_at_sync(const Procedure& procedure, DeletionSight& sight, std::stop_token stop);
    Task<> disable_sync(const Procedure& procedure, DeletionSight& sight, std::stop_token stop);
    Task<> remove_organization(const Procedure& procedure, DeletionSight& sight, std::stop_token stop);

    BridgePorts ports_;
    const ProcedurePace pace_;
};

}  // namespace bwsync
