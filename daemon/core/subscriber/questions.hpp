// Questions: what decide() wants to know of the world before it can say what to do. One loop asks, for the work and for
// plans alike; where the answers come from is the implementation's affair.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/ports/store/enterprise_store.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

class Questions {
public:
    virtual ~Questions() = default;

    // Brings subject.webex up to what Webex shows at this moment. False: it cannot be asked now.
    virtual Task<bool> look(Subject& subject, std::stop_token stop) = 0;
    // Whether any subscriber in Webex, whoever's it is, stands for the Webex user. nullopt: it cannot be asked now.
    virtual Task<std::optional<bool>> person(std::string person_id, std::stop_token stop) = 0;

    // The rest is the store's, with its errors: nothing can be decided then.
    // Who of ours, `row` left out, has the e-mail in Webex.
    virtual Task<Result<std::optional<EmailHolder>>> holder(std::int64_t row, std::string email) = 0;
    // Who could be the enterprise's first subscriber.
    virtual Task<Result<EnterpriseStore::Candidate>> candidate(std::string sp_enterprise_id,
                                                               EnterpriseStore::CandidateNeeds needs) = 0;
    // Whether the package's Meetings site stands in the enterprise.
    virtual Task<Result<EnterpriseStore::Site>> site(std::string sp_enterprise_id, std::string package) = 0;

    // The enterprise as it is to be judged now that its first subscriber is about to be chosen.
    virtual Enterprise choosing_first(const std::string& sp_enterprise_id, const Enterprise& known) = 0;
};

// One subscriber to be decided about, and what is true around it. Everything referred to outlives the asking.
struct Inquiry {
    Inquiry(Subject& s, const std::optional<Verdict>& v, const BridgePolicy& p, Situation around)
        : subject(s), verdict(v), policy(p), situation(std::move(around))
    {
    }

    [[nodiscard]] Decision decide() const { return bwsync::decide(subject, verdict, policy, situation); }

    Subject& subject;
    const std::optional<Verdict>& verdict;
    const BridgePolicy& policy;
    Situation situation;  // each answer goes in here
};

// Asks decide(), answers what it wants to know, and asks it again until it wants to know no more. What cannot be
// answered now, or not after many questions, is put off by its due time. Errors are the store's. Step kSucceed is left
// to the caller: it is a change, not an answer.
Task<Result<Decision>> settle(Questions& questions, Inquiry& inquiry, Telemetry& telemetry, std::stop_token stop);

}  // namespace bwsync
