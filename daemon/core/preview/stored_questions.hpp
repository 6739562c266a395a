// StoredQuestions: the answers of the store alone, with Webex as it was last seen, for one page of a plan.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemon/core/subscriber/questions.hpp"
#include "daemon/ports/plans.hpp"

namespace bwsync {

class StoredQuestions final : public Questions {
public:
    struct Ports {
        SubscriberStore& subscribers;
        PlanStore& plans;
    };

    StoredQuestions(Ports ports, const BridgePolicy& policy)
        : ports_(ports), bridge_(policy.bridge), cluster_(policy.cluster), partner_(policy.partner)
    {
    }

    // The holders of all the page's e-mails, asked once.
    Task<Result<>> find_holders(std::vector<HolderQuestion> questions);

    Task<bool> look(Subject& subject, std::stop_token stop) override;
    Task<std::optional<bool>> person(std::string person_id, std::stop_token stop) override;
    Task<Result<std::optional<EmailHolder>>> holder(std::int64_t row, std::string email) override;
    Task<Result<SubscriberStore::Candidate>> candidate(std::string sp_enterprise_id,
                                                       SubscriberStore::CandidateNeeds needs) override;
    Task<Result<SubscriberStore::Site>> site(std::string sp_enterprise_id, std::string package) override;
    Enterprise choosing_first(const std::string& sp_enterprise_id, const Enterprise& known) override;

private:
    Ports ports_;
    const std::string bridge_;
    const std::string cluster_;
    const std::string partner_;
    std::map<std::int64_t, EmailHolder> holders_;                                 // by row
    std::map<std::string, SubscriberStore::Candidate> candidates_;                // by spEnterpriseId
    std::map<std::pair<std::string, std::string>, SubscriberStore::Site> sites_;  // by spEnterpriseId and package
};

}  // namespace bwsync
