#include "daemon/core/billing/billing_scheduler.hpp"

#include <algorithm>

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr Millis kLookAtCalendar = 10min;
constexpr Millis kStoreRetry = 5s;

double seconds_of(Instant at)
{
    return std::chrono::duration<double>(at.time_since_epoch()).count();
}

}  // namespace

BillingScheduler::BillingScheduler(BillingPorts ports, std::string partner, int create_on_day)
    : ports_(ports), partner_(std::move(partner)), create_on_day_(create_on_day)
{
}

Task<> BillingScheduler::run(Lease lease, std::stop_token stop)
{
    co_await show_last_success();
    while (!stop.stop_requested()) co_await work(lease, stop);
}

Task<> BillingScheduler::show_last_success()
{
    Result<std::optional<Instant>> last = co_await ports_.store.last_billing_success(partner_);
    if (last && *last)
        ports_.telemetry.set("billing_report_last_success_timestamp_seconds", {partner_}, seconds_of(**last));
}

Task<> BillingScheduler::work(Lease lease, std::stop_token stop)
{
    Result<std::optional<BillingRun>> newest = co_await ports_.store.newest_billing_run(partner_);
    if (!newest) {
        co_await ports_.clock.sleep_for(kStoreRetry, stop);
        co_return;
    }
    const Instant now = ports_.clock.now();
    const std::optional<BillingRun> run = run_to_work_on(*newest, partner_, now, create_on_day_);
    const BillingStep step = run ? next_step(*run, now) : BillingStep::kWait;
    if (step == BillingStep::kWait) {
        Millis pause = kLookAtCalendar;
        if (run && run->next_at > now) pause = std::min<Millis>(pause, run->next_at - now);
        co_await ports_.clock.sleep_for(pause, stop);
        co_return;
    }
    if (step == BillingStep::kSaveAndCreate) {
        // Saved before the call: whoever finds it looks before it asks again.
        BillingRun asking = *run;
        asking.state = BillingRunState::kAsking;
        Result<> promised = co_await ports_.store.save_billing_run(lease, asking);
        if (!promised) {
            co_await ports_.clock.sleep_for(kStoreRetry, stop);
            co_return;
        }
    }
    BillingRun after = co_await advance(*run, step, stop);
    if (stop.stop_requested() && after.state != BillingRunState::kDone && after.failures > run->failures)
        co_return;  // cut off by the stop: no failure of Webex's
    Result<> saved = co_await ports_.store.save_billing_run(lease, after);
    if (saved) {
        tell(*run, after);
    } else {
        co_await ports_.clock.sleep_for(kStoreRetry, stop);
    }
}

Task<BillingRun> BillingScheduler::advance(BillingRun run, BillingStep step, std::stop_token stop)
{
    if (step == BillingStep::kSaveAndCreate) return create(std::move(run), stop);
    if (step == BillingStep::kList) return look_for(std::move(run), stop);
    return look_at(std::move(run), stop);
}

Task<BillingRun> BillingScheduler::create(BillingRun run, std::stop_token stop)
{
    WebexResult<Answered<std::string>> made = co_await ports_.webex.create(run.period, stop);
    const Instant now = ports_.clock.now();
    if (!made) co_return after_create(std::move(run), "", &made.error(), now);
    ports_.telemetry.log(
        LogLevel::kInfo, "billing-report-ordered",
        {Field("partner", partner_), Field("period", run.period), Field("by", std::string("schedule"))});
    co_return after_create(std::move(run), made->value, nullptr, now);
}

Task<BillingRun> BillingScheduler::look_for(BillingRun run, std::stop_token stop)
{
    WebexResult<std::vector<BillingReport>> reports = co_await ports_.webex.list(BillingFilter(), stop);
    const Instant now = ports_.clock.now();
    if (!reports) co_return after_failure(std::move(run), billing_error(reports.error()), now);
    co_return after_list(std::move(run), *reports, now);
}

Task<BillingRun> BillingScheduler::look_at(BillingRun run, std::stop_token stop)
{
    WebexResult<Answered<BillingReport>> report = co_await ports_.webex.get(run.report_id, stop);
    if (!report) co_return after_failure(std::move(run), billing_error(report.error()), ports_.clock.now());
    BillingLook look = after_get(std::move(run), report->value, ports_.clock.now());
    if (!look.may_fetch) co_return std::move(look.run);
    Result<BillingFile> file = co_await ports_.files.fetch(look.run.report_id, stop);
    const Instant now = ports_.clock.now();
    if (!file) co_return after_failure(std::move(look.run), file.error(), now);
    co_return after_fetch(std::move(look.run), file->path.string(), file->fetched.bytes, now);
}

void BillingScheduler::tell(const BillingRun& before, const BillingRun& after)
{
    if (after.failures > before.failures) {
        ports_.telemetry.count("billing_failures_total", {partner_});
        const auto pause = std::chrono::duration_cast<std::chrono::seconds>(after.next_at - ports_.clock.now());
        ports_.telemetry.log(
            LogLevel::kWarning, "billing-report-failed",
            {Field("partner", partner_), Field("period", after.period), Field("why", after.problem),
             Field("failures", std::int64_t(after.failures)), Field("again_in_seconds", std::int64_t(pause.count()))});
    }
    if (after.state != BillingRunState::kDone || !after.done_at) return;
    ports_.telemetry.set("billing_report_last_success_timestamp_seconds", {partner_}, seconds_of(*after.done_at));
    ports_.telemetry.log(LogLevel::kInfo, "billing-report-downloaded",
                         {Field("partner", partner_), Field("period", after.period), Field("path", after.path),
                          Field("bytes", static_cast<std::int64_t>(after.bytes))});
}

}  // namespace bwsync
