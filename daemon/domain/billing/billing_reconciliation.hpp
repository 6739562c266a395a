// What a billing report says against what is known of its month: who was in Webex, from when to when, with which
// package. Pure, and linear in rows and history. By which rule Cisco bills is not published: a subscriber that was
// provisioned at any time of the month may be billed and is expected to be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/billing/billing_table.hpp"

namespace bwsync {

// A subscriber stood so for certain from began_at to seen_until, and perhaps already since possible_from and still
// until ended_at: a change is seen later than it happened.
struct SubscriberPeriod {
    std::string webex_id;
    std::string user_id;
    std::string sp_enterprise_id;
    std::string package;
    std::string email;
    bool is_provisioned = false;
    Instant possible_from{};
    Instant began_at{};
    std::optional<Instant> seen_until;  // none: it still stood so at the last look
    std::optional<Instant> ended_at;
};

struct SubscriberHistory {
    std::vector<SubscriberPeriod> periods;  // those of one webex_id together and in order
    std::vector<Instant> looks;             // complete listings of Webex, oldest first; history begins with the first
};

enum class BillingFindingKind { kBilledButGone, kBilledUnknown, kActiveNotBilled, kWrongPackage, kDouble };

constexpr auto table_of(BillingFindingKind)
{
    using enum BillingFindingKind;
    return table<Name<BillingFindingKind>>({
        {kBilledButGone, "billed-but-gone"},
        {kBilledUnknown, "billed-unknown"},
        {kActiveNotBilled, "active-not-billed"},
        {kWrongPackage, "wrong-package"},
        {kDouble, "double"},
    });
}

struct BillingEvent {
    Instant at{};
    std::string what;
};

struct BillingFinding {
    BillingFindingKind kind = BillingFindingKind::kBilledUnknown;
    bool is_proven = true;
    std::vector<std::size_t> lines;  // of the report
    std::string user_id;             // as billed, else as known
    std::string email;
    std::string enterprise;
    std::string webex_id;
    std::string billed_package;
    std::string held_packages;         // of the month: "standard, premium"
    int days = 0;                      // of the month in which it was provisioned for certain
    std::vector<BillingEvent> events;  // what is known of it, oldest first
};

struct Reconciliation {
    std::vector<BillingFinding> findings;  // by kind, then by line or user
    std::size_t billed = 0;                // rows
    std::size_t active = 0;                // subscribers provisioned in the month for certain
    std::size_t matched = 0;               // rows that say what is known
    std::optional<Instant> history_began_at;
    // Why findings of absence are not proven: history began later, or nobody looked for too long. Empty: they are.
    std::string doubt;
};

struct BillingMonth {
    Instant begin{};
    Instant end{};
};

Reconciliation reconcile_billing(const BillingTable& report, const SubscriberHistory& history, BillingMonth month);

}  // namespace bwsync
