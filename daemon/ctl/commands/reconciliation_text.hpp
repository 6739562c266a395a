// A reconciliation as JSON and as CSV. Pure.
#pragma once

#include "daemon/ctl/client/api_client.hpp"
#include "daemon/domain/billing/billing_reconciliation.hpp"

namespace bwsync::ctl {

// Times as the admin API writes them.
std::string time_text(Instant at);

// What the daemon's history says: {"looks": [...]}, and pages of BillingStore::list_periods. False: it is not that.
bool read_looks(const Json& basis, SubscriberHistory& history);
bool add_periods(const Json& page, SubscriberHistory& history);
BillingColumns columns_of(const Json& basis);

Json reconciliation_json(const Reconciliation& found, const BillingTable& report);
// A line for each finding, RFC 4180.
std::string reconciliation_csv(const Reconciliation& found);

}  // namespace bwsync::ctl
