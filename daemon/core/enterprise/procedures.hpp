// Procedures: works off what operators ordered for one bridge, under its lease. Everything it knows stands in the
// store, so that another process goes on where this one ends, by looking at Webex first.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "daemon/core/enterprise/directory_syncer.hpp"
#include "daemon/core/enterprise/organization_deleter.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {

class Procedures {
public:
    using OnOrganizationGone = std::function<void(const std::string& sp_enterprise_id)>;

    Procedures(BridgePorts ports, const BridgeSettings& settings, OnOrganizationGone on_organization_gone);

    Task<> run(Lease lease, std::stop_token stop);
    void wake();
    // The amnesia guard: nothing is sent until an operator has approved.
    void only_observe(bool does) { only_observe_ = does; }

private:
    Task<Millis> begin_due(Lease lease, TaskGroup& group, std::stop_token stop);
    Task<> work_on(Lease lease, Procedure procedure, std::stop_token stop);
    Task<ProcedureMove> advance(Procedure procedure, std::stop_token stop);
    Task<bool> save(Lease lease, const ProcedureMove& move, std::stop_token stop);
    void tell(const ProcedureMove& move);

    BridgePorts ports_;
    const std::string bridge_;
    const std::string name_;  // for the proof of life
    const bool is_observe_;
    const OnOrganizationGone on_organization_gone_;
    OrganizationDeleter deleter_;
    DirectorySyncer syncer_;
    std::set<std::int64_t> busy_;  // being worked on
    std::shared_ptr<Signal> bell_;
    bool only_observe_ = false;
};

}  // namespace bwsync
