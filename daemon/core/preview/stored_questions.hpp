// StoredQuestions: the answers of the store alone, with Webex as it was last seen, for one page of a plan.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemon/core/subscriber/questions.hpp"
#include "daemon/ports/store/subscriber_store.hpp"

namespace bwsync {

class StoredQuestions final : public Questions {
public:
    struct Ports {
        SubscriberStore& subscribers;
        EnterpriseStore& enterprises;
    };

    StoredQuestions(Ports ports, BridgeRef bridge) : ports_(ports), bridge_(std::move(bridge)) {}

    // The holders of all the page's e-mails, asked once.
    Task<Result<>> find_holders(std::vector<HolderQuestion> questions);

    Task<bool> look(Subject& subject, std::stop_token stop) override;
    Task<std::optional<bool>> person(std::string person_id, std::stop_token stop) override;
    Task<Result<std::optional<EmailHolder>>> holder(std::int64_t row, std::string email) override;
    Task<Result<EnterpriseStore::Candidate>> candidate(std::string sp_enterprise_id,
                                                       EnterpriseStore::CandidateNeeds needs) override;
    Task<Result<EnterpriseStore::Site>> site(std::string sp_enterprise_id, std::string package) override;
    Enterprise choosing_first(const std::string& sp_enterprise_id, const Enterprise& known) override;

private:
    Ports ports_;
    const BridgeRef bridge_;
    std::map<std::int64_t, EmailHolder> holders_;                                 // by row
    std::map<std::string, EnterpriseStore::Candidate> candidates_;                // by spEnterpriseId
    std::map<std::pair<std::string, std::string>, EnterpriseStore::Site> sites_;  // by spEnterpriseId and package
};

}  // namespace bwsync
