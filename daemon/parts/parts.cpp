#include "daemon/parts/parts.hpp"

#include <algorithm>

#include "daemon/parts/policy_from_config.hpp"

namespace bwsync {

namespace {

constexpr int kReaderWorkersMax = 8;

ocip::LoginMode mode_of(config::Login login)
{
    switch (login) {
        case config::Login::kAuto:
            return ocip::LoginMode::kAuto;
        case config::Login::kDigest:
            return ocip::LoginMode::kDigest;
        case config::Login::kPlain:
            return ocip::LoginMode::kPlain;
    }
    return ocip::LoginMode::kAuto;
}

ocip::Settings ocip_settings(const ClusterConfig& cluster)
{
    const ProvisioningConfig& from = cluster.provisioning;
    ocip::Settings settings;
    settings.cluster = cluster.name;
    for (const config::Server& server : from.servers)
        settings.servers.push_back(ocip::Server{server.host, server.port, server.tls});
    settings.tls =
        ocip::TlsFiles{from.tls.ca_file, from.tls.server_name, from.tls.client_cert_file, from.tls.client_key_file};
    settings.user = from.user;
    settings.password = [password = from.password] { return password.reveal(); };
    settings.login = mode_of(from.login);
    settings.connections = static_cast<std::size_t>(from.connections);
    settings.commands_per_document = static_cast<std::size_t>(from.commands_per_document);
    settings.requests_per_second = from.requests_per_second;
    settings.timeout = from.timeout;
    return settings;
}

ReportingFeedSettings feed_settings(const ClusterConfig& cluster, const config::Server& server)
{
    const ReportingConfig& from = cluster.reporting;
    ReportingFeedSettings settings;
    settings.cluster = cluster.name;
    settings.address.host = server.host;
    settings.address.port = server.port;
    settings.address.is_tls = server.tls;
    settings.silence_timeout = from.silence_timeout;
    settings.reconnect_initial = from.reconnect.initial;
    settings.reconnect_max = from.reconnect.max;
    settings.document_max = from.max_document;
    return settings;
}

// A provider that no bridge of the cluster takes users from is passed over by sweeps.
std::function<bool(const std::string&)> provider_filter(const Config& config, const std::string& cluster)
{
    std::vector<BridgePolicy> policies;
    for (const BridgeConfig& bridge : config.bridges) {
        if (bridge.cluster == cluster) policies.push_back(policy_of(bridge));
    }
    return [policies](const std::string& provider) {
        const auto takes = [&provider](const BridgePolicy& policy) { return may_hold_users(policy, provider); };
        return std::any_of(policies.begin(), policies.end(), takes);
    };
}

template <class List>
auto& named(List& list, const std::string& name)
{
    return *std::find_if(list.begin(), list.end(), [&name](const auto& each) { return each.name == name; });
}

}  // namespace

Parts::Parts(const asio::any_io_executor& executor, const Config& config, Postgres& store, Clock& clock, Random& random,
             Telemetry& telemetry, Liveness& liveness, LeaseHolder holder)
    : store_(store),
      clock_(clock),
      random_(random),
      telemetry_(telemetry),
      liveness_(liveness),
      holder_(std::move(holder))
{
    for (const PartnerConfig& partner : config.partners) add_partner(executor, partner, config.billing);
    for (const ClusterConfig& cluster : config.clusters) add_cluster(executor, config, cluster);
    for (const BridgeConfig& bridge : config.bridges) add_bridge(config, bridge);
}

void Parts::add_partner(const asio::any_io_executor& executor, const PartnerConfig& partner,
                        const BillingConfig& billing)
{
    PartnerPart part;
    part.name = partner.name;
    part.grants = partner.grants;
    part.scopes = partner.scopes;
    part.redirect_uri = partner.redirect_uri;
    const PartnerLine::Ports line{clock_, random_, telemetry_};
    part.access = std::make_unique<PartnerAccess>(partner, store_.grants(), line, executor);
    WebexPartner& webex = part.access->webex;
    part.billing_files =
        std::make_unique<BillingFiles>(webex.billing(), webex.files(), clock_, partner.name, billing.directory);
    if (billing.create_on_day > 0) {
        BillingPorts ports{webex.billing(), *part.billing_files, store_.billing(), clock_, telemetry_};
        part.billing_scheduler = std::make_unique<BillingScheduler>(ports, partner.name, billing.create_on_day);
        BillingScheduler* work = part.billing_scheduler.get();
        part.billing_keeper =
            std::make_unique<LeaseKeeper>(store_.leases(), clock_, telemetry_, "billing/" + partner.name, holder_,
                                          [work](Lease lease, std::stop_token stop) { return work->run(lease, stop); });
    }
    partners_.push_back(std::move(part));
}

void Parts::add_cluster(const asio::any_io_executor& executor, const Config& config, const ClusterConfig& cluster)
{
    ClusterPart part;
    part.name = cluster.name;
    part.broadworks = std::make_unique<ocip::OcipBroadWorks>(executor, ocip_settings(cluster), telemetry_);
    ClusterSettings settings;
    settings.cluster = cluster.name;
    settings.quiet_period = cluster.reporting.quiet_period;
    settings.snapshot_every = cluster.snapshot.every;
    settings.snapshot_on_connect = cluster.snapshot.on_connect;
    settings.reader.cluster = cluster.name;
    settings.reader.workers = std::min(cluster.provisioning.connections, kReaderWorkersMax);
    for (const BridgeConfig& bridge : config.bridges) {
        if (bridge.cluster == cluster.name) settings.reader.bridges.push_back(bridge.name);
    }
    settings.sweep.cluster = cluster.name;
    settings.sweep.entitlements = entitlements_of(config, cluster.name);
    settings.sweep.takes_provider = provider_filter(config, cluster.name);
    settings.sweep.deep_fraction = cluster.snapshot.deep_fraction;
    settings.sweep.workers = settings.reader.workers;

    ClusterPorts ports{*part.broadworks,   {},     store_.feed(), store_.source(),
                       store_.snapshots(), clock_, telemetry_,    liveness_};
    for (const config::Server& server : cluster.reporting.servers) {
        part.feeds.push_back(
            std::make_unique<ReportingFeed>(executor, feed_settings(cluster, server), clock_, random_, telemetry_));
        ports.feeds.push_back(part.feeds.back().get());
    }
    const std::string name = cluster.name;
    part.cluster =
        std::make_unique<Cluster>(std::move(ports), std::move(settings), [this, name] { wake_bridges(name); });
    Cluster* work = part.cluster.get();
    part.keeper =
        std::make_unique<LeaseKeeper>(store_.leases(), clock_, telemetry_, "cluster/" + name, holder_,
                                      [work](Lease lease, std::stop_token stop) { return work->run(lease, stop); });
    clusters_.push_back(std::move(part));
}

void Parts::add_bridge(const Config& config, const BridgeConfig& bridge)
{
    const PartnerConfig& partner = named(config.partners, bridge.partner);
    const ClusterConfig& cluster = named(config.clusters, bridge.cluster);
    BridgePart part;
    part.config = bridge;
    part.windows = std::make_unique<Windows>(bridge.windows);
    BridgeSettings settings;
    settings.policy = policy_of(bridge);
    settings.in_flight = partner.in_flight;
    settings.calls_per_second = partner.requests_per_second;
    settings.status_poll = partner.status_poll;
    settings.snapshot_every = cluster.snapshot.every;
    Windows* windows = part.windows.get();
    settings.window_is_closed = [windows](Instant now) { return windows->is_closed(now); };
    WebexPartner& webex = *this->partner(bridge.partner);
    BridgePorts ports{webex,
                      webex.people(),
                      webex.enterprises(),
                      webex.organizations(),
                      webex.workspaces(),
                      store_.subscribers(),
                      store_.intents(),
                      store_.mirror(),
                      store_.enterprises(),
                      store_.bridges(),
                      store_.breakers(),
                      store_.procedures(),
                      store_.source(),
                      store_.snapshots(),
                      store_.feed(),
                      phone_,
                      clock_,
                      random_,
                      telemetry_,
                      liveness_};
    part.prechecks = std::make_unique<Prechecks>(ports, settings);
    part.planner = std::make_unique<Planner>(ports, settings);
    const std::string cluster_name = bridge.cluster;
    part.bridge = std::make_unique<Bridge>(
        ports, std::move(settings), [this, cluster_name] { this->cluster(cluster_name)->cluster->wake_reader(); });
    Bridge* work = part.bridge.get();
    part.keeper =
        std::make_unique<LeaseKeeper>(store_.leases(), clock_, telemetry_, "bridge/" + bridge.name, holder_,
                                      [work](Lease lease, std::stop_token stop) { return work->run(lease, stop); });
    bridges_.push_back(std::move(part));
}

WebexPartner* Parts::partner(const std::string& name)
{
    return &named(partners_, name).access->webex;
}

BillingFiles& Parts::billing_files(const std::string& partner)
{
    return *named(partners_, partner).billing_files;
}

ClusterPart* Parts::cluster(const std::string& name)
{
    return &named(clusters_, name);
}

void Parts::wake_bridges(const std::string& cluster)
{
    for (BridgePart& part : bridges_) {
        if (part.config.cluster == cluster) part.bridge->wake();
    }
}

}  // namespace bwsync
