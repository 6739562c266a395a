// Evaluator: asks decide() about each subscriber of one bridge that is due, writes what changed in batches, and has
// calls carried out.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "daemon/core/basics/bridge_ports.hpp"
#include "daemon/core/guard/bridge_breakers.hpp"
#include "daemon/core/subscriber/caller.hpp"
#include "daemon/core/subscriber/judgement.hpp"
#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {

class Evaluator {
public:
    Evaluator(BridgePorts ports, BridgeSettings settings, std::function<void()> keys_are_dirty);

    Task<> run(Lease lease, std::stop_token stop);
    void wake();
    // A complete list of Webex stands in the store: creations may begin.
    void webex_is_known();
    // The amnesia guard: act as policy observe until an operator has approved.
    void only_observe(bool does) { only_observe_ = does; }

    // An organisation was deleted on purpose, and the store knows it.
    void organization_is_gone(const std::string& sp_enterprise_id);

private:
    struct Pass;

    Task<bool> load(Lease lease);
    Task<> wake_released(Lease lease);
    Task<std::size_t> evaluate_due(Lease lease, TaskGroup& calls, std::stop_token stop);
    Task<> evaluate(Lease lease, Pass& pass, Subject subject, TaskGroup& calls, std::stop_token stop);
    Task<bool> complete(Lease lease, Pass& pass, Subject& subject, Decision& decision, std::stop_token stop);
    Task<bool> keep(std::string what, std::function<Task<Result<>>()> verb, std::stop_token stop);
    void mind_breakers(const Subject& subject, const std::optional<Verdict>& judged, Situation situation,
                       Decision& decision);
    Task<bool> find_holder(const Decision& decision, Situation& situation);
    Task<bool> seek_person(const Decision& decision, Situation& situation, std::stop_token stop);
    Task<> succeed(Lease lease, const Decision& decision, const EmailHolder& holder);
    Task<bool> look(Subject& subject, std::stop_token stop);
    Task<> follow_organization(Lease lease, const Decision& decision, std::stop_token stop);
    void dispatch(Lease lease, Pass& pass, Decision decision, TaskGroup& calls);
    Task<> call(Lease lease, Decision decision, Enterprise enterprise, std::stop_token stop);
    Task<> trip(Lease lease, Pass& pass, const Decision& decision, std::stop_token stop);
    Surroundings surroundings(const Pass& pass) const;
    Enterprise& enterprise(const std::string& sp_enterprise_id);
    void note_convergence(Decision& decision);

    BridgePorts ports_;
    const BridgeSettings settings_;
    const std::string name_;  // for the proof of life
    const BridgeRef bridge_;
    const std::function<void()> keys_are_dirty_;
    Caller caller_;
    BridgeBreakers breakers_;
    EnterpriseMap enterprises_;    // only this process writes them
    std::set<std::int64_t> busy_;  // subscribers whose call is on its way
    std::shared_ptr<Signal> bell_;
    Instant next_slot_{};  // when the partner's rate has room for what was put off
    bool is_webex_known_ = false;
    bool has_woken_unread_ = false;  // those that waited for Webex to be known
    bool had_grant_ = true;
    bool only_observe_ = false;
    bool did_only_observe_ = false;
};

}  // namespace bwsync
