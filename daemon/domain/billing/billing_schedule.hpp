// The monthly billing report: when it is asked for, and what is done next about it. Pure; what a step finds out comes
// in as values, and each step is saved before the next one is taken, so that a crash repeats a look and never a create.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/billing/billing_report.hpp"

namespace bwsync {

enum class BillingRunState {
    kWanted,  // Webex has not been asked, or provably not reached
    kAsking,  // it may have been asked: looked for before it is asked again
    kMaking,  // the report's id is known
    kDone,    // its file is on the disk
};

constexpr auto table_of(BillingRunState)
{
    using enum BillingRunState;
    return table<Name<BillingRunState>>({
        {kWanted, "wanted"},
        {kAsking, "asking"},
        {kMaking, "making"},
        {kDone, "done"},
    });
}

struct BillingRun {
    std::string partner;
    std::string period;
    BillingRunState state = BillingRunState::kWanted;
    std::string report_id;
    int failures = 0;     // in a row
    std::string problem;  // of the last failure: what is wrong and what helps
    Instant next_at{};
    std::optional<Instant> done_at;
    std::string path;
    std::uint64_t bytes = 0;

    bool operator==(const BillingRun&) const = default;
};

// Last month, from the day of the month on (1 to 28); nullopt before it, or for day 0: never.
std::optional<std::string> period_due(Instant now, int create_on_day);

// What to work on: the newest run that there is, or a new one when a newer month is due. nullopt: nothing.
std::optional<BillingRun> run_to_work_on(const std::optional<BillingRun>& newest, const std::string& partner,
                                         Instant now, int create_on_day);

enum class BillingStep { kWait, kSaveAndCreate, kList, kGet };
// kWait: until next_at, or for ever when it is done.
BillingStep next_step(const BillingRun& run, Instant now);

// After a create: `id` is empty when it failed.
BillingRun after_create(BillingRun run, const std::string& id, const WebexFailure* failure, Instant now);
BillingRun after_list(BillingRun run, const std::vector<BillingReport>& reports, Instant now);
struct BillingLook {
    BillingRun run;
    bool may_fetch = false;  // the report is completed
};
BillingLook after_get(BillingRun run, const BillingReport& report, Instant now);
BillingRun after_fetch(BillingRun run, const std::string& path, std::uint64_t bytes, Instant now);
// A look or a fetch that failed. kNotFound: somebody deleted the report, it is asked for again.
BillingRun after_failure(BillingRun run, const Error& error, Instant now);

}  // namespace bwsync
