// Billing reports of a partner: made on request, in the background, one per month. Source: Cisco's public OpenAPI
// document of the BroadWorks billing report family. What stands in the file is not published.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

enum class BillingStatus { kInProgress, kCompleted, kFailed, kUnknown };

constexpr auto table_of(BillingStatus)
{
    using enum BillingStatus;
    return table<Name<BillingStatus>>({
        {kInProgress, "IN_PROGRESS"},
        {kCompleted, "COMPLETED"},
        {kFailed, "FAILED"},
        {kUnknown, "UNKNOWN"},
    });
}

BillingStatus billing_status(std::string_view text);

struct BillingReport {
    std::string id;      // opaque, compared byte for byte
    std::string period;  // "2020-11"
    BillingStatus status = BillingStatus::kUnknown;
    std::string status_text;
    Instant created{};  // the epoch: not told (lists don't)
    std::string created_by;
    // Signed and short-lived, on a host of its own: whoever has it has the file. Neither logged nor stored; fetched
    // without a token. Empty until the report is completed; lists don't have it.
    std::string download_url;
    std::vector<WebexError> errors;

    bool operator==(const BillingReport&) const = default;
};

// A month as the family writes it: "YYYY-MM", month 01 to 12.
bool is_billing_period(std::string_view text);

enum class BillingSort { kPeriod, kId, kStatus };

// Query of GET /broadworks/billing/reports; empty fields are not sent.
struct BillingFilter {
    std::string after;   // billing period
    std::string before;  // billing period
    std::optional<BillingSort> sort;
};

}  // namespace bwsync
