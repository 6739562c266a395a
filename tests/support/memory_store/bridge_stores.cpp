// The bridge's side: subscribers, intents, the mirror of Webex, enterprises, brakes, breakers, procedures.
#include "tests/support/memory_store/bridge.hpp"
#include "tests/support/memory_store/intents.hpp"
#include "tests/support/memory_store/mirror.hpp"
#include "tests/support/memory_store/procedures.hpp"
#include "tests/support/memory_store/stores.hpp"
#include "tests/support/memory_store/subscribers.hpp"

namespace bwsync::test::memory {

Task<Result<std::vector<Subject>>> Subscribers::due_subscribers(BridgeRef bridge, std::vector<std::int64_t> busy,
                                                                int limit)
{
    using Subjects = std::vector<Subject>;
    return access_.run<Subjects>("due_subscribers", [=](Tables& tables) -> Result<Subjects> {
        return memory::due_subscribers(tables, bridge, busy, limit);
    });
}

Task<Result<std::vector<Subject>>> Subscribers::read_subjects(SubjectQuery query)
{
    using Subjects = std::vector<Subject>;
    return access_.run<Subjects>(
        "read_subjects", [=](Tables& tables) -> Result<Subjects> { return memory::read_subjects(tables, query); });
}

Task<Result<std::optional<Instant>>> Subscribers::next_due(std::string bridge)
{
    using Next = std::optional<Instant>;
    return access_.run<Next>("next_due",
                             [=](Tables& tables) -> Result<Next> { return memory::next_due(tables, bridge); });
}

Task<Result<>> Subscribers::save_subscribers(Lease lease, std::vector<SubscriberRow> rows)
{
    return access_.write<std::monostate>("save_subscribers", std::move(lease), [=](Tables& tables) -> Result<> {
        for (const SubscriberRow& row : rows) write_row(tables, row);
        return std::monostate();
    });
}

Task<Result<>> Subscribers::wake_enterprise(Lease lease, std::string bridge, std::string sp_enterprise_id)
{
    return access_.write<std::monostate>("wake_enterprise", std::move(lease), [=](Tables& tables) -> Result<> {
        wake_if(tables, bridge, [&](const SubscriberRow& row) {
            const bool waits = row.state == SubscriberState::kWaiting || row.reason == "site-time-zone";
            return waits && sp_enterprise_id_of(row) == sp_enterprise_id;
        });
        return std::monostate();
    });
}

Task<Result<bool>> Subscribers::wake_on_new_policy(Lease lease, std::string bridge, std::string fingerprint)
{
    return access_.write<bool>("wake_on_new_policy", std::move(lease), [=](Tables& tables) -> Result<bool> {
        return memory::wake_on_new_policy(tables, bridge, fingerprint);
    });
}

Task<Result<>> Subscribers::wake_held(Lease lease, std::string bridge, std::string reason)
{
    return access_.write<std::monostate>("wake_held", std::move(lease), [=](Tables& tables) -> Result<> {
        wake_if(tables, bridge, [&](const SubscriberRow& row) { return row.reason == reason; });
        return std::monostate();
    });
}

Task<Result<std::optional<EmailHolder>>> Subscribers::email_holder(std::string bridge, std::int64_t row,
                                                                   std::string email)
{
    using Holder = std::optional<EmailHolder>;
    return access_.run<Holder>("email_holder", [=](Tables& tables) -> Result<Holder> {
        return memory::email_holder(tables, bridge, row, email);
    });
}

Task<Result<std::map<std::int64_t, EmailHolder>>> Subscribers::email_holders(std::string bridge,
                                                                             std::vector<HolderQuestion> questions)
{
    using Holders = std::map<std::int64_t, EmailHolder>;
    return access_.run<Holders>("email_holders", [=](Tables& tables) -> Result<Holders> {
        Holders holders;
        for (const HolderQuestion& question : questions) {
            auto holder = memory::email_holder(tables, bridge, question.row, question.email);
            if (holder) holders[question.row] = std::move(*holder);
        }
        return holders;
    });
}

Task<Result<std::int64_t>> Intents::open_intent(Lease lease, SubscriberRow row, OpenIntent intent,
                                                std::optional<Enterprise> bootstrap)
{
    const std::int64_t epoch = lease.epoch;
    return access_.write<std::int64_t>("open_intent", std::move(lease), [=](Tables& tables) -> Result<std::int64_t> {
        return memory::open_intent(tables, epoch, row, intent, bootstrap);
    });
}

Task<Result<>> Intents::close_intent(Lease lease, ClosedIntent closed)
{
    return access_.write<std::monostate>("close_intent", std::move(lease), [=](Tables& tables) -> Result<> {
        memory::close_intent(tables, closed);
        return std::monostate();
    });
}

Task<Result<>> Intents::note_attempt(Lease lease, std::int64_t intent, std::string detail, CallTrace trace)
{
    return access_.write<std::monostate>("note_attempt", std::move(lease), [=](Tables& tables) -> Result<> {
        memory::note_attempt(tables, intent, detail, trace);
        return std::monostate();
    });
}

Task<Result<std::int64_t>> Intents::wake_open_intents(Lease lease, std::string bridge)
{
    const std::int64_t epoch = lease.epoch;
    return access_.write<std::int64_t>(
        "wake_open_intents", std::move(lease),
        [=](Tables& tables) -> Result<std::int64_t> { return memory::wake_open_intents(tables, epoch, bridge); });
}

Task<Result<std::int64_t>> Mirror::record_webex(std::string partner, std::vector<WebexSubscriber> subscribers,
                                                std::optional<std::int64_t> snapshot)
{
    return access_.run<std::int64_t>("record_webex", [=](Tables& tables) -> Result<std::int64_t> {
        return memory::record_webex(tables, partner, subscribers, snapshot);
    });
}

Task<Result<>> Mirror::forget_webex(std::string partner, std::string webex_id)
{
    return access_.run<std::monostate>("forget_webex", [=](Tables& tables) -> Result<> {
        memory::forget_webex(tables, partner, webex_id);
        return std::monostate();
    });
}

Task<Result<std::vector<Enterprise>>> Enterprises::load_enterprises(std::string bridge)
{
    using Loaded = std::vector<Enterprise>;
    return access_.run<Loaded>(
        "load_enterprises", [=](Tables& tables) -> Result<Loaded> { return memory::load_enterprises(tables, bridge); });
}

Task<Result<>> Enterprises::save_enterprise(Lease lease, Enterprise enterprise)
{
    return access_.write<std::monostate>("save_enterprise", std::move(lease), [=](Tables& tables) -> Result<> {
        tables.enterprises[Place(enterprise.bridge, enterprise.sp_enterprise_id)] = enterprise;
        return std::monostate();
    });
}

Task<Result<EnterpriseStore::Candidate>> Enterprises::first_candidate(BridgeRef bridge, std::string sp_enterprise_id,
                                                                      CandidateNeeds needs)
{
    return access_.run<Candidate>("first_candidate", [=](Tables& tables) -> Result<Candidate> {
        return memory::first_candidate(tables, bridge, sp_enterprise_id, needs);
    });
}

Task<Result<EnterpriseStore::Site>> Enterprises::site_of(BridgeRef bridge, std::string sp_enterprise_id,
                                                         std::string package)
{
    return access_.run<Site>("site_of", [=](Tables& tables) -> Result<Site> {
        return memory::site_of(tables, bridge, sp_enterprise_id, package);
    });
}

Task<Result<BridgeControls>> Bridges::load_controls(std::string bridge)
{
    return access_.run<BridgeControls>("load_controls", [=](Tables& tables) -> Result<BridgeControls> {
        return memory::load_controls(tables, bridge);
    });
}

Task<Result<BrakeCounts>> Bridges::brake_counts(BridgeRef bridge, Millis window)
{
    return access_.run<BrakeCounts>("brake_counts", [=](Tables& tables) -> Result<BrakeCounts> {
        return memory::brake_counts(tables, bridge, window);
    });
}

Task<Result<>> Bridges::trip_brake(Lease lease, std::string bridge, bool removals)
{
    return access_.write<std::monostate>("trip_brake", std::move(lease), [=](Tables& tables) -> Result<> {
        BridgeRow& row = tables.bridges[bridge];
        (removals ? row.removals_tripped : row.updates_tripped) = true;
        return std::monostate();
    });
}

Task<Result<std::vector<Breaker>>> OpenBreakers::load_breakers(std::string bridge)
{
    using Loaded = std::vector<Breaker>;
    return access_.run<Loaded>("load_breakers", [=](Tables& tables) -> Result<Loaded> {
        Loaded breakers;
        for (const auto& [place, row] : tables.breakers) {
            if (place.first == bridge) breakers.push_back(row.breaker);
        }
        return breakers;
    });
}

Task<Result<>> OpenBreakers::save_breakers(Lease lease, std::string bridge, std::vector<Breaker> breakers)
{
    return access_.write<std::monostate>("save_breakers", std::move(lease), [=](Tables& tables) -> Result<> {
        for (const Breaker& breaker : breakers) save_breaker(tables, bridge, breaker);
        return std::monostate();
    });
}

Task<Result<std::int64_t>> OpenBreakers::wake_probe(Lease lease, std::string bridge, Breaker breaker)
{
    return access_.write<std::int64_t>("wake_probe", std::move(lease), [=](Tables& tables) -> Result<std::int64_t> {
        return memory::wake_probe(tables, bridge, breaker);
    });
}

Task<Result<std::vector<BreakerKey>>> OpenBreakers::asked_resets(std::string bridge)
{
    using Keys = std::vector<BreakerKey>;
    return access_.run<Keys>("asked_resets", [=](Tables& tables) -> Result<Keys> {
        Keys keys;
        for (const auto& [place, row] : tables.breakers) {
            if (place.first == bridge && row.is_reset_asked) keys.push_back(place.second);
        }
        return keys;
    });
}

Task<Result<ProcedureWork>> ProcedureRuns::due_procedures(std::string bridge, std::vector<std::int64_t> busy, int limit)
{
    return access_.run<ProcedureWork>("due_procedures", [=](Tables& tables) -> Result<ProcedureWork> {
        return memory::due_procedures(tables, bridge, busy, limit);
    });
}

Task<Result<bool>> ProcedureRuns::save_procedure(Lease lease, ProcedureMove move)
{
    return access_.write<bool>("save_procedure", std::move(lease),
                               [=](Tables& tables) -> Result<bool> { return memory::save_procedure(tables, move); });
}

}  // namespace bwsync::test::memory
