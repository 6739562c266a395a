// Who has an e-mail address or a user id in Webex, for one subscriber or many. Internal to storage/.
#pragma once

#include "daemon/ports/plans.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

std::optional<EmailHolder> email_holder(Transaction& transaction, const std::string& bridge, std::int64_t row,
                                        const std::string& email);

class PostgresPlanStore final : public PlanStore {
public:
    explicit PostgresPlanStore(Executor& executor) : executor_(executor) {}

    Task<Result<std::map<std::int64_t, EmailHolder>>> email_holders(std::string bridge,
                                                                    std::vector<HolderQuestion> questions) override;

private:
    Executor& executor_;
};

}  // namespace bwsync
