#include "daemon/operator/service.hpp"

#include <algorithm>

#include "daemon/config/reading/load.hpp"
#include "daemon/parts/policy_from_config.hpp"

namespace bwsync {

OperatorService::OperatorService(Process& process, const Config& config, Postgres& store, Parts& parts,
                                 const Amnesia& amnesia, BillingService& billing, std::stop_token stop)
    : process_(process),
      config_(config),
      store_(store),
      parts_(parts),
      amnesia_(amnesia),
      billing_(billing),
      stop_(std::move(stop))
{
}

std::vector<Problem> OperatorService::not_ready()
{
    std::vector<Problem> problems;
    HousekeepingStore& store = store_.housekeeping();
    if (!store.is_healthy()) problems.push_back(Problem{"store", store.health_detail()});
    if (amnesia_.is_on) {
        problems.push_back(
            Problem{"store",
                    "the database is behind the mark in the state directory, as after a restore: bwsync only observes. "
                    "Check it, then bwsyncctl bridge approve NAME"});
    }
    for (const BridgePart& part : parts_.bridges()) add_bridge_problems(part, problems);
    return problems;
}

void OperatorService::add_bridge_problems(const BridgePart& part, std::vector<Problem>& problems)
{
    if (!part.keeper->is_held()) return;
    const std::string subject = "bridge " + part.config.name;
    if (!parts_.partner(part.config.partner)->has_grant()) {
        problems.push_back(
            Problem{subject, "partner " + part.config.partner + " has no live grant: bwsyncctl grant list"});
    }
    ClusterPart& cluster = *parts_.cluster(part.config.cluster);
    if (!cluster.keeper->is_held()) return;
    if (!cluster.broadworks->is_healthy())
        problems.push_back(Problem{subject, "OCI-P: " + cluster.broadworks->health_detail()});
    for (const Cluster::FeedState& feed : cluster.cluster->feeds()) {
        if (!feed.is_connected)
            problems.push_back(Problem{subject, "the feed of " + feed.server + " is not connected"});
    }
}

std::string OperatorService::summary()
{
    const std::vector<Problem> problems = not_ready();
    const auto held = std::count_if(parts_.bridges().begin(), parts_.bridges().end(),
                                    [](const BridgePart& part) { return part.keeper->is_held(); });
    std::string line = std::to_string(held) + " of " + std::to_string(parts_.bridges().size()) + " bridges held";
    if (problems.empty()) return line + ", all well";
    return line + "; " + problems.front().subject + ": " + problems.front().detail;
}

DaemonStatus OperatorService::status()
{
    DaemonStatus status;
    status.version = process_.version;
    status.instance = config_.instance;
    status.config_file = process_.config_file;
    status.started_at = process_.started_at;
    status.summary = summary();
    for (const PartnerPart& part : parts_.partners()) status.partners.push_back(part.name);
    for (const BridgePart& part : parts_.bridges()) {
        status.bridges.push_back(BridgeStatus{part.config.name, part.config.cluster, part.config.partner,
                                              std::string(name_of(part.config.policy)), part.keeper->is_held()});
    }
    for (const ClusterPart& part : parts_.clusters()) {
        status.clusters.push_back(part.name);
        for (const Cluster::FeedState& feed : part.cluster->feeds()) {
            FeedStatus line;
            line.cluster = part.name;
            line.server = feed.server;
            line.is_connected = feed.is_connected;
            if (!feed.is_connected)
                line.problem = part.keeper->is_held() ? "not connected" : "another replica reads it";
            status.feeds.push_back(std::move(line));
        }
    }
    return status;
}

Task<Result<ConfigCheck>> OperatorService::check_config()
{
    config::LoadOutcome outcome = config::load(process_.config_file);
    ConfigCheck check;
    check.faults = std::move(outcome.faults);
    check.warnings = std::move(outcome.warnings);
    co_return check;
}

}  // namespace bwsync
