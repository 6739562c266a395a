// The rows of a billing report. What its columns are called is not published: they are known by their headings, of
// which the configuration may name others.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/billing/delimited_text.hpp"

namespace bwsync {

// Headings by meaning, best first; compared by letters and digits alone, without case: "User ID" is "userId".
struct BillingColumns {
    std::vector<std::string> user_id{"User ID", "BroadWorks User ID", "Subscriber User ID"};
    std::vector<std::string> subscriber_id{"Subscriber ID", "Webex Subscriber ID"};
    std::vector<std::string> email{"Email", "User Email", "Email Address"};
    std::vector<std::string> package{"Package", "Package Name", "Subscription Package", "User Package"};
    std::vector<std::string> enterprise{"Enterprise ID", "spEnterpriseId", "Service Provider Enterprise ID"};
    std::vector<std::string> period{"Billing Period", "Month"};

    bool operator==(const BillingColumns&) const = default;
};

struct BilledRow {
    std::size_t line = 0;
    std::string user_id;
    std::string subscriber_id;
    std::string email;
    std::string package;  // softphone, basic, standard, premium; empty: not told, or not understood
    std::string enterprise;
};

struct BillingTable {
    std::vector<BilledRow> rows;
    std::vector<LineFault> faults;     // rows that were left out, or whose package was not understood
    std::vector<std::string> columns;  // "User ID (the user id)"
    bool has_package = false;
};

// kRejected: no headings, or none of them names a subscriber; the text lists what was found and what to do.
Result<BillingTable> read_billing_table(std::string_view text, const BillingColumns& columns,
                                        const std::string& period);

}  // namespace bwsync
