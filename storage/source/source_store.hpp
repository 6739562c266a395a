// BroadWorks as last read. Internal to storage/.
#pragma once

#include "daemon/ports/store/source_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresSourceStore final : public SourceStore {
public:
    explicit PostgresSourceStore(Executor& executor) : executor_(executor) {}

    Task<Result<>> record_readings(Lease lease, ReadingBatch batch) override;
    Task<Result<>> record_service_provider(Lease lease, std::string cluster, ServiceProviderFacts facts) override;
    Task<Result<std::vector<std::string>>> known_users(std::string cluster, GroupKey group) override;
    Task<Result<std::vector<std::string>>> known_groups(std::string cluster, std::string service_provider_id) override;
    Task<Result<std::vector<std::string>>> known_service_providers(std::string cluster) override;
    Task<Result<std::optional<GroupKey>>> last_seen(std::string cluster, std::string user_id) override;

private:
    Task<Result<std::vector<std::string>>> names(const char* query, const char* sql, Parameters parameters);

    Executor& executor_;
};

}  // namespace bwsync
