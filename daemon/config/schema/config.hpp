// Settings of one run: plain values with their defaults, checked once by load() and then passed to the one who needs
// them. Names are those of the configuration file. A value that passed load() lies within the range its comment gives.
#pragma once

#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/schema/secret.hpp"
#include "daemon/domain/basics/package.hpp"
#include "daemon/domain/billing/billing_table.hpp"
#include "daemon/domain/source/policy.hpp"

namespace bwsync::config {

using Milliseconds = std::chrono::milliseconds;

enum class Login { kAuto, kDigest, kPlain };
enum class Emails { kTrusted, kUntrusted };
enum class ClusterRegion { kUsA, kUsB, kEu };
enum class Destructive { kHold, kAllow };
enum class DeletionMode { kSoft, kHard };
enum class RemovedInWebex { kPark, kRestore };
enum class ClientAuthentication { kBody, kBasic };
enum class LogLevel { kDebug, kInfo, kWarning, kError };
enum class LogFormat { kJson, kText };

// A TCP server. Host is a name or an address without brackets.
struct Server {
    std::string host;
    std::uint16_t port = 0;
    bool tls = false;
    friend bool operator==(const Server&, const Server&) = default;
};

// TLS as a client. Empty: the system's trust store, the server's host name, no client certificate.
struct ClientTls {
    std::string ca_file;
    std::string server_name;
    std::string client_cert_file;
    std::string client_key_file;
    friend bool operator==(const ClientTls&, const ClientTls&) = default;
};

// TLS as a server. Both files or none; empty: plain HTTP.
struct ServerTls {
    std::string cert_file;
    std::string key_file;
    friend bool operator==(const ServerTls&, const ServerTls&) = default;
};

// Where a listener binds: an IP address without brackets ("127.0.0.1", "::1") and a port; port 0: any free one.
struct Listen {
    std::string address;
    std::uint16_t port = 0;
    friend bool operator==(const Listen&, const Listen&) = default;
};

struct Reconnect {
    Milliseconds initial{std::chrono::seconds(1)};
    Milliseconds max{std::chrono::seconds(30)};  // never below initial
    friend bool operator==(const Reconnect&, const Reconnect&) = default;
};

// Globs: * stands for anything, compared without case. "*" is the default and matches all.
struct ScopeRule {
    std::string service_provider = "*";
    std::string group = "*";
    std::string user = "*";
    friend bool operator==(const ScopeRule&, const ScopeRule&) = default;
};

struct Scope {
    std::vector<ScopeRule> include{ScopeRule{}};  // at least one
    std::vector<ScopeRule> exclude;               // wins over include
    friend bool operator==(const Scope&, const Scope&) = default;
};

struct OrganizationMatch {
    std::string service_provider = "*";
    std::string group = "*";
    friend bool operator==(const OrganizationMatch&, const OrganizationMatch&) = default;
};

struct Organization {
    OrganizationMatch match;
    std::string provisioning_id;
    Emails emails = Emails::kTrusted;
    std::string country = "US";  // ISO 3166 alpha-2, upper case
    ClusterRegion cluster_region = ClusterRegion::kUsA;
    SiteZone site_time_zone = SiteZone::kUser;
    std::string first_subscriber;  // a user id; empty: the lowest entitled one
    bool send_group_id = false;
    friend bool operator==(const Organization&, const Organization&) = default;
};

// Exactly one of service_pack and service is set.
struct PackageRule {
    std::string service_pack;
    std::string service;
    bool active = false;  // with service only: it must be activated too, not just held
    Package package = Package::kBasic;
    friend bool operator==(const PackageRule&, const PackageRule&) = default;
};

// Users that are workspaces; exactly one of the three.
struct WorkspaceRule {
    std::string service_pack;
    std::string service;
    std::string user_id;  // glob
    friend bool operator==(const WorkspaceRule&, const WorkspaceRule&) = default;
};

struct Attributes {
    std::vector<EmailSource> email{EmailSource::kEmailAddress};          // first that is not empty
    std::map<std::string, std::string> languages{{"English", "en_US"}};  // BroadWorks display name: locale
    std::string default_region = "US";                                   // ISO 3166 alpha-2, upper case
    friend bool operator==(const Attributes&, const Attributes&) = default;
};

struct DestructiveRules {
    EmailChange email = EmailChange::kHold;
    Destructive enterprise = Destructive::kHold;
    Destructive provisioning_id = Destructive::kHold;
    friend bool operator==(const DestructiveRules&, const DestructiveRules&) = default;
};

struct Deletion {
    DeletionMode mode = DeletionMode::kSoft;
    Milliseconds grace{std::chrono::hours(72)};
    int confirmations = 2;  // 1 to 100
    Milliseconds confirm_after{std::chrono::minutes(5)};
    bool reuse_guard = true;
    friend bool operator==(const Deletion&, const Deletion&) = default;
};

struct Brake {
    int removals = 50;          // 0 or more; 0: every removal is held
    int removals_percent = 10;  // 0 to 100
    int updates_percent = 30;   // 0 to 100
    Milliseconds window{std::chrono::hours(1)};
    friend bool operator==(const Brake&, const Brake&) = default;
};

// When a cron expression holds, minute by minute. The usual rule for days: when both day_of_month and day_of_week are
// restricted, a day counts when either matches; else the restricted one decides.
struct CronSchedule {
    std::string text;  // as written
    std::bitset<60> minutes;
    std::bitset<24> hours;
    std::bitset<32> days;     // 1 to 31
    std::bitset<13> months;   // 1 to 12
    std::bitset<7> weekdays;  // 0: Sunday
    bool days_restricted = false;
    bool weekdays_restricted = false;
    friend bool operator==(const CronSchedule&, const CronSchedule&) = default;
};

// No writes to Webex from each minute at which deny holds, for that long, in that zone's local time.
struct Window {
    CronSchedule deny;
    Milliseconds for_duration{0};
    std::string time_zone = "UTC";  // an IANA name that exists on this machine
    friend bool operator==(const Window&, const Window&) = default;
};

}  // namespace bwsync::config

namespace bwsync {

struct StoreConfig {
    Secret dsn;  // libpq keywords or URI
    int connections = 8;
    std::vector<Secret> encryption_keys;  // 32 raw bytes each, already decoded; the first encrypts, all decrypt
    friend bool operator==(const StoreConfig&, const StoreConfig&) = default;
};

struct ProvisioningConfig {
    std::vector<config::Server> servers;  // in order of preference; default port 2209 and TLS
    std::string user;
    Secret password;
    config::Login login = config::Login::kAuto;  // plain only where every server has TLS
    config::ClientTls tls;
    int connections = 4;
    int commands_per_document = 15;  // 1 to 15
    double requests_per_second = 100;
    config::Milliseconds timeout{std::chrono::seconds(30)};
    friend bool operator==(const ProvisioningConfig&, const ProvisioningConfig&) = default;
};

struct ReportingConfig {
    std::vector<config::Server> servers;  // all are read at the same time; default port 8025, no TLS
    config::Milliseconds silence_timeout{std::chrono::seconds(90)};
    config::Reconnect reconnect;
    std::size_t max_document = std::size_t(16) * 1024 * 1024;  // bytes
    config::Milliseconds quiet_period{1500};
    friend bool operator==(const ReportingConfig&, const ReportingConfig&) = default;
};

struct SnapshotConfig {
    config::Milliseconds every{std::chrono::hours(24)};
    bool on_connect = true;
    double deep_fraction = 0.05;  // 0 to 1
    friend bool operator==(const SnapshotConfig&, const SnapshotConfig&) = default;
};

struct ClusterConfig {
    std::string name;
    ProvisioningConfig provisioning;
    ReportingConfig reporting;
    SnapshotConfig snapshot;
    friend bool operator==(const ClusterConfig&, const ClusterConfig&) = default;
};

struct PartnerConfig {
    std::string name;
    std::string base_url = "https://webexapis.com/v1";  // without a slash at the end
    std::string ca_file;
    std::string client_id;
    Secret client_secret;
    config::ClientAuthentication client_authentication = config::ClientAuthentication::kBody;
    std::string redirect_uri = "http://127.0.0.1:9482/callback";  // https, or http to a loopback host with a port
    std::vector<std::string> scopes;             // asked for at a sign-in; empty: all that bwsync knows
    std::vector<std::string> grants{"primary"};  // best first, at least one, no two alike
    config::Milliseconds refresh_every{std::chrono::hours(24)};
    double requests_per_second = 4;
    int burst = 10;
    int in_flight = 8;
    double precheck_per_second = 1;
    config::Milliseconds timeout{std::chrono::seconds(30)};
    config::Milliseconds status_poll{std::chrono::seconds(15)};
    friend bool operator==(const PartnerConfig&, const PartnerConfig&) = default;
};

struct BridgeConfig {
    std::string name;
    std::string cluster;  // the name of one of Config::clusters
    std::string partner;  // the name of one of Config::partners
    SyncPolicy policy = SyncPolicy::kObserve;
    config::Scope scope;
    std::vector<config::Organization> organizations;  // first match wins; at least one
    std::vector<config::PackageRule> packages;        // first match wins; at least one
    std::vector<config::WorkspaceRule> workspaces;    // asked before packages
    config::Attributes attributes;
    config::DestructiveRules destructive;
    config::Deletion deletion;
    config::Brake brake;
    config::RemovedInWebex removed_in_webex = config::RemovedInWebex::kPark;
    std::vector<config::Window> windows;
    PrecheckUse precheck = PrecheckUse::kFirst;
    int consent_reminder_days = 0;  // 0 to 365; 0: never
    friend bool operator==(const BridgeConfig&, const BridgeConfig&) = default;
};

struct BillingConfig {
    int create_on_day = 0;  // 0 to 28; 0: never
    std::string directory = "/var/lib/bwsync/billing";
    BillingColumns columns;
    friend bool operator==(const BillingConfig&, const BillingConfig&) = default;
};

struct AdminConfig {
    config::Listen listen{"127.0.0.1", 9480};
    std::optional<Secret> token;  // absent: made at first start in state_directory/admin-token
    config::ServerTls tls;
    friend bool operator==(const AdminConfig&, const AdminConfig&) = default;
};

struct MetricsConfig {
    config::Listen listen{"127.0.0.1", 9481};
    friend bool operator==(const MetricsConfig&, const MetricsConfig&) = default;
};

struct LogConfig {
    config::LogLevel level = config::LogLevel::kInfo;
    config::LogFormat format = config::LogFormat::kJson;
    friend bool operator==(const LogConfig&, const LogConfig&) = default;
};

struct Config {
    int version = 1;
    std::string instance;  // empty: the host's name
    std::string state_directory = "/var/lib/bwsync";
    StoreConfig store;
    std::vector<ClusterConfig> clusters;
    std::vector<PartnerConfig> partners;
    std::vector<BridgeConfig> bridges;
    BillingConfig billing;
    AdminConfig admin;
    MetricsConfig metrics;
    LogConfig log;
    friend bool operator==(const Config&, const Config&) = default;
};

}  // namespace bwsync
