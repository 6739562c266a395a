// Evaluator: asks decide() about each subscriber of one bridge that is due, writes what changed in batches, and has
// calls carried out.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "daemon/core/basics/bridge_ports.hpp"
#include "daemon/core/guard/brakes.hpp"
#include "daemon/core/subscriber/caller.hpp"
#include "daemon/core/subscriber/judgement.hpp"
#include "daemon/core/subscriber/live_questions.hpp"
#include "daemon/core/subscriber/take_over.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {

class Evaluator final {
public:
    struct Ports {
        Webex& webex;
        SubscriberStore& subscribers;
        IntentStore& intents;
        MirrorStore& mirror;
        EnterpriseStore& enterprises;
        BridgeStore& bridges;
        SourceStore& source;
        FeedStore& feed;
        PhoneNumbers& phone;
        Clock& clock;
        Telemetry& telemetry;
        Liveness& liveness;
    };
    // What it works with, shared with the rest of the bridge.
    struct Colleagues {
        Keeper& keeper;
        KnownEnterprises& enterprises;
        TakeOver& take_over;
        Brakes& brakes;
        BridgeBreakers& breakers;
        Caller& caller;
    };

    Evaluator(Ports ports, Colleagues with, BridgeSettings settings, std::function<void()> keys_are_dirty);

    Task<> run(Lease lease, std::stop_token stop);
    void wake();

private:
    struct Round;

    Task<std::size_t> work(Lease lease, TaskGroup& calls, std::stop_token stop);
    Millis until(Result<std::optional<Instant>> next) const;
    Task<std::size_t> evaluate_due(Lease lease, TaskGroup& calls, std::stop_token stop);
    Task<> store(Lease lease, Round& round, std::stop_token stop);
    Task<> evaluate(Lease lease, Round& round, Subject subject, TaskGroup& calls, std::stop_token stop);
    Task<> close_intent(Lease lease, Subject subject, Decision decision, std::stop_token stop);
    void mind_breakers(Inquiry& inquiry, Decision& decision);
    Task<> succeed(Lease lease, const Decision& decision, const EmailHolder& holder);
    void dispatch(Lease lease, Round& round, Decision decision, TaskGroup& calls);
    void put_off(Round& round, const Decision& decision);
    Task<> call(Lease lease, Decision decision, Enterprise enterprise, std::stop_token stop);
    Surroundings surroundings(const Round& round) const;
    LiveQuestions questions();
    void note_convergence(Decision& decision);

    Ports ports_;
    Colleagues with_;
    const BridgeSettings settings_;
    const std::string name_;  // for the proof of life
    const BridgeRef bridge_;
    const std::function<void()> keys_are_dirty_;
    std::set<std::int64_t> busy_;  // subscribers whose call is on its way
    std::shared_ptr<Signal> bell_;
    Instant next_slot_{};  // when the partner's rate has room for what was put off
};

}  // namespace bwsync
