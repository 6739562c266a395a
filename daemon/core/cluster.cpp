#include "daemon/core/cluster.hpp"

#include <algorithm>

#include "daemon/runtime/task_group.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr Millis kScheduleCheck = 5s;
// Several servers that connect at once are one reason.
constexpr Millis kGather = 300ms;
constexpr Millis kFirstPause = 2s;
constexpr Millis kLongestPause = 5min;

}  // namespace

Cluster::Cluster(ClusterPorts ports, ClusterSettings settings, std::function<void()> readings_are_there)
    : ports_(std::move(ports)),
      settings_(std::move(settings)),
      sweep_(Sweep::Ports{ports_.broadworks, ports_.source, ports_.snapshots, ports_.clock, ports_.telemetry},
             settings_.sweep),
      reader_(ports_.broadworks, ports_.feed, ports_.source, sweep_, ports_.clock, ports_.telemetry, ports_.liveness,
              settings_.reader, std::move(readings_are_there)),
      name_("sweep " + settings_.cluster)
{
    for (Feed* feed : ports_.feeds) {
        Ingest::Hooks hooks;
        hooks.keys_are_due_in = [this](Millis delay) { reader_.wake_in(delay); };
        hooks.gap_is_settled = [this] {
            if (bell_) bell_->ring();
        };
        ingests_.push_back(std::make_unique<Ingest>(*feed, ports_.feed, ports_.clock, ports_.telemetry,
                                                    settings_.cluster, settings_.quiet_period, std::move(hooks)));
    }
}

Task<> Cluster::run(Lease lease, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    bell_ = std::make_shared<Signal>();
    TaskGroup group(executor, stop);
    for (const auto& ingest : ingests_) {
        Ingest* each = ingest.get();
        std::function<Task<>(std::stop_token)> child = [each, lease](std::stop_token token) {
            return each->run(lease, token);
        };
        group.spawn_lasting(child);
    }
    std::function<Task<>(std::stop_token)> reading = [this, lease](std::stop_token token) {
        return reader_.run(lease, token);
    };
    std::function<Task<>(std::stop_token)> sweeping = [this, lease](std::stop_token token) {
        return sweep_when_due(lease, token);
    };
    group.spawn_lasting(reading);
    group.spawn_lasting(sweeping);
    co_await group.join();
}

void Cluster::request_snapshot()
{
    is_requested_ = true;
    if (bell_) bell_->ring();
}

std::vector<Cluster::FeedState> Cluster::feeds() const
{
    std::vector<FeedState> states;
    for (const auto& ingest : ingests_) {
        FeedState state;
        state.server = ingest->server();
        state.is_connected = ingest->is_connected();
        states.push_back(std::move(state));
    }
    return states;
}

Task<std::string> Cluster::reason_to_sweep()
{
    if (is_requested_) co_return "request";
    Result<int> gaps = co_await ports_.feed.gaps_awaiting_snapshot(settings_.cluster);
    const bool has_gap = gaps && *gaps > 0;
    const bool is_first_connect = !has_swept_ && !settings_.snapshot_on_connect;
    if (has_gap && !is_first_connect) co_return "gap";
    Result<std::optional<Instant>> last =
        co_await ports_.snapshots.last_snapshot(settings_.cluster, SnapshotSide::kBroadWorks);
    const bool is_stale = last && (!*last || ports_.clock.now() - **last >= settings_.snapshot_every);
    if (is_stale) co_return "schedule";
    co_return std::string();
}

Task<> Cluster::sweep_when_due(Lease lease, std::stop_token stop)
{
    Millis after_failure = kFirstPause;
    while (!stop.stop_requested()) {
        ports_.liveness.beat(name_);
        std::string reason = co_await reason_to_sweep();
        Millis pause = kScheduleCheck;
        if (!reason.empty()) {
            co_await ports_.clock.sleep_for(kGather, stop);
            is_requested_ = false;
            // As long as BroadWorks and its rate let it take.
            ports_.liveness.rest(name_);
            Result<SnapshotResult> swept = co_await sweep_.sweep(lease, GroupKey(), reason, stop);
            ports_.liveness.beat(name_);
            has_swept_ = has_swept_ || static_cast<bool>(swept);
            reader_.wake_in(Millis(0));
            // What still asks for a sweep after one (a part that could not be read) is tried again, ever more slowly.
            std::string still = co_await reason_to_sweep();
            const bool is_done = swept && still.empty();
            if (is_done) {
                after_failure = kFirstPause;
            } else {
                pause = after_failure;
                after_failure = std::min(after_failure * 2, kLongestPause);
            }
        }
        ports_.liveness.rest(name_);
        co_await ports_.clock.wait_for(*bell_, pause, stop);
    }
    ports_.liveness.rest(name_);
}

}  // namespace bwsync
