// The cluster's side: leases, feed, readings, snapshots.
#include "tests/support/memory_store/feed.hpp"
#include "tests/support/memory_store/snapshots.hpp"
#include "tests/support/memory_store/source.hpp"
#include "tests/support/memory_store/stores.hpp"

namespace bwsync::test::memory {

Task<Result<std::optional<Lease>>> Leases::hold_lease(std::string name, std::string holder, std::string incarnation,
                                                      Millis ttl)
{
    using Held = std::optional<Lease>;
    return access_.run<Held>("hold_lease", [=](Tables& tables) -> Result<Held> {
        LeaseRow& row = tables.leases[name];
        const bool is_ours =
            row.holder == holder && row.incarnation == incarnation && row.epoch > 0 && row.expires_at > tables.now();
        const bool is_free = row.holder == holder || row.expires_at <= tables.now();
        if (!is_ours && !is_free) return Held();
        if (!is_ours) ++row.epoch;
        row.holder = holder;
        row.incarnation = incarnation;
        row.expires_at = tables.now() + ttl;
        return Held(Lease{name, row.epoch});
    });
}

Task<Result<>> Leases::release_lease(Lease lease)
{
    return access_.run<std::monostate>("release_lease", [=](Tables& tables) -> Result<> {
        LeaseRow& row = tables.leases[lease.name];
        if (row.epoch != lease.epoch) return std::monostate();
        row.holder.clear();
        row.incarnation.clear();
        row.expires_at = tables.now();
        return std::monostate();
    });
}

Task<Result<>> Feeds::record_events(Lease lease, EventBatch batch)
{
    return access_.write<std::monostate>("record_events", std::move(lease), [=](Tables& tables) -> Result<> {
        memory::record_events(tables, batch.cluster, batch.events, batch.quiet_period);
        return std::monostate();
    });
}

Task<Result<>> Feeds::mark_dirty(std::string cluster, std::vector<DirtyHint> hints, Millis delay)
{
    return access_.run<std::monostate>("mark_dirty", [=](Tables& tables) -> Result<> {
        merge_hints(tables, cluster, hints, delay, false);
        return std::monostate();
    });
}

Task<Result<std::vector<ClaimedKey>>> Feeds::claim_dirty(Lease lease, std::string cluster, std::vector<DirtyKind> kinds,
                                                         int limit)
{
    using Keys = std::vector<ClaimedKey>;
    const std::int64_t epoch = lease.epoch;
    return access_.write<Keys>("claim_dirty", std::move(lease), [=](Tables& tables) -> Result<Keys> {
        return claim(tables, epoch, cluster, kinds, limit);
    });
}

Task<Result<>> Feeds::finish_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys)
{
    const std::int64_t epoch = lease.epoch;
    return access_.write<std::monostate>("finish_dirty", std::move(lease), [=](Tables& tables) -> Result<> {
        finish_keys(tables, epoch, cluster, keys);
        return std::monostate();
    });
}

Task<Result<>> Feeds::defer_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys, Millis delay)
{
    const std::int64_t epoch = lease.epoch;
    return access_.write<std::monostate>("defer_dirty", std::move(lease), [=](Tables& tables) -> Result<> {
        defer_keys(tables, epoch, cluster, keys, delay);
        return std::monostate();
    });
}

Task<Result<std::vector<Rename>>> Feeds::pending_renames(std::string cluster)
{
    using Renames = std::vector<Rename>;
    return access_.run<Renames>(
        "pending_renames", [=](Tables& tables) -> Result<Renames> { return memory::pending_renames(tables, cluster); });
}

Task<Result<std::int64_t>> Feeds::open_gap(Lease lease, NewGap gap)
{
    return access_.write<std::int64_t>("open_gap", std::move(lease), [=](Tables& tables) -> Result<std::int64_t> {
        return memory::open_gap(tables, gap.cluster, gap.server, gap.cause);
    });
}

Task<Result<>> Feeds::settle_gaps(Lease lease, std::string cluster, std::string server)
{
    return access_.write<std::monostate>("settle_gaps", std::move(lease), [=](Tables& tables) -> Result<> {
        memory::settle_gaps(tables, cluster, server);
        return std::monostate();
    });
}

Task<Result<int>> Feeds::gaps_awaiting_snapshot(std::string cluster)
{
    return access_.run<int>("gaps_awaiting_snapshot", [=](Tables& tables) -> Result<int> {
        return memory::gaps_awaiting_snapshot(tables, cluster);
    });
}

Task<Result<>> Sources::record_readings(Lease lease, ReadingBatch batch)
{
    const std::int64_t epoch = lease.epoch;
    return access_.write<std::monostate>("record_readings", std::move(lease), [=](Tables& tables) -> Result<> {
        memory::record_readings(tables, epoch, batch);
        return std::monostate();
    });
}

Task<Result<>> Sources::record_service_provider(Lease lease, std::string cluster, ServiceProviderFacts facts)
{
    return access_.write<std::monostate>("record_service_provider", std::move(lease), [=](Tables& tables) -> Result<> {
        memory::record_service_provider(tables, cluster, facts);
        return std::monostate();
    });
}

Task<Result<std::vector<std::string>>> Sources::known_users(std::string cluster, GroupKey group)
{
    using Names = std::vector<std::string>;
    return access_.run<Names>(
        "known_users", [=](Tables& tables) -> Result<Names> { return memory::known_users(tables, cluster, group); });
}

Task<Result<std::vector<std::string>>> Sources::known_groups(std::string cluster, std::string provider)
{
    using Names = std::vector<std::string>;
    return access_.run<Names>("known_groups", [=](Tables& tables) -> Result<Names> {
        return memory::known_groups(tables, cluster, provider);
    });
}

Task<Result<std::vector<std::string>>> Sources::known_service_providers(std::string cluster)
{
    using Names = std::vector<std::string>;
    return access_.run<Names>("known_service_providers", [=](Tables& tables) -> Result<Names> {
        return memory::known_service_providers(tables, cluster);
    });
}

Task<Result<std::optional<GroupKey>>> Sources::last_seen(std::string cluster, std::string user_id)
{
    using Where = std::optional<GroupKey>;
    return access_.run<Where>(
        "last_seen", [=](Tables& tables) -> Result<Where> { return memory::last_seen(tables, cluster, user_id); });
}

Task<Result<std::int64_t>> Snapshots::begin_snapshot(Lease lease, NewSnapshot snapshot)
{
    return access_.write<std::int64_t>("begin_snapshot", std::move(lease), [=](Tables& tables) -> Result<std::int64_t> {
        return memory::begin_snapshot(tables, snapshot);
    });
}

Task<Result<>> Snapshots::stage_users(std::int64_t snapshot, std::vector<StagedUser> users)
{
    return access_.run<std::monostate>(
        "stage_users", [=](Tables& tables) -> Result<> { return memory::stage_users(tables, snapshot, users); });
}

Task<Result<>> Snapshots::stage_part(std::int64_t snapshot, SnapshotPart part)
{
    return access_.run<std::monostate>(
        "stage_part", [=](Tables& tables) -> Result<> { return memory::stage_part(tables, snapshot, part); });
}

Task<Result<SnapshotResult>> Snapshots::finish_snapshot(Lease lease, std::int64_t snapshot, double deep_fraction)
{
    return access_.write<SnapshotResult>("finish_snapshot", std::move(lease),
                                         [=](Tables& tables) -> Result<SnapshotResult> {
                                             return memory::finish_snapshot(tables, snapshot, deep_fraction);
                                         });
}

Task<Result<SnapshotResult>> Snapshots::finish_webex_snapshot(Lease lease, std::int64_t snapshot, BridgeRef bridge)
{
    return access_.write<SnapshotResult>("finish_webex_snapshot", std::move(lease),
                                         [=](Tables& tables) -> Result<SnapshotResult> {
                                             return memory::finish_webex_snapshot(tables, snapshot, bridge);
                                         });
}

Task<Result<>> Snapshots::fail_snapshot(Lease lease, std::int64_t snapshot, std::string why)
{
    return access_.write<std::monostate>("fail_snapshot", std::move(lease), [=](Tables& tables) -> Result<> {
        memory::fail_snapshot(tables, snapshot, why);
        return std::monostate();
    });
}

Task<Result<std::optional<Instant>>> Snapshots::last_snapshot(std::string name, SnapshotSide side)
{
    using Last = std::optional<Instant>;
    return access_.run<Last>("last_snapshot",
                             [=](Tables& tables) -> Result<Last> { return memory::last_snapshot(tables, name, side); });
}

}  // namespace bwsync::test::memory
