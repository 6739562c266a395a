// Billing reports of one Webex partner. The file of a report is fetched by FileFetch.
#pragma once

#include <stop_token>
#include <vector>

#include "daemon/domain/billing/webex_billing.hpp"
#include "daemon/ports/webex_result.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class WebexBilling {
public:
    virtual ~WebexBilling() = default;

    // All of them (Webex documents no pages here), in the order that Webex gives.
    virtual Task<WebexResult<std::vector<BillingReport>>> list(BillingFilter filter, std::stop_token stop) = 0;
    // The id of the report that Webex begins to make. Codes 2023 and 2028: no such period; 2025: one is being made;
    // 2026: it exists, list() finds it. kUnknownOutcome: list() before repeating.
    virtual Task<WebexResult<Answered<std::string>>> create(std::string period, std::stop_token stop) = 0;
    // Code 2024: there is none. The download URL is a new one each time.
    virtual Task<WebexResult<Answered<BillingReport>>> get(std::string id, std::stop_token stop) = 0;
    // Already gone is a failure with code 2024; repeating does no harm. 2025: not while it is being made.
    virtual Task<WebexResult<Done>> remove(std::string id, std::stop_token stop) = 0;
};

}  // namespace bwsync
