// BillingStore in PostgreSQL. Internal to storage/.
#pragma once

#include "daemon/ports/billing_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresBillingStore final : public BillingStore {
public:
    explicit PostgresBillingStore(Executor& executor) : executor_(executor) {}

    Task<Result<std::optional<BillingRun>>> newest_billing_run(std::string partner) override;
    Task<Result<std::optional<Instant>>> last_billing_success(std::string partner) override;
    Task<Result<>> save_billing_run(Lease lease, BillingRun run) override;
    Task<Result<std::vector<Instant>>> webex_looks(std::string partner) override;
    Task<Result<std::string>> list_periods(std::string partner, std::string cursor, int limit) override;

private:
    Executor& executor_;
};

// A complete listing of the partner's subscribers that began then. In the transaction that settles it, and after the
// mirror was settled: what changed is dated by the look before.
void note_look(Transaction& transaction, const std::string& partner, std::int64_t snapshot);

}  // namespace bwsync
