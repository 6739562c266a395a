// Leases as rows with an epoch. Internal to storage/.
#pragma once

#include "daemon/ports/store/lease_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresLeaseStore final : public LeaseStore {
public:
    explicit PostgresLeaseStore(Executor& executor) : executor_(executor) {}

    Task<Result<std::optional<Lease>>> hold_lease(std::string name, std::string holder, std::string incarnation,
                                                  Millis ttl) override;
    Task<Result<>> release_lease(Lease lease) override;

private:
    Executor& executor_;
};

// First thing in every transaction that writes under a lease: kConflict when it is not this epoch's any more or has
// expired. The row stays locked against a take-over, not against a renewal, until the transaction ends.
Result<> check_lease(Transaction& transaction, const Lease& lease);

}  // namespace bwsync
