#include "daemon/core/preview/stored_questions.hpp"

namespace bwsync {

Task<Result<>> StoredQuestions::find_holders(std::vector<HolderQuestion> questions)
{
    if (questions.empty()) co_return std::monostate();
    Result<std::map<std::int64_t, EmailHolder>> holders =
        co_await ports_.subscribers.email_holders(bridge_.bridge, std::move(questions));
    if (!holders) co_return holders.error();
    holders_ = std::move(*holders);
    co_return std::monostate();
}

// A plan asks nobody outside: what was last seen stands.
Task<bool> StoredQuestions::look(Subject&, std::stop_token)
{
    co_return true;
}

Task<std::optional<bool>> StoredQuestions::person(std::string, std::stop_token)
{
    co_return false;
}

Task<Result<std::optional<EmailHolder>>> StoredQuestions::holder(std::int64_t row, std::string)
{
    std::optional<EmailHolder> found;
    const auto known = holders_.find(row);
    if (known != holders_.end()) found = known->second;
    co_return found;
}

Task<Result<EnterpriseStore::Candidate>> StoredQuestions::candidate(std::string sp_enterprise_id,
                                                                    EnterpriseStore::CandidateNeeds needs)
{
    const auto known = candidates_.find(sp_enterprise_id);
    if (known != candidates_.end()) co_return known->second;
    Result<EnterpriseStore::Candidate> found =
        co_await ports_.enterprises.first_candidate(bridge_, sp_enterprise_id, needs);
    if (found) candidates_[sp_enterprise_id] = *found;
    co_return found;
}

Task<Result<EnterpriseStore::Site>> StoredQuestions::site(std::string sp_enterprise_id, std::string package)
{
    const std::pair<std::string, std::string> key(sp_enterprise_id, package);
    const auto known = sites_.find(key);
    if (known != sites_.end()) co_return known->second;
    Result<EnterpriseStore::Site> found =
        co_await ports_.enterprises.site_of(bridge_, std::move(sp_enterprise_id), std::move(package));
    if (found) sites_[key] = *found;
    co_return found;
}

Enterprise StoredQuestions::choosing_first(const std::string&, const Enterprise& known)
{
    return known;
}

}  // namespace bwsync
