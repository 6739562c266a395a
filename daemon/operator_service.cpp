#include "daemon/operator_service.hpp"

#include <algorithm>

#include "daemon/config/load.hpp"
#include "daemon/policy_from_config.hpp"

namespace bwsync {

namespace {

std::string state_word(const GrantHealth& health, Instant now)
{
    if (!health.is_known) return "missing";
    if (health.is_dead) return "dead";
    if (health.refresh_expires_at && *health.refresh_expires_at <= now) return "expired";
    return health.problem.empty() ? "good" : "failing";
}

GrantStatus to_status(const std::string& partner, const GrantHealth& health, Instant now)
{
    GrantStatus status;
    status.partner = partner;
    status.name = health.name;
    status.state = state_word(health, now);
    status.problem = health.problem;
    status.scopes = health.scopes;
    status.access_expires_at = health.access_expires_at;
    status.refresh_expires_at = health.refresh_expires_at;
    status.refreshed_at = health.refreshed_at;
    return status;
}

}  // namespace

OperatorService::OperatorService(Process& process, const Config& config, Postgres& store, Parts& parts,
                                 const Amnesia& amnesia)
    : process_(process), config_(config), store_(store), parts_(parts), amnesia_(amnesia)
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

Task<Result<std::vector<GrantStatus>>> OperatorService::grants()
{
    std::vector<GrantStatus> result;
    for (const PartnerPart& part : parts_.partners()) {
        std::vector<std::string> shown;
        for (const GrantHealth& health : part.webex->grants()) {
            shown.push_back(health.name);
            result.push_back(to_status(part.name, health, now()));
        }
        for (const std::string& name : part.grants) {
            if (std::find(shown.begin(), shown.end(), name) != shown.end()) continue;
            GrantHealth missing;
            missing.name = name;
            result.push_back(to_status(part.name, missing, now()));
        }
    }
    co_return result;
}

PartnerPart* OperatorService::find_partner(const std::string& name)
{
    auto& partners = parts_.partners();
    const auto found =
        std::find_if(partners.begin(), partners.end(), [&name](const PartnerPart& part) { return part.name == name; });
    return found == partners.end() ? nullptr : &*found;
}

Result<GrantStatus> OperatorService::grant_status(const PartnerPart& partner, const std::string& name) const
{
    for (const GrantHealth& health : partner.webex->grants()) {
        if (health.name == name) return to_status(partner.name, health, process_.clock.now());
    }
    return Error(ErrorKind::kNotFound,
                 "partner " + partner.name + " has no grant named " + name + " in the configuration");
}

Task<Result<GrantStatus>> OperatorService::import_grant(std::string partner, std::string name,
                                                        std::string refresh_token)
{
    PartnerPart* part = find_partner(partner);
    if (part == nullptr) co_return Error(ErrorKind::kNotFound, "no partner named " + partner);
    const bool is_configured = std::find(part->grants.begin(), part->grants.end(), name) != part->grants.end();
    if (!is_configured)
        co_return Error(ErrorKind::kNotFound,
                        "partner " + partner + " has no grant named " + name + " in the configuration");
    Result<Grant> imported = co_await store_.grants().import_grant(partner, name, std::move(refresh_token));
    if (!imported) co_return imported.error();
    part->webex->grants_changed();
    co_return co_await refresh_grant(partner, name);
}

Task<Result<GrantStatus>> OperatorService::refresh_grant(std::string partner, std::string name)
{
    PartnerPart* part = find_partner(partner);
    if (part == nullptr) co_return Error(ErrorKind::kNotFound, "no partner named " + partner);
    Result<> refreshed = co_await part->webex->refresh_now(name);
    if (!refreshed) co_return refreshed.error();
    co_return grant_status(*part, name);
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
