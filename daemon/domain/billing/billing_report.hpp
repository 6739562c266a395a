// Months and words of billing reports. Pure.
#pragma once

#include <string>
#include <utility>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/billing/webex_billing.hpp"

namespace bwsync {

// "YYYY-MM" in UTC. What Webex's month goes by is not published; a report is asked for when the month is over
// everywhere.
std::string billing_period_of(Instant at);
// The month before; `period` is one (is_billing_period).
std::string period_before(const std::string& period);
// The first instant of the month and the first one after it.
std::pair<Instant, Instant> bounds_of(const std::string& period);

// A failed call in words: what Webex said, what it means, what to do, and the tracking id for a support case.
Error billing_error(const WebexFailure& failure);

// kConflict: it is still being made; kRejected: it failed, with Webex's reasons and what helps; kRetry: completed, but
// without a link to its file, or with a status that is not published.
Result<> check_downloadable(const BillingReport& report);

// Of several reports, the one that is meant by a month: the last that is completed, else in progress, else whatever
// there is; null when the list has none of it.
const BillingReport* report_of_period(const std::vector<BillingReport>& reports, const std::string& period);

}  // namespace bwsync
