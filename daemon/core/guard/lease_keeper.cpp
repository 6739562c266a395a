#include "daemon/core/guard/lease_keeper.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

// Fail-over takes at most kTtl + kRenewEvery: 13 s.
constexpr Millis kTtl = 10s;
constexpr Millis kRenewEvery = 3s;
// A renewal that the store has not confirmed for this long counts as lost, before anybody else can take the lease.
constexpr Millis kGiveUpAfter = 8s;
// After a run that ended by itself: a store that refuses is not asked in a loop.
constexpr Millis kBetweenRuns = 1s;

}  // namespace

LeaseKeeper::LeaseKeeper(LeaseStore& store, Clock& clock, Telemetry& telemetry, std::string name, LeaseHolder holder,
                         Work work)
    : store_(store),
      clock_(clock),
      telemetry_(telemetry),
      name_(std::move(name)),
      holder_(std::move(holder)),
      work_(std::move(work))
{
}

Task<> LeaseKeeper::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        const Instant asked_at = clock_.now();
        Result<std::optional<Lease>> lease = co_await store_.hold_lease(name_, holder_.name, holder_.incarnation, kTtl);
        Millis pause = kRenewEvery;
        if (lease && *lease) {
            held_ = **lease;
            asked_at_ = asked_at;
            telemetry_.log(LogLevel::kInfo, "lease-taken", {Field("lease", name_), Field("epoch", held_->epoch)});
            co_await hold(stop);
            held_.reset();
            telemetry_.log(LogLevel::kInfo, "lease-ended", {Field("lease", name_)});
            pause = kBetweenRuns;
        }
        co_await clock_.sleep_for(pause, stop);
    }
}

Task<> LeaseKeeper::hold(std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    TaskGroup working(executor, stop);
    const Lease lease = *held_;
    std::function<Task<>(std::stop_token)> work = [this, lease](std::stop_token token) { return work_(lease, token); };
    working.spawn(work);
    // Renewed until the work has ended, also while it stops: outcomes of its last calls are still to be written.
    std::stop_source minding;
    TaskGroup minders(executor, minding.get_token());
    std::function<Task<>(std::stop_token)> renewing = [this, &working](std::stop_token token) {
        return renew(working, token);
    };
    std::function<Task<>(std::stop_token)> guarding = [this, &working](std::stop_token token) {
        return give_up_in_time(working, token);
    };
    minders.spawn(renewing);
    minders.spawn(guarding);
    std::exception_ptr failure;
    try {
        co_await working.join();
    } catch (...) {
        failure = std::current_exception();
    }
    minding.request_stop();
    co_await minders.join();
    if (failure) std::rethrow_exception(failure);
    Result<> released = co_await store_.release_lease(lease);
    if (!released)
        telemetry_.log(LogLevel::kWarning, "lease-not-released",
                       {Field("lease", name_), Field("why", released.error().what)});
}

Task<> LeaseKeeper::renew(TaskGroup& working, std::stop_token stop)
{
    for (;;) {
        const bool goes_on = co_await clock_.sleep_for(kRenewEvery, stop);
        if (!goes_on) co_return;
        const Instant asked_at = clock_.now();
        Result<std::optional<Lease>> renewed =
            co_await store_.hold_lease(name_, holder_.name, holder_.incarnation, kTtl);
        if (!renewed) continue;
        const bool is_ours = *renewed && (*renewed)->epoch == held_->epoch;
        if (!is_ours) {
            lose(working, *renewed ? "it had expired" : "another replica has taken it");
            co_return;
        }
        asked_at_ = asked_at;
    }
}

// A renewal whose answer does not come, and a store that is away, must not make the work last longer than the lease.
Task<> LeaseKeeper::give_up_in_time(TaskGroup& working, std::stop_token stop)
{
    for (;;) {
        const Millis left = std::chrono::duration_cast<Millis>(asked_at_ + kGiveUpAfter - clock_.now());
        if (left <= 0ms) break;
        const bool goes_on = co_await clock_.sleep_for(left, stop);
        if (!goes_on) co_return;
    }
    lose(working, "it could not be renewed in time");
}

void LeaseKeeper::lose(TaskGroup& working, std::string why)
{
    if (working.stop_token().stop_requested()) return;
    telemetry_.log(LogLevel::kWarning, "lease-lost", {Field("lease", name_), Field("why", std::move(why))});
    working.request_stop();
}

}  // namespace bwsync
