// Enterprises of a bridge, and who may be their first subscriber. Internal to storage/.
#pragma once

#include "daemon/ports/store/enterprise_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresEnterpriseStore final : public EnterpriseStore {
public:
    explicit PostgresEnterpriseStore(Executor& executor) : executor_(executor) {}

    Task<Result<std::vector<Enterprise>>> load_enterprises(std::string bridge) override;
    Task<Result<>> save_enterprise(Lease lease, Enterprise enterprise) override;
    Task<Result<Candidate>> first_candidate(BridgeRef bridge, std::string sp_enterprise_id,
                                            CandidateNeeds needs) override;
    Task<Result<Site>> site_of(BridgeRef bridge, std::string sp_enterprise_id, std::string package) override;

private:
    Executor& executor_;
};

}  // namespace bwsync
