// Carries out what next_sync() orders for the directory synchronisation of one enterprise, one look at Webex at a time.
#pragma once

#include <stop_token>

#include "daemon/core/basics/bridge_ports.hpp"
#include "daemon/domain/enterprise/directory_sync_procedure.hpp"

namespace bwsync {

class DirectorySyncer {
public:
    DirectorySyncer(BridgePorts ports, ProcedurePace pace) : ports_(ports), pace_(pace) {}

    // Until there is something to store.
    Task<ProcedureMove> advance(Procedure procedure, bool may_write, std::stop_token stop);

private:
    Task<> carry_out(SyncOrder order, const Procedure& procedure, SyncSight& sight, std::stop_token stop);
    Task<> ask_for_user(const Procedure& procedure, SyncSight& sight, std::stop_token stop);

    BridgePorts ports_;
    const ProcedurePace pace_;
};

}  // namespace bwsync
