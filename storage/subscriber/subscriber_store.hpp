// Subscribers of a bridge: what is due, what surrounds it, what was decided. Internal to storage/.
#pragma once

#include "daemon/ports/store/subscriber_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresSubscriberStore final : public SubscriberStore {
public:
    explicit PostgresSubscriberStore(Executor& executor) : executor_(executor) {}

    Task<Result<std::vector<Subject>>> due_subscribers(BridgeRef bridge, std::vector<std::int64_t> busy,
                                                       int limit) override;
    Task<Result<std::vector<Subject>>> read_subjects(SubjectQuery query) override;
    Task<Result<std::optional<Instant>>> next_due(std::string bridge) override;
    Task<Result<>> save_subscribers(Lease lease, std::vector<SubscriberRow> rows) override;
    Task<Result<>> wake_enterprise(Lease lease, std::string bridge, std::string sp_enterprise_id) override;
    Task<Result<bool>> wake_on_new_policy(Lease lease, std::string bridge, std::string fingerprint) override;
    Task<Result<>> wake_held(Lease lease, std::string bridge, std::string reason) override;
    Task<Result<std::optional<EmailHolder>>> email_holder(std::string bridge, std::int64_t row,
                                                          std::string email) override;
    Task<Result<std::map<std::int64_t, EmailHolder>>> email_holders(std::string bridge,
                                                                    std::vector<HolderQuestion> questions) override;

private:
    Executor& executor_;
};

}  // namespace bwsync
