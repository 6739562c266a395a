// Every key: its field, its kind, its meaning in one line. Defaults are those of config.hpp.
#include "daemon/config/schema/keys.hpp"

#include "daemon/config/reading/bind.hpp"
#include "daemon/config/schema/kinds.hpp"

namespace bwsync::config {

namespace {

constexpr std::size_t kDocumentLeast = 1024;
constexpr std::size_t kDocumentMost = std::size_t(1024) * 1024 * 1024;

Kind<Destructive> hold_or_allow()
{
    return choice<Destructive>({{"hold", Destructive::kHold}, {"allow", Destructive::kAllow}});
}

Section describe(StoreConfig& out)
{
    return {
        required("dsn", out.dsn, dsn(), "PostgreSQL database; the schema bwsync is made when absent"),
        optional("connections", out.connections, integer(1, 64), "connections to PostgreSQL, one thread each"),
        list("encryption_keys", out.encryption_keys, encryption_key(), {1, false},
             "keys of the stored grants: the first encrypts, all decrypt"),
    };
}

Section describe(Server& out)
{
    return {
        required("host", out.host, host(), "the server"),
        optional("port", out.port, port(), "its port"),
        optional("tls", out.tls, boolean(), "whether TLS is spoken from the first byte"),
    };
}

Section describe(ClientTls& out)
{
    return {
        optional("ca_file", out.ca_file, optional_readable_file(), "PEM certificates to trust; empty: the system's"),
        optional("server_name", out.server_name, optional_text(), "name the certificate must have; empty: the host"),
        optional("client_cert_file", out.client_cert_file, optional_readable_file(), "PEM certificate to show"),
        optional("client_key_file", out.client_key_file, optional_readable_file(), "its private key"),
    };
}

Section describe(ProvisioningConfig& out)
{
    return {
        sections("servers", out.servers, {Server{"", 2209, true}, describe, 1},
                 "OCI-P servers, in order of preference"),
        required("user", out.user, text(), "administrator to log in as; reading is enough"),
        required("password", out.password, secret(), "its password"),
        optional("login", out.login,
                 choice<Login>({{"auto", Login::kAuto}, {"digest", Login::kDigest}, {"plain", Login::kPlain}}),
                 "how the password is proven; plain over TLS only"),
        group("tls", describe(out.tls), "TLS to the servers that speak it"),
        optional("connections", out.connections, integer(1, 64), "connections to the server in use"),
        optional("commands_per_document", out.commands_per_document, integer(1, 15), "requests sent together"),
        optional("requests_per_second", out.requests_per_second, number_above_zero(100'000), "requests at most"),
        optional("timeout", out.timeout, duration(), "longest wait for an answer"),
    };
}

Section describe(Reconnect& out)
{
    return {
        optional("initial", out.initial, duration(), "wait before the first attempt"),
        optional("max", out.max, duration(), "longest wait; each doubles the one before"),
    };
}

Section describe(ReportingConfig& out)
{
    return {
        sections("servers", out.servers, {Server{"", 8025, false}, describe, 1}, "OCI-R servers, all read at once"),
        optional("silence_timeout", out.silence_timeout, duration(), "silence after which a connection counts as dead"),
        group("reconnect", describe(out.reconnect), "waits between attempts to connect"),
        optional("max_document", out.max_document, size(kDocumentLeast, kDocumentMost), "a longer document is a gap"),
        optional("quiet_period", out.quiet_period, duration(), "changes of one user within it become one read"),
    };
}

Section describe(SnapshotConfig& out)
{
    return {
        optional("every", out.every, duration(), "how often both sides are compared as a whole"),
        optional("on_connect", out.on_connect, boolean(), "also when the feed connects"),
        optional("deep_fraction", out.deep_fraction, fraction(), "part of the users read in full each time"),
    };
}

Section describe(ClusterConfig& out)
{
    return {
        required("name", out.name, cluster_name(), "name of the cluster, in bridges and metrics"),
        group("provisioning", describe(out.provisioning), "OCI-P: where users are read"),
        group("reporting", describe(out.reporting), "OCI-R: where changes are told"),
        group("snapshot", describe(out.snapshot), "whole comparisons of the cluster's bridges, both sides"),
    };
}

Section describe(PartnerConfig& out)
{
    const auto client_authentication =
        choice<ClientAuthentication>({{"body", ClientAuthentication::kBody}, {"basic", ClientAuthentication::kBasic}});
    return {
        required("name", out.name, entity_name(), "name of the partner, in bridges and metrics"),
        optional("base_url", out.base_url, base_url(), "Webex API; OAuth is at BASE/authorize and BASE/access_token"),
        optional("ca_file", out.ca_file, optional_readable_file(), "PEM certificates to trust; empty: the system's"),
        required("client_id", out.client_id, text(), "client id of the Webex integration"),
        required("client_secret", out.client_secret, secret(), "its secret"),
        optional("client_authentication", out.client_authentication, client_authentication,
                 "where id and secret stand in requests for tokens: the form, or HTTP Basic"),
        optional("redirect_uri", out.redirect_uri, redirect_uri(),
                 "where a sign-in ends, as registered with the integration"),
        list("scopes", out.scopes, scope_name(), {0, true}, "what a sign-in asks for; empty: all that bwsync can use"),
        list("grants", out.grants, entity_name(), {1, true}, "OAuth grants kept alive, best first"),
        optional("refresh_every", out.refresh_every, duration(), "how often each grant is refreshed"),
        optional("requests_per_second", out.requests_per_second, number_above_zero(100'000), "calls at most, steadily"),
        optional("burst", out.burst, integer(1, 10'000), "calls at once after a pause"),
        optional("in_flight", out.in_flight, integer(1, 1'000), "calls under way at the same time"),
        optional("precheck_per_second", out.precheck_per_second, number_above_zero(100'000),
                 "prechecks of campaigns at most, beneath half of requests_per_second"),
        optional("timeout", out.timeout, duration(), "longest wait for an answer"),
        optional("status_poll", out.status_poll, duration(), "how often the states of subscribers are asked for"),
    };
}

Section describe(ScopeRule& out)
{
    return {
        optional("service_provider", out.service_provider, glob(), "service provider or enterprise id"),
        optional("group", out.group, glob(), "group id"),
        optional("user", out.user, glob(), "user id"),
    };
}

Section describe(Scope& out)
{
    return {
        sections("include", out.include, {ScopeRule{}, describe, 1}, "users that any of these matches are in scope"),
        sections("exclude", out.exclude, {ScopeRule{}, describe}, "unless one of these matches them"),
    };
}

Section describe(OrganizationMatch& out)
{
    return {
        optional("service_provider", out.service_provider, glob(), "service provider or enterprise id"),
        optional("group", out.group, glob(), "group id"),
    };
}

Section describe(Organization& out)
{
    const auto emails = choice<Emails>({{"trusted", Emails::kTrusted}, {"untrusted", Emails::kUntrusted}});
    const auto region = choice<ClusterRegion>(
        {{"US-A", ClusterRegion::kUsA}, {"US-B", ClusterRegion::kUsB}, {"EU", ClusterRegion::kEu}});
    const auto site_time_zone = choice<SiteZone>();
    return {
        group("match", describe(out.match), "whose users these settings are for"),
        required("provisioning_id", out.provisioning_id, text(), "id of the customer template in Partner Hub"),
        optional("emails", out.emails, emails, "whether the template trusts BroadWorks' e-mail addresses"),
        optional("country", out.country, country(), "for the Meetings site's default time zone"),
        optional("cluster_region", out.cluster_region, region, "Webex region of the organization"),
        optional("site_time_zone", out.site_time_zone, site_time_zone,
                 "whose time zone a Meetings site gets for good: its first user's, the country's, or hold"),
        optional("first_subscriber", out.first_subscriber, optional_text(),
                 "user id provisioned first, who becomes administrator; empty: the lowest entitled one"),
        optional("send_group_id", out.send_group_id, boolean(),
                 "send spEnterpriseGroupId, which Webex documents in its guide only (enterprise model)"),
    };
}

Section describe(PackageRule& out)
{
    const auto package = choice<Package>();
    return {
        optional("service_pack", out.service_pack, optional_text(), "holders of this service pack"),
        optional("service", out.service, optional_text(), "or holders of this service, directly or through a pack"),
        optional("active", out.active, boolean(), "the service must be activated too"),
        required("package", out.package, package, "the Webex package they get"),
    };
}

Section describe(WorkspaceRule& out)
{
    return {
        optional("service_pack", out.service_pack, optional_text(), "holders of this service pack"),
        optional("service", out.service, optional_text(), "or holders of this service, directly or through a pack"),
        optional("user_id", out.user_id, optional_text(), "or users with such a user id; * and ? match any text"),
    };
}

Section describe(Attributes& out)
{
    const auto source = choice<EmailSource>();
    return {
        list("email", out.email, source, {1, true}, "the e-mail address is the first of these that is not empty"),
        table("languages", out.languages, locale(), "Webex locale of each BroadWorks language, by its display name"),
        optional("default_region", out.default_region, country(), "country of numbers without a country code"),
    };
}

Section describe(DestructiveRules& out)
{
    return {
        optional("email", out.email, choice<EmailChange>(),
                 "another e-mail address; person: the Webex person's is changed, by the People API"),
        optional("enterprise", out.enterprise, hold_or_allow(), "a move to another enterprise"),
        optional("provisioning_id", out.provisioning_id, hold_or_allow(), "another provisioning id"),
    };
}

Section describe(Deletion& out)
{
    const auto mode = choice<DeletionMode>({{"soft", DeletionMode::kSoft}, {"hard", DeletionMode::kHard}});
    return {
        optional("mode", out.mode, mode, "soft: the subscriber; hard: the Webex person too"),
        optional("grace", out.grace, duration(), "from the first proof to the removal"),
        optional("confirmations", out.confirmations, integer(1, 100), "proofs needed"),
        optional("confirm_after", out.confirm_after, duration(), "shortest time between two proofs"),
        optional("reuse_guard", out.reuse_guard, boolean(), "a removed person's user id or e-mail waits for approval"),
    };
}

Section describe(Brake& out)
{
    return {
        optional("removals", out.removals, integer(0, 1'000'000), "removals in a window that are held"),
        optional("removals_percent", out.removals_percent, integer(0, 100), "the same in percent of the provisioned"),
        optional("updates_percent", out.updates_percent, integer(0, 100), "updates that are held, in percent"),
        optional("window", out.window, duration(), "time over which they are counted"),
    };
}

Section describe(Window& out)
{
    return {
        required("deny", out.deny, cron(), "when it begins, in cron's five fields"),
        required("for", out.for_duration, duration(), "how long it lasts"),
        optional("time_zone", out.time_zone, time_zone(), "whose clock it goes by"),
    };
}

Section describe(BridgeConfig& out)
{
    const auto policy = choice<SyncPolicy>();
    const auto removed =
        choice<RemovedInWebex>({{"park", RemovedInWebex::kPark}, {"restore", RemovedInWebex::kRestore}});
    const auto precheck = choice<PrecheckUse>();
    return {
        required("name", out.name, entity_name(), "name of the bridge, in commands and metrics"),
        required("cluster", out.cluster, reference_to("a cluster"), "the cluster that feeds it"),
        required("partner", out.partner, reference_to("a partner"), "the partner it feeds"),
        required("policy", out.policy, policy, "what may be written to Webex"),
        group("scope", describe(out.scope), "which users it is for"),
        sections("organizations", out.organizations, {Organization{}, describe, 1},
                 "their Webex customer template; the first match wins"),
        sections("packages", out.packages, {PackageRule{}, describe, 1}, "their Webex package; the first match wins"),
        sections("workspaces", out.workspaces, {WorkspaceRule{}, describe},
                 "users that are Webex workspaces and no subscribers"),
        group("attributes", describe(out.attributes), "how their data is taken over"),
        group("destructive", describe(out.destructive),
              "changes that mean remove and provision: hold for approval or allow"),
        group("deletion", describe(out.deletion), "how subscribers are removed"),
        group("brake", describe(out.brake), "how many changes at once need approval"),
        optional("removed_in_webex", out.removed_in_webex, removed, "a subscriber of ours removed on the Webex side"),
        sections("windows", out.windows, {Window{}, describe}, "times without writes to Webex"),
        optional("precheck", out.precheck, precheck, "whose data Webex checks beforehand"),
        optional("consent_reminder_days", out.consent_reminder_days, integer(0, 365),
                 "days without consent after which the mail is sent once more; 0: never"),
    };
}

Section describe(BillingColumns& out)
{
    return {
        list("user_id", out.user_id, text(), {0, true}, "headings of the BroadWorks user id, best first"),
        list("subscriber_id", out.subscriber_id, text(), {0, true}, "of the Webex subscriber id"),
        list("email", out.email, text(), {0, true}, "of the e-mail address"),
        list("package", out.package, text(), {0, true}, "of the package"),
        list("enterprise", out.enterprise, text(), {0, true}, "of the Webex enterprise (spEnterpriseId)"),
        list("period", out.period, text(), {0, true}, "of the month"),
    };
}

Section describe(BillingConfig& out)
{
    return {
        optional("create_on_day", out.create_on_day, integer(0, 28), "day of month for last month's report; 0: never"),
        optional("directory", out.directory, folder(), "where reports are kept"),
        group("columns", describe(out.columns), "what a report's columns are called, for billing reconcile"),
    };
}

Section describe(ServerTls& out)
{
    return {
        optional("cert_file", out.cert_file, optional_readable_file(), "PEM certificate chain; empty: plain HTTP"),
        optional("key_file", out.key_file, optional_readable_file(), "its private key"),
    };
}

Section describe(AdminConfig& out)
{
    return {
        optional("listen", out.listen, listen(), "address of the HTTP API and the console"),
        optional("token", out.token, maybe(secret()), "bearer token; absent: made in state_directory/admin-token"),
        group("tls", describe(out.tls), "TLS of the API"),
    };
}

Section describe(MetricsConfig& out)
{
    return {optional("listen", out.listen, listen(), "address of /metrics")};
}

Section describe(LogConfig& out)
{
    const auto level = choice<LogLevel>({{"debug", LogLevel::kDebug},
                                         {"info", LogLevel::kInfo},
                                         {"warning", LogLevel::kWarning},
                                         {"error", LogLevel::kError}});
    return {
        optional("level", out.level, level, "what is written: this and what is worse"),
        optional("format", out.format, choice<LogFormat>({{"json", LogFormat::kJson}, {"text", LogFormat::kText}}),
                 "one JSON object or one readable text a line"),
    };
}

}  // namespace

Section describe(Config& out)
{
    return {
        required("version", out.version, integer(1, 1), "version of this format"),
        optional("instance", out.instance, optional_text(), "name of this replica; empty: the host's name"),
        optional("state_directory", out.state_directory, folder(), "high-water mark and admin token; small"),
        group("store", describe(out.store), "the PostgreSQL database"),
        group("broadworks",
              {sections("clusters", out.clusters, {ClusterConfig{}, describe}, "one entry per BroadWorks cluster")},
              "the sources"),
        group("webex",
              {sections("partners", out.partners, {PartnerConfig{}, describe}, "one entry per partner organization")},
              "the destinations"),
        sections("bridges", out.bridges, {BridgeConfig{}, describe}, "one cluster feeding one partner each"),
        group("billing", describe(out.billing), "monthly billing reports"),
        group("admin", describe(out.admin), "HTTP API and console"),
        group("metrics", describe(out.metrics), "Prometheus metrics"),
        group("log", describe(out.log), "the log on standard error"),
    };
}

}  // namespace bwsync::config
