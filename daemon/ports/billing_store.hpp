// Billing in the store: the monthly runs, and how subscribers stood in Webex over time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/billing/billing_schedule.hpp"
#include "daemon/ports/store/lease_store.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class BillingStore {
public:
    virtual ~BillingStore() = default;

    // The run of the latest month.
    virtual Task<Result<std::optional<BillingRun>>> newest_billing_run(std::string partner) = 0;
    // When a run was done the last time.
    virtual Task<Result<std::optional<Instant>>> last_billing_success(std::string partner) = 0;
    // kConflict: the lease is another's by now. A row per partner and month, so that two cannot both ask.
    virtual Task<Result<>> save_billing_run(Lease lease, BillingRun run) = 0;

    // Complete listings of the partner's subscribers, oldest first.
    virtual Task<Result<std::vector<Instant>>> webex_looks(std::string partner) = 0;
    // {"items": [[webexId, userId, spEnterpriseId, package, email, provisioned, possibleFrom, beganAt, seenUntil,
    // endedAt], ...], "next": CURSOR or null}; times in milliseconds, null: still so. All of a subscriber's periods are
    // on one page, in order. The page has `limit` subscribers.
    virtual Task<Result<std::string>> list_periods(std::string partner, std::string cursor, int limit) = 0;
};

}  // namespace bwsync
