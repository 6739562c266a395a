#include "daemon/config/checks/checks.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "daemon/config/checks/bridge_checks.hpp"
#include "daemon/config/reading/nearest.hpp"
#include "daemon/config/schema/loopback.hpp"
#include "daemon/domain/enterprise/site_time_zones.hpp"

namespace bwsync::config {

namespace {

template <class Named>
std::vector<std::string> names_of(const std::vector<Named>& list)
{
    std::vector<std::string> names;
    for (const Named& named : list)
        if (!named.name.empty()) names.push_back(named.name);
    return names;
}

template <class Named>
void check_names(const std::vector<Named>& list, const std::string& path, const Places& places, Report& report)
{
    std::map<std::string, int> lines;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].name.empty()) continue;
        const std::string here = entry(path, i) + ".name";
        const Place place = places.value(here);
        const auto [first, is_new] = lines.emplace(list[i].name, place.line);
        if (is_new) continue;
        report.fault(place, here,
                     {"the name " + in_quotes(list[i].name) + " again", "a name of its own",
                      "line " + std::to_string(first->second) + " has it already"});
    }
}

void check_reference(const std::string& name, const std::vector<std::string>& names, const std::string& here,
                     const std::string& what, const Places& places, Report& report)
{
    if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) return;
    const std::string remedy = names.empty() ? "define one" : suggestion(name, names, "defined are");
    report.fault(places.value(here), here,
                 {in_quotes(name) + ", which is not defined", "the name of a " + what, remedy});
}

template <class Named, class Uses>
void warn_unused(const std::vector<Named>& list, const std::string& path, Uses is_used, const Places& places,
                 Report& report)
{
    for (std::size_t i = 0; i < list.size(); ++i)
        if (!list[i].name.empty() && !is_used(list[i].name))
            report.warn(places.value(entry(path, i)), entry(path, i),
                        {in_quotes(list[i].name) + ", which no bridge uses", "a bridge for it", ""});
}

// Both of two files or none: a certificate is of no use without its key.
void check_pair(std::pair<std::string, std::string> files, std::pair<std::string, std::string> keys,
                const std::string& path, const Places& places, Report& report)
{
    if (files.first.empty() == files.second.empty()) return;
    const std::string& missing = files.first.empty() ? keys.first : keys.second;
    const std::string& present = files.first.empty() ? keys.second : keys.first;
    const std::string here = path + "." + present;
    report.fault(places.value(here), here, {present + " without " + missing, "both or none", "add " + missing});
}

void check_servers(const std::vector<Server>& servers, const std::string& path, const Places& places, Report& report)
{
    std::set<std::pair<std::string, std::uint16_t>> seen;
    for (std::size_t i = 0; i < servers.size(); ++i) {
        std::string host = servers[i].host;
        if (host.empty()) continue;
        std::transform(host.begin(), host.end(), host.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (seen.emplace(host, servers[i].port).second) continue;
        report.fault(places.value(entry(path, i)), entry(path, i),
                     {"the server " + in_quotes(servers[i].host) + " again", "each server once", "remove one"});
    }
}

void check_provisioning(const ProvisioningConfig& provisioning, const std::string& path, const Places& places,
                        Report& report)
{
    check_servers(provisioning.servers, path + ".servers", places, report);
    check_pair({provisioning.tls.client_cert_file, provisioning.tls.client_key_file},
               {"client_cert_file", "client_key_file"}, path + ".tls", places, report);
    const bool some_plain = std::any_of(provisioning.servers.begin(), provisioning.servers.end(),
                                        [](const Server& server) { return !server.tls; });
    if (provisioning.login == Login::kPlain && some_plain)
        report.fault(places.value(path + ".login"), path + ".login",
                     {"plain login and a server without tls", "tls: true for every server, or login auto or digest",
                      "plain login shows the password to the network"});
}

void check_reporting(const ReportingConfig& reporting, const std::string& path, const Places& places, Report& report)
{
    check_servers(reporting.servers, path + ".servers", places, report);
    if (reporting.reconnect.initial > reporting.reconnect.max)
        report.fault(places.value(path + ".reconnect"), path + ".reconnect",
                     {"initial longer than max", "initial at most as long as max", ""});
}

void warn_same_ends(const Config& config, const Places& places, Report& report)
{
    std::map<std::pair<std::string, std::string>, std::string> seen;
    for (std::size_t i = 0; i < config.bridges.size(); ++i) {
        const BridgeConfig& bridge = config.bridges[i];
        if (bridge.cluster.empty() || bridge.partner.empty()) continue;
        const auto [first, is_new] = seen.emplace(std::pair(bridge.cluster, bridge.partner), bridge.name);
        if (!is_new)
            report.warn(places.value(entry("bridges", i)), entry("bridges", i),
                        {"the same cluster and partner as bridge " + in_quotes(first->second), "one bridge for the two",
                         "see that their scopes do not overlap, or make them one"});
    }
}

// Webex then takes the default of the cluster's region.
void warn_unlisted_countries(const BridgeConfig& bridge, const std::string& path, const Places& places, Report& report)
{
    for (std::size_t i = 0; i < bridge.organizations.size(); ++i) {
        const Organization& organization = bridge.organizations[i];
        if (site_country(organization.country) != nullptr) continue;
        const std::string here = entry(path + ".organizations", i) + ".country";
        if (organization.site_time_zone == SiteZone::kCountry) {
            const std::string key = entry(path + ".organizations", i) + ".site_time_zone";
            report.fault(
                places.value(key), key,
                {"country, and " + in_quotes(organization.country) + " has no default time zone",
                 "a country of bwsyncctl time-zone", "name one under country, or write site_time_zone: user or hold"});
            continue;
        }
        const SiteTimeZones& zones = default_site_time_zone(
            organization.country, site_regions()[static_cast<std::size_t>(organization.cluster_region)].code);
        report.warn(places.value(here), here,
                    {in_quotes(organization.country) + ", for which Webex has no default time zone",
                     "a country of bwsyncctl time-zone",
                     "without a time zone of the first subscriber the site gets " + std::string(zones.preferred()) +
                         ", by cluster_region"});
    }
}

bool is_any(const std::string& address)
{
    return address == "0.0.0.0" || address == "::";
}

}  // namespace

void check_clusters(const Config& config, const Places& places, Report& report)
{
    const std::string list = "broadworks.clusters";
    check_names(config.clusters, list, places, report);
    for (std::size_t i = 0; i < config.clusters.size(); ++i) {
        check_provisioning(config.clusters[i].provisioning, entry(list, i) + ".provisioning", places, report);
        check_reporting(config.clusters[i].reporting, entry(list, i) + ".reporting", places, report);
    }
    const auto is_used = [&](const std::string& name) {
        return std::any_of(config.bridges.begin(), config.bridges.end(),
                           [&](const auto& b) { return b.cluster == name; });
    };
    warn_unused(config.clusters, list, is_used, places, report);
}

void check_partners(const Config& config, const Places& places, Report& report)
{
    check_names(config.partners, "webex.partners", places, report);
    const auto is_used = [&](const std::string& name) {
        return std::any_of(config.bridges.begin(), config.bridges.end(),
                           [&](const auto& b) { return b.partner == name; });
    };
    warn_unused(config.partners, "webex.partners", is_used, places, report);
}

void check_bridges(const Config& config, const Places& places, Report& report)
{
    if (config.bridges.empty() && !places.has("bridges"))
        report.warn({}, "bridges", {"no bridge", "at least one", "without one nothing is synchronized"});
    check_names(config.bridges, "bridges", places, report);
    warn_same_ends(config, places, report);
    for (std::size_t i = 0; i < config.bridges.size(); ++i) {
        const BridgeConfig& bridge = config.bridges[i];
        const std::string path = entry("bridges", i);
        check_reference(bridge.cluster, names_of(config.clusters), path + ".cluster", "cluster", places, report);
        check_reference(bridge.partner, names_of(config.partners), path + ".partner", "partner", places, report);
        check_reach(bridge, path, places, report);
        warn_unlisted_countries(bridge, path, places, report);
        if (bridge.deletion.confirmations == 1)
            report.warn(
                places.value(path + ".deletion.confirmations"), path + ".deletion.confirmations",
                {"1", "2 or more", "with one proof a single wrong answer of BroadWorks can remove a subscriber"});
    }
}

void check_admin(const Config& config, const Places& places, Report& report)
{
    check_pair({config.admin.tls.cert_file, config.admin.tls.key_file}, {"cert_file", "key_file"}, "admin.tls", places,
               report);
    if (!is_loopback(config.admin.listen.address) && config.admin.tls.cert_file.empty() &&
        !places.has("admin.tls.cert_file"))
        report.warn(places.value("admin.listen"), "admin.listen",
                    {"an address beyond this machine, without TLS", "admin.tls, or a loopback address",
                     "the token crosses the network in the clear"});
}

void check_listeners(const Config& config, const Places& places, Report& report)
{
    const Listen& admin = config.admin.listen;
    const Listen& metrics = config.metrics.listen;
    const bool same_address = admin.address == metrics.address || is_any(admin.address) || is_any(metrics.address);
    if (admin.port == 0 || admin.port != metrics.port || !same_address) return;
    report.fault(places.value("metrics.listen"), "metrics.listen",
                 {"port " + std::to_string(metrics.port) + ", which admin.listen has", "a port of its own", ""});
}

void check_store(const Config& config, const Places& places, Report& report)
{
    const std::vector<Secret>& keys = config.store.encryption_keys;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto first = static_cast<std::size_t>(std::find(keys.begin(), keys.end(), keys[i]) - keys.begin());
        const std::string here = entry("store.encryption_keys", i);
        if (first != i && !keys[i].empty())
            report.warn(places.value(here), here,
                        {"the same key as entry " + std::to_string(first), "keys that differ", "remove one"});
    }
}

}  // namespace bwsync::config
