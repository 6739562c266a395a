#include "daemon/core/source/sweep.hpp"

#include <algorithm>
#include <map>

#include "daemon/domain/basics/text.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {

namespace {

double seconds(Millis length)
{
    return static_cast<double>(length.count()) / 1000;
}

std::string name_in_row(const Entitlement& entitlement)
{
    return (entitlement.kind == EntitlementKind::kServicePack ? "pack:" : "service:") + entitlement.name;
}

// What of an answer ends the whole sweep: BroadWorks cannot be asked at all, or we stop.
bool ends_sweep(const Error& error)
{
    return error.kind == ErrorKind::kUnauthorized || error.kind == ErrorKind::kCancelled;
}

}  // namespace

// What the sweep of one provider's groups needs to know.
struct Sweep::Provider {
    std::string id;
    std::vector<std::string> groups;
    std::set<std::string> packs;     // mapped by name, or holding a mapped service
    std::set<std::string> services;  // mapped
    std::map<std::pair<std::string, std::string>, std::int64_t> assigned;  // (group, pack): the system's own count
};

Sweep::Sweep(Ports ports, Settings settings) : ports_(ports), settings_(std::move(settings)) {}

Task<Result<SnapshotResult>> Sweep::sweep(Lease lease, GroupKey scope, std::string trigger, std::stop_token stop)
{
    const Instant begun_at = ports_.clock.now();
    NewSnapshot wanted;
    wanted.name = settings_.cluster;
    wanted.side = SnapshotSide::kBroadWorks;
    wanted.scope = scope;
    wanted.trigger = trigger;
    Result<std::int64_t> snapshot = co_await ports_.snapshots.begin_snapshot(lease, std::move(wanted));
    if (!snapshot) co_return snapshot.error();
    const std::int64_t id = *snapshot;
    const bool is_whole = scope.service_provider_id.empty();
    Result<> swept = std::monostate();
    if (is_whole) {
        swept = co_await sweep_all(lease, id, stop);
    } else {
        swept = co_await sweep_provider(lease, id, scope.service_provider_id, scope.group_id, stop);
    }
    if (!swept) {
        Result<> failed = co_await ports_.snapshots.fail_snapshot(lease, id, swept.error().what);
        ports_.telemetry.log(LogLevel::kWarning, "snapshot-failed",
                             {Field("cluster", settings_.cluster), Field("why", swept.error().what),
                              Field("noted", std::string(failed ? "yes" : "no"))});
        co_return swept.error();
    }
    double deep_fraction = 0;
    if (is_whole) deep_fraction = settings_.deep_fraction;
    Result<SnapshotResult> result = co_await ports_.snapshots.finish_snapshot(lease, id, deep_fraction);
    if (!result) co_return result.error();
    if (is_whole)
        ports_.telemetry.observe("snapshot_seconds", {settings_.cluster, "broadworks"},
                                 seconds(ports_.clock.now() - begun_at));
    ports_.telemetry.log(LogLevel::kInfo, "snapshot",
                         {Field("cluster", settings_.cluster), Field("side", "broadworks"), Field("trigger", trigger),
                          Field("users", result->users), Field("changed", result->changed),
                          Field("missing", result->missing), Field("deep", result->deep)});
    co_return result;
}

Task<Result<>> Sweep::sweep_all(Lease lease, std::int64_t snapshot, std::stop_token stop)
{
    Result<std::vector<ServiceProviderFacts>> providers = co_await ports_.broadworks.list_service_providers(stop);
    if (!providers) co_return providers.error();
    std::vector<std::string> listed;
    for (const ServiceProviderFacts& provider : *providers) listed.push_back(provider.service_provider_id);
    for (const std::string& id : listed) {
        if (!settings_.takes_provider(id)) continue;
        Result<> swept = co_await sweep_provider(lease, snapshot, id, "", stop);
        if (!swept) co_return swept.error();
    }
    Result<std::vector<std::string>> known = co_await ports_.source.known_service_providers(settings_.cluster);
    if (!known) co_return known.error();
    for (const std::string& id : *known) {
        // An empty list of providers is no evidence that all are gone.
        const bool is_listed = std::find(listed.begin(), listed.end(), id) != listed.end();
        if (is_listed || listed.empty()) continue;
        Result<> staged = co_await stage_vanished(snapshot, id, std::vector<std::string>());
        if (!staged) co_return staged.error();
    }
    co_return std::monostate();
}

Task<Result<>> Sweep::sweep_provider(Lease lease, std::int64_t snapshot, std::string id, std::string only_group,
                                     std::stop_token stop)
{
    GroupKey part;
    part.service_provider_id = id;
    part.group_id = only_group;
    Provider provider;
    provider.id = id;
    Result<ServiceProviderFacts> facts = co_await ports_.broadworks.read_service_provider(id, stop);
    if (!facts && facts.error().kind == ErrorKind::kNotFound)
        co_return co_await stage_vanished(snapshot, id, std::vector<std::string>());
    if (!facts && ends_sweep(facts.error())) co_return facts.error();
    if (!facts) co_return co_await stage_failed(snapshot, part, facts.error().what);
    ServiceProviderFacts known = std::move(*facts);
    Result<> recorded = co_await ports_.source.record_service_provider(lease, settings_.cluster, std::move(known));
    if (!recorded) co_return recorded.error();

    Result<> learnt = co_await learn(provider, stop);
    if (!learnt && ends_sweep(learnt.error())) co_return learnt.error();
    if (!learnt) co_return co_await stage_failed(snapshot, part, learnt.error().what);
    const std::vector<std::string> listed = provider.groups;
    if (!only_group.empty()) {
        const bool is_listed = std::find(listed.begin(), listed.end(), only_group) != listed.end();
        provider.groups.clear();
        if (is_listed) provider.groups.push_back(only_group);
    }
    Result<> swept = co_await sweep_groups(snapshot, provider, stop);
    if (!swept) co_return swept.error();
    co_return co_await stage_vanished(snapshot, id, listed);
}

Task<Result<>> Sweep::learn(Provider& provider, std::stop_token stop)
{
    Result<std::vector<std::string>> groups = co_await ports_.broadworks.list_groups(provider.id, stop);
    if (!groups) co_return groups.error();
    provider.groups = std::move(*groups);
    for (const Entitlement& entitlement : settings_.entitlements) {
        if (entitlement.kind == EntitlementKind::kServicePack) {
            provider.packs.insert(entitlement.name);
            continue;
        }
        provider.services.insert(entitlement.name);
        // Whether the list by service shows those who hold it through a pack is not known: they are asked for by pack
        // too.
        Result<std::vector<std::string>> packs =
            co_await ports_.broadworks.list_packs_with_service(provider.id, entitlement.name, stop);
        if (!packs) co_return packs.error();
        provider.packs.insert(packs->begin(), packs->end());
    }
    Result<std::vector<PackUtilization>> utilization =
        co_await ports_.broadworks.list_pack_utilization(provider.id, stop);
    if (!utilization) co_return utilization.error();
    for (const PackUtilization& row : *utilization) {
        const std::pair<std::string, std::string> key(row.group_id, row.service_pack);
        provider.assigned[key] = row.assigned;
    }
    co_return std::monostate();
}

Task<Result<>> Sweep::sweep_groups(std::int64_t snapshot, const Provider& provider, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    TaskGroup group(executor, stop);
    std::size_t next = 0;
    std::optional<Error> failure;
    std::function<Task<>(std::stop_token)> worker = [&](std::stop_token token) -> Task<> {
        while (next < provider.groups.size() && !failure && !token.stop_requested()) {
            const std::string& group_id = provider.groups[next++];
            Result<> swept = co_await sweep_group(snapshot, provider, group_id, token);
            if (!swept) failure = swept.error();
        }
    };
    for (int i = 0; i < settings_.workers; ++i) group.spawn(worker);
    co_await group.join();
    if (failure) co_return *failure;
    if (stop.stop_requested()) co_return Error(ErrorKind::kCancelled, "stopping");
    co_return std::monostate();
}

Task<Result<>> Sweep::sweep_group(std::int64_t snapshot, const Provider& provider, std::string group_id,
                                  std::stop_token stop)
{
    GroupKey group;
    group.service_provider_id = provider.id;
    group.group_id = group_id;
    std::map<std::string, StagedUser> users;
    std::string incomplete;
    std::vector<Entitlement> asked;
    for (const std::string& pack : provider.packs) {
        const auto count = provider.assigned.find(std::make_pair(group_id, pack));
        if (count != provider.assigned.end() && count->second > 0)
            asked.push_back(Entitlement{EntitlementKind::kServicePack, pack});
    }
    for (const std::string& service : provider.services)
        asked.push_back(Entitlement{EntitlementKind::kService, service});

    for (const Entitlement& entitlement : asked) {
        Result<std::vector<UserRow>> holders = co_await ports_.broadworks.list_holders(group, entitlement, stop);
        if (!holders && ends_sweep(holders.error())) co_return holders.error();
        if (!holders) {
            incomplete = name_in_row(entitlement) + ": " + holders.error().what;
            continue;
        }
        const auto count = provider.assigned.find(std::make_pair(group_id, entitlement.name));
        const bool is_counted = entitlement.kind == EntitlementKind::kServicePack && count != provider.assigned.end();
        if (is_counted && count->second != static_cast<std::int64_t>(holders->size())) {
            incomplete = name_in_row(entitlement) + ": " + std::to_string(holders->size()) +
                         " holders listed, the system counts " + std::to_string(count->second);
        }
        for (UserRow& row : *holders) {
            StagedUser& user = users[lower_case(row.user_id)];
            user.user_id = std::move(row.user_id);
            user.group = group;
            user.row = std::move(row.row);
            user.entitlements += (user.entitlements.empty() ? "" : ";") + name_in_row(entitlement);
        }
    }

    std::vector<StagedUser> staged;
    for (auto& [key, user] : users) staged.push_back(std::move(user));
    SnapshotPart part;
    part.group = group;
    part.is_complete = incomplete.empty();
    part.detail = incomplete;
    if (!staged.empty()) {
        Result<> written = co_await ports_.snapshots.stage_users(snapshot, std::move(staged));
        if (!written) co_return written.error();
    }
    co_return co_await ports_.snapshots.stage_part(snapshot, std::move(part));
}

// Groups that we know and the provider does not list any more: complete parts without users, so that their users are
// read one by one.
Task<Result<>> Sweep::stage_vanished(std::int64_t snapshot, std::string service_provider_id,
                                     std::vector<std::string> listed)
{
    Result<std::vector<std::string>> known =
        co_await ports_.source.known_groups(settings_.cluster, service_provider_id);
    if (!known) co_return known.error();
    for (const std::string& group_id : *known) {
        if (std::find(listed.begin(), listed.end(), group_id) != listed.end()) continue;
        SnapshotPart part;
        part.group.service_provider_id = service_provider_id;
        part.group.group_id = group_id;
        part.is_complete = true;
        part.detail = "not listed any more";
        Result<> staged = co_await ports_.snapshots.stage_part(snapshot, std::move(part));
        if (!staged) co_return staged.error();
    }
    co_return std::monostate();
}

Task<Result<>> Sweep::stage_failed(std::int64_t snapshot, GroupKey part, std::string why)
{
    SnapshotPart failed;
    failed.group = std::move(part);
    failed.detail = std::move(why);
    co_return co_await ports_.snapshots.stage_part(snapshot, std::move(failed));
}

}  // namespace bwsync
