#include "daemon/core/guard/lease_keeper.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

// Fail-over takes at most kTtl + kRenewEvery: 13 s.
constexpr Millis kTtl = 10s;
constexpr Millis kRenewEvery = 3s;
// A renewal that the store has not confirmed for this long counts as lost, before anybody else can take the lease.
constexpr Millis kGiveUpAfter = 8s;

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
        Result<std::optional<Lease>> lease = co_await store_.hold_lease(name_, holder_.name, holder_.incarnation, kTtl);
        if (lease && *lease) {
            held_ = **lease;
            telemetry_.log(LogLevel::kInfo, "lease-taken", {Field("lease", name_), Field("epoch", held_->epoch)});
            co_await hold(stop);
            held_.reset();
            telemetry_.log(LogLevel::kInfo, "lease-ended", {Field("lease", name_)});
        }
        co_await clock_.sleep_for(kRenewEvery, stop);
    }
}

Task<> LeaseKeeper::hold(std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    TaskGroup group(executor, stop);
    const Lease lease = *held_;
    std::function<Task<>(std::stop_token)> work = [this, lease](std::stop_token token) { return work_(lease, token); };
    group.spawn(work);
    co_await renew_while_ours(group, stop);
    group.request_stop();
    co_await group.join();
    Result<> released = co_await store_.release_lease(lease);
    if (!released)
        telemetry_.log(LogLevel::kWarning, "lease-not-released",
                       {Field("lease", name_), Field("why", released.error().what)});
}

Task<> LeaseKeeper::renew_while_ours(TaskGroup& group, std::stop_token stop)
{
    Instant confirmed_at = clock_.now();
    while (!stop.stop_requested() && group.running() > 0) {
        co_await clock_.sleep_for(kRenewEvery, stop);
        if (stop.stop_requested()) break;
        Result<std::optional<Lease>> renewed =
            co_await store_.hold_lease(name_, holder_.name, holder_.incarnation, kTtl);
        if (renewed) {
            const bool is_ours = *renewed && (*renewed)->epoch == held_->epoch;
            if (!is_ours) break;
            confirmed_at = clock_.now();
        } else if (clock_.now() - confirmed_at > kGiveUpAfter) {
            break;
        }
    }
}

}  // namespace bwsync
