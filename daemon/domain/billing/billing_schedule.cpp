#include "daemon/domain/billing/billing_schedule.hpp"

#include <algorithm>

#include "daemon/domain/basics/back_off.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr Millis kFirstBackOff = 1min;
constexpr Millis kLongestBackOff = 6h;
constexpr Millis kLookAgain = 10s;  // at a report that is being made; reports take minutes
constexpr Millis kGrantAwaited = 5s;

BillingRun failed(BillingRun run, BillingRunState state, std::string problem, Instant now)
{
    const Millis pause = doubling(kFirstBackOff, kLongestBackOff, run.failures);
    ++run.failures;
    run.state = state;
    run.problem = std::move(problem);
    run.next_at = now + pause;
    return run;
}

BillingRun found(BillingRun run, const std::string& id, Instant now)
{
    run.state = BillingRunState::kMaking;
    run.report_id = id;
    run.next_at = now;
    return run;
}

}  // namespace

std::optional<std::string> period_due(Instant now, int create_on_day)
{
    if (create_on_day <= 0) return std::nullopt;
    const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(now));
    if (static_cast<unsigned>(today.day()) < static_cast<unsigned>(create_on_day)) return std::nullopt;
    return period_before(billing_period_of(now));
}

std::optional<BillingRun> run_to_work_on(const std::optional<BillingRun>& newest, const std::string& partner,
                                         Instant now, int create_on_day)
{
    const std::optional<std::string> due = period_due(now, create_on_day);
    // Months written as they are compare as they follow each other.
    if (newest && (!due || newest->period >= *due)) return newest;
    if (!due) return std::nullopt;
    BillingRun run;
    run.partner = partner;
    run.period = *due;
    run.next_at = now;
    return run;
}

BillingStep next_step(const BillingRun& run, Instant now)
{
    if (run.state == BillingRunState::kDone || now < run.next_at) return BillingStep::kWait;
    if (run.state == BillingRunState::kWanted) return BillingStep::kSaveAndCreate;
    return run.state == BillingRunState::kAsking ? BillingStep::kList : BillingStep::kGet;
}

BillingRun after_create(BillingRun run, const std::string& id, const WebexFailure* failure, Instant now)
{
    if (failure == nullptr) return found(std::move(run), id, now);
    if (failure->kind == WebexFailure::Kind::kNoGrant) {
        // No failure of the report's: a partner without a grant has an alarm of its own.
        run.state = BillingRunState::kWanted;
        run.next_at = now + kGrantAwaited;
        return run;
    }
    const bool exists = failure->code == 2025 || failure->code == 2026;
    if (exists || failure->kind == WebexFailure::Kind::kUnknownOutcome) {
        run.state = BillingRunState::kAsking;
        run.next_at = now;
        return run;
    }
    return failed(std::move(run), BillingRunState::kWanted, billing_error(*failure).what, now);
}

BillingRun after_list(BillingRun run, const std::vector<BillingReport>& reports, Instant now)
{
    const BillingReport* there = report_of_period(reports, run.period);
    if (there != nullptr && there->status != BillingStatus::kFailed) return found(std::move(run), there->id, now);
    std::string problem = there == nullptr ? "Webex lists no report of " + run.period + ", it is asked for again"
                                           : "the report of " + run.period + " failed in Webex, it is asked for again";
    return failed(std::move(run), BillingRunState::kWanted, std::move(problem), now);
}

BillingLook after_get(BillingRun run, const BillingReport& report, Instant now)
{
    BillingLook look;
    const Result<> ready = check_downloadable(report);
    if (ready) {
        look.may_fetch = true;
        look.run = std::move(run);
    } else if (report.status == BillingStatus::kInProgress) {
        run.next_at = now + kLookAgain;
        look.run = std::move(run);
    } else if (report.status == BillingStatus::kFailed) {
        look.run = failed(std::move(run), BillingRunState::kWanted, ready.error().what, now);
        look.run.report_id.clear();
    } else {
        look.run = failed(std::move(run), BillingRunState::kMaking, ready.error().what, now);
    }
    return look;
}

BillingRun after_fetch(BillingRun run, const std::string& path, std::uint64_t bytes, Instant now)
{
    run.state = BillingRunState::kDone;
    run.failures = 0;
    run.problem.clear();
    run.done_at = now;
    run.path = path;
    run.bytes = bytes;
    return run;
}

BillingRun after_failure(BillingRun run, const Error& error, Instant now)
{
    const BillingRunState state = error.kind == ErrorKind::kNotFound && run.state == BillingRunState::kMaking
                                      ? BillingRunState::kWanted
                                      : run.state;
    return failed(std::move(run), state, error.what, now);
}

}  // namespace bwsync
