#include "daemon/core/feed/reader.hpp"

#include <algorithm>

#include "daemon/domain/basics/back_off.hpp"
#include "daemon/domain/basics/text.hpp"
#include "daemon/domain/feed/renames.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

// Keys that nobody rang for (another replica's, a lost notification) are found by looking.
constexpr Millis kPoll = 2s;
constexpr Millis kRingTolerance = 5ms;
// An application server behind the feed may not show yet what the feed already told: a contradiction is read again.
constexpr int kContradictionReadings = 2;
// Between the readings of a user that could not be read.
constexpr Millis kFirstPause = 1s;
constexpr Millis kLongestPause = 5min;

}  // namespace

struct Reader::Batch {
    explicit Batch(BroadWorks& broadworks) : prover(broadworks) {}
    AbsenceProver prover;
    std::vector<ReadUser> readings;
    std::vector<ClaimedKey> finished;
    std::vector<ClaimedKey> deferred;
    std::set<std::string> renamed_away;  // keys that a rename hint leaves
    std::vector<Rename> hints;
};

Reader::Reader(BroadWorks& broadworks, FeedStore& feed, SourceStore& source, Sweep& sweep, Clock& clock,
               Telemetry& telemetry, Liveness& liveness, Settings settings, std::function<void()> readings_are_there)
    : broadworks_(broadworks),
      feed_(feed),
      source_(source),
      sweep_(sweep),
      clock_(clock),
      telemetry_(telemetry),
      liveness_(liveness),
      settings_(std::move(settings)),
      name_("reader " + settings_.cluster),
      keeper_({clock, telemetry, liveness}, name_),
      readings_are_there_(std::move(readings_are_there))
{
}

void Reader::wake_in(Millis delay)
{
    // One alarm stands for all that fall into the same moment; the set is bounded by the poll interval's length.
    if (delay > kPoll) return;
    const Instant at = clock_.now() + delay + kRingTolerance;
    if (alarms_.size() < 64) alarms_.insert(at);
    if (delay == 0ms) {
        for (const auto& bell : bells_) bell->ring();
    }
}

Task<> Reader::run(Lease lease, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    TaskGroup group(executor, stop);
    providers_.clear();
    keeper_.begin();
    for (int i = 0; i <= settings_.workers; ++i) {
        auto bell = std::make_shared<Signal>();
        bells_.push_back(bell);
        const bool reads_users = i < settings_.workers;
        std::function<Task<>(std::stop_token)> worker = [this, lease, bell, reads_users](std::stop_token token) {
            return reads_users ? work_on_users(lease, bell, token) : work_on_scopes(lease, bell, token);
        };
        group.spawn_lasting(worker);
    }
    co_await group.join();
    liveness_.rest(name_);
    bells_.clear();
}

Task<> Reader::pause(std::shared_ptr<Signal> bell, std::stop_token stop)
{
    const Instant now = clock_.now();
    while (!alarms_.empty() && *alarms_.begin() <= now) alarms_.erase(alarms_.begin());
    Millis wait = kPoll;
    if (!alarms_.empty()) wait = std::min(wait, std::chrono::duration_cast<Millis>(*alarms_.begin() - now));
    co_await clock_.wait_for(*bell, std::max<Millis>(wait, kRingTolerance), stop);
}

Task<> Reader::work_on_users(Lease lease, std::shared_ptr<Signal> bell, std::stop_token stop)
{
    const std::vector<DirtyKind> kinds(1, DirtyKind::kUser);
    while (!stop.stop_requested() && !keeper_.has_lost_lease()) {
        liveness_.beat(name_);
        Result<std::vector<ClaimedKey>> keys =
            co_await feed_.claim_dirty(lease, settings_.cluster, kinds, settings_.users_at_once);
        if (!keys || keys->empty()) {
            co_await pause(bell, stop);
            continue;
        }
        std::vector<ClaimedKey> claimed = std::move(*keys);
        co_await read(lease, std::move(claimed), stop);
    }
}

Task<> Reader::work_on_scopes(Lease lease, std::shared_ptr<Signal> bell, std::stop_token stop)
{
    std::vector<DirtyKind> kinds;
    kinds.push_back(DirtyKind::kGroup);
    kinds.push_back(DirtyKind::kServiceProvider);
    kinds.push_back(DirtyKind::kCluster);
    while (!stop.stop_requested() && !keeper_.has_lost_lease()) {
        Result<std::vector<ClaimedKey>> keys = co_await feed_.claim_dirty(lease, settings_.cluster, kinds, 1);
        if (!keys || keys->empty()) {
            co_await pause(bell, stop);
            continue;
        }
        const ClaimedKey key = keys->front();
        forget_provider(key.key.service_provider_id);
        GroupKey scope;
        scope.service_provider_id = key.key.service_provider_id;
        scope.group_id = key.key.group_id;
        Result<SnapshotResult> swept = co_await sweep_.sweep(lease, scope, "change", stop);
        const std::vector<ClaimedKey> one(1, key);
        const bool is_whole = swept && swept->failed_parts == 0;
        if (is_whole) {
            std::function<Task<Result<>>()> finish = [this, lease, one] {
                return feed_.finish_dirty(lease, settings_.cluster, one);
            };
            const bool is_finished = co_await keeper_.keep("finish-dirty", finish, stop);
            if (is_finished) wake_in(0ms);
        } else {
            co_await defer(lease, one, stop);
        }
    }
}

Task<> Reader::read(Lease lease, std::vector<ClaimedKey> keys, std::stop_token stop)
{
    Batch batch(broadworks_);
    Result<std::vector<Rename>> hints = co_await feed_.pending_renames(settings_.cluster);
    if (!hints) co_return co_await defer(lease, keys, stop);
    batch.hints = std::move(*hints);
    for (const Rename& hint : batch.hints) batch.renamed_away.insert(lower_case(hint.from));

    std::vector<std::string> ids;
    for (const ClaimedKey& key : keys) ids.push_back(key.key.user_id);
    Result<std::vector<UserReading>> readings = co_await broadworks_.read_users(ids, stop);
    if (!readings || readings->size() != keys.size()) co_return co_await defer(lease, keys, stop);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        UserReading reading = std::move((*readings)[i]);
        co_await sort_reading(batch, keys[i], std::move(reading), stop);
    }
    co_await record(lease, batch, stop);
}

Task<> Reader::sort_reading(Batch& batch, ClaimedKey key, UserReading reading, std::stop_token stop)
{
    if (reading.is_absent) co_return co_await take_absent(batch, std::move(key), stop);
    const bool contradicts = key.cause == DirtyCause::kEventGone && key.attempts < kContradictionReadings;
    if (!reading.facts || contradicts) {
        if (!reading.facts) {
            telemetry_.log(LogLevel::kWarning, "user-not-read",
                           {Field("user", key.key.user_id), Field("why", reading.failure)});
        }
        batch.deferred.push_back(std::move(key));
        co_return;
    }
    ReadUser read;
    // An event may name somebody by an alternate id: the answer's primary id is the one that counts.
    read.asked = reading.facts->user_id;
    read.source.facts = std::move(reading.facts);
    read.source.read_at = clock_.now();
    batch.readings.push_back(std::move(read));
    batch.finished.push_back(std::move(key));
}

Task<> Reader::take_absent(Batch& batch, ClaimedKey key, std::stop_token stop)
{
    const std::string user_key = lower_case(key.key.user_id);
    const bool contradicts = key.cause == DirtyCause::kEvent && key.attempts < kContradictionReadings &&
                             !batch.renamed_away.contains(user_key);
    if (contradicts) {
        batch.deferred.push_back(std::move(key));
        co_return;
    }
    Result<std::optional<GroupKey>> where = co_await source_.last_seen(settings_.cluster, user_key);
    if (!where) {
        batch.deferred.push_back(std::move(key));
        co_return;
    }
    ReadUser read;
    read.asked = key.key.user_id;
    read.source.read_at = clock_.now();
    if (*where) {
        AbsenceProof proof = co_await batch.prover.prove(user_key, **where, stop);
        read.source.absence_is_proven = proof.is_proven;
        read.source.proof = std::move(proof.text);
    } else {
        read.source.absence_is_proven = true;
        read.source.proof = "BroadWorks does not find the user, and it was never seen there";
    }
    batch.readings.push_back(std::move(read));
    batch.finished.push_back(std::move(key));
}

Task<bool> Reader::know_provider(Lease lease, std::string service_provider_id, std::stop_token stop)
{
    if (providers_.contains(service_provider_id)) co_return true;
    Result<ServiceProviderFacts> facts = co_await broadworks_.read_service_provider(service_provider_id, stop);
    if (!facts) co_return false;
    ServiceProviderFacts known = std::move(*facts);
    Result<> recorded = co_await source_.record_service_provider(lease, settings_.cluster, std::move(known));
    if (!recorded) co_return false;
    providers_.insert(service_provider_id);
    co_return true;
}

Task<> Reader::record(Lease lease, Batch& batch, std::stop_token stop)
{
    std::set<std::string> present;
    for (const ReadUser& read : batch.readings) {
        if (!read.source.facts) continue;
        present.insert(lower_case(read.asked));
        const bool is_known = co_await know_provider(lease, read.source.facts->service_provider_id, stop);
        if (!is_known) {
            // Nothing of the batch is recorded: every key of it comes again, those that were put off already too.
            std::vector<ClaimedKey> all = std::move(batch.finished);
            all.insert(all.end(), batch.deferred.begin(), batch.deferred.end());
            co_return co_await defer(lease, std::move(all), stop);
        }
    }
    // A chain of renames is carried out when the one at its end was read and is there.
    std::vector<Rename> renames;
    std::set<std::string> moved;  // a swap has two ends and one chain
    for (const Rename& last : final_renames(batch.hints)) {
        if (!present.contains(lower_case(last.to)) || moved.contains(last.from)) continue;
        for (const Rename& hint : chain_of(batch.hints, last.from)) {
            moved.insert(hint.from);
            renames.push_back(hint);
        }
    }
    if (!batch.readings.empty()) {
        ReadingBatch readings;
        readings.cluster = settings_.cluster;
        readings.bridges = settings_.bridges;
        readings.readings = batch.readings;
        readings.renames = std::move(renames);
        readings.keys = batch.finished;
        std::function<Task<Result<>>()> verb = [this, lease, &readings] {
            return source_.record_readings(lease, readings);
        };
        const bool is_recorded = co_await keeper_.keep("record-readings", verb, stop);
        if (!is_recorded) co_return;
        readings_are_there_();
    }
    if (!batch.deferred.empty()) co_await defer(lease, batch.deferred, stop);
}

Task<> Reader::defer(Lease lease, std::vector<ClaimedKey> keys, std::stop_token stop)
{
    int most = 0;
    for (const ClaimedKey& key : keys) most = std::max(most, key.attempts);
    const Millis delay = doubling(kFirstPause, kLongestPause, most);
    std::function<Task<Result<>>()> verb = [this, lease, &keys, delay] {
        return feed_.defer_dirty(lease, settings_.cluster, keys, delay);
    };
    const bool is_deferred = co_await keeper_.keep("defer-dirty", verb, stop);
    if (is_deferred) wake_in(delay);
}

}  // namespace bwsync
