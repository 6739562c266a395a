#include "adapters/telemetry/catalogue.hpp"

#include <array>

namespace bwsync {
namespace {

using enum MetricType;
using enum LabelSource;
using Names = std::string_view;

constexpr std::array<Names, 10> kEventClasses = {"user",     "rename",     "group",  "service_provider", "mass",
                                                 "instance", "irrelevant", "status", "unknown",          "damaged"};
constexpr std::array<Names, 5> kOcipResults = {"ok", "error", "warning", "timeout", "closed"};
constexpr std::array<Names, 10> kStates = {"waiting", "provisioning", "provisioned", "updating", "pending-person",
                                           "parked",  "removing",     "removed",     "foreign",  "ignored"};
constexpr std::array<Names, 6> kOperations = {"provision",   "update",       "remove",
                                              "hard_delete", "consent_move", "email_change"};
constexpr std::array<Names, 5> kOutcomes = {"done", "adopted", "failed", "parked", "superseded"};
constexpr std::array<Names, 4> kUnknownKinds = {"code", "status", "info_code", "field"};
constexpr std::array<Names, 4> kDirtyKinds = {"user", "group", "service_provider", "cluster"};
constexpr std::array<Names, 5> kProcedureKinds = {"organization-delete", "directory-sync-run", "directory-sync-enable",
                                                  "directory-sync-disable", "directory-sync-user"};
constexpr std::array<Names, 4> kProcedureStates = {"running", "stopped", "done", "failed"};
constexpr std::array<Names, 2> kUnaccountedKinds = {"claim", "intent"};
constexpr std::array<Names, 8> kChores = {"partitions", "journal",   "orphans",    "hints",
                                          "intents",    "snapshots", "operations", "history"};
constexpr std::array<Names, 4> kLogLevels = {"debug", "info", "warning", "error"};

const LabelSpec kClusterLabel{"cluster", kCluster};
const LabelSpec kBridgeLabel{"bridge", kBridge};
const LabelSpec kPartnerLabel{"partner", kPartner};
const LabelSpec kServerLabel{"server"};
const LabelSpec kGrantLabel{"grant"};

// Seconds. A reading of one document takes milliseconds; the time limit is 30 s by default.
const std::vector<double> kOcipBuckets = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
const std::vector<double> kWebexBuckets = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60};
// From a change that Webex takes at once to a first subscriber that waits for a person.
const std::vector<double> kConvergenceBuckets = {1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 14400, 86400};
const std::vector<double> kSnapshotBuckets = {1, 5, 15, 30, 60, 300, 900, 1800, 3600, 7200, 14400, 43200};
const std::vector<double> kStoreBuckets = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30};
const std::vector<double> kLagBuckets = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};

std::vector<MetricSpec> make_catalogue()
{
    return {
        {"build_info", kGauge, "Always 1; the label says which version runs.", {{"version"}}},

        {"feed_connected",
         kGauge,
         "1 while the change feed of this server is connected.",
         {kClusterLabel, kServerLabel}},
        {"feed_events_total",
         kCounter,
         "Commands read from the change feed, by what they mean for bwsync.",
         {kClusterLabel, {"class", kFixed, kEventClasses}},
         {},
         true},
        {"feed_last_byte_timestamp_seconds",
         kGauge,
         "When the last byte came from this server of the change feed.",
         {kClusterLabel, kServerLabel}},
        {"feed_gaps_open",
         kGauge,
         "Gaps of the change feed that no snapshot has closed yet.",
         {kClusterLabel},
         {},
         true},
        {"feed_gap_oldest_seconds", kGauge, "Age of the oldest open gap; 0: none.", {kClusterLabel}, {}, true},
        {"dirty_keys",
         kGauge,
         "Keys that are to be read again from BroadWorks.",
         {kClusterLabel, {"kind", kFixed, kDirtyKinds}},
         {},
         true},
        {"dirty_oldest_seconds", kGauge, "Age of the oldest key to be read again; 0: none.", {kClusterLabel}, {}, true},

        {"ocip_requests_total",
         kCounter,
         "Commands sent to BroadWorks, by result.",
         {kClusterLabel, {"result", kFixed, kOcipResults}},
         {},
         true},
        {"ocip_request_seconds",
         kHistogram,
         "Time from sending a document to BroadWorks to its answer.",
         {kClusterLabel},
         kOcipBuckets,
         true},

        {"subscribers", kGauge, "Subscribers by state.", {kBridgeLabel, {"state", kFixed, kStates}}, {}, true},
        {"subscribers_absent",
         kGauge,
         "Subscribers in Webex that BroadWorks no longer wants and the policy keeps.",
         {kBridgeLabel},
         {},
         true},
        {"workspaces",
         kGauge,
         "Users that are Webex workspaces, by state.",
         {kBridgeLabel, {"state", kFixed, kStates}},
         {},
         true},
        {"intents_total",
         kCounter,
         "Changes carried out in Webex, by operation and outcome.",
         {kBridgeLabel, {"operation", kFixed, kOperations}, {"outcome", kFixed, kOutcomes}},
         {},
         true},
        {"intents_open", kGauge, "Changes to Webex that were begun and have no outcome yet.", {kBridgeLabel}, {}, true},

        {"webex_requests_total",
         kCounter,
         "Requests to Webex; code is the HTTP status, or timeout, refused, reset, tls, bad_body.",
         {kPartnerLabel, {"operation"}, {"code"}}},
        {"webex_request_seconds",
         kHistogram,
         "Time from sending a request to Webex to its answer.",
         {kPartnerLabel, {"operation"}},
         kWebexBuckets},
        {"webex_unknown_total",
         kCounter,
         "Codes, statuses and fields from Webex that no published list has.",
         {kPartnerLabel, {"kind", kFixed, kUnknownKinds}},
         {},
         true},
        {"webex_internal_errors_total",
         kCounter,
         "Errors of Webex that carried an internalErrorCode, to be quoted in a support case.",
         {kPartnerLabel},
         {},
         true},
        {"webex_throttled_seconds_total",
         kCounter,
         "Seconds for which requests waited because Webex had asked to slow down.",
         {kPartnerLabel},
         {},
         true},
        {"convergence_seconds",
         kHistogram,
         "Time from reading a change off the feed to Webex confirming it.",
         {kBridgeLabel},
         kConvergenceBuckets,
         true},

        {"grant_refresh_expiry_timestamp_seconds",
         kGauge,
         "When the refresh token of this grant ends.",
         {kPartnerLabel, kGrantLabel}},
        {"grant_access_expiry_timestamp_seconds",
         kGauge,
         "When the access token of this grant ends.",
         {kPartnerLabel, kGrantLabel}},

        {"grant_in_use", kGauge, "1 while calls of this process leave with this grant.", {kPartnerLabel, kGrantLabel}},

        {"grant_usable",
         kGauge,
         "0 when Webex does not take this grant any more, or it is not in the store.",
         {kPartnerLabel, kGrantLabel}},
        {"webex_rehearsal",
         kGauge,
         "1 while base_url leads to a host that is not Webex's: bwsync-lab, or a proxy.",
         {kPartnerLabel}},

        {"cluster_lease_held", kGauge, "1 while this process reads the cluster.", {kClusterLabel}, {}, true},
        {"lease_held", kGauge, "1 while this process acts on the bridge.", {kBridgeLabel}, {}, true},
        {"breaker_open", kGauge, "1 while failures of this scope hold its work back.", {kBridgeLabel, {"scope"}}},
        {"procedures",
         kGauge,
         "Procedures that were ordered, by kind and state; ended ones for 30 days.",
         {kBridgeLabel, {"kind", kFixed, kProcedureKinds}, {"state", kFixed, kProcedureStates}},
         {},
         true},
        {"brake_tripped",
         kGauge,
         "1 while a mass change is held until an operator approves or rejects it.",
         {kBridgeLabel},
         {},
         true},

        {"store_refusing",
         kGauge,
         "1 while PostgreSQL refuses a write that must not be skipped, and what a person has to end keeps it: a full "
         "disk, a read-only server, a missing right.",
         {{"what"}}},
        {"unaccounted",
         kGauge,
         "Claimed keys and open calls that nothing will end by itself; 0 while all is well.",
         {{"kind", kFixed, kUnaccountedKinds}, {"scope"}}},
        {"housekeeping_last_success_timestamp_seconds",
         kGauge,
         "When this chore of clearing out last ended well in this process.",
         {{"chore", kFixed, kChores}}},
        {"grant_unsaved",
         kGauge,
         "1 while tokens that Webex gave are not in PostgreSQL yet: this process must not be ended.",
         {kPartnerLabel, kGrantLabel}},

        {"amnesia_guard_active",
         kGauge,
         "1 while the database is taken for a restored one and nothing is sent.",
         {},
         {},
         true},

        // Its side webex is labelled with a bridge's cluster; series appear with the first success.
        {"snapshot_last_success_timestamp_seconds",
         kGauge,
         "When the last complete snapshot of this side ended.",
         {kClusterLabel, {"side"}}},
        {"snapshot_seconds", kHistogram, "How long snapshots took.", {kClusterLabel, {"side"}}, kSnapshotBuckets},

        {"billing_report_last_success_timestamp_seconds",
         kGauge,
         "When the monthly billing report was last brought into billing.directory.",
         {kPartnerLabel}},
        {"billing_failures_total",
         kCounter,
         "Failed steps of the monthly billing report; each is repeated with back-off.",
         {kPartnerLabel},
         {},
         true},

        {"store_seconds", kHistogram, "Time of one call to the database.", {{"query"}}, kStoreBuckets},
        {"loop_lag_seconds",
         kHistogram,
         "How late the event loop woke up for a timer: what everything else had to wait.",
         {},
         kLagBuckets,
         true},

        {"log_lines_total", kCounter, "Log lines written.", {{"level", kFixed, kLogLevels}}, {}, true},
        {"log_lines_suppressed_total",
         kCounter,
         "Log lines left out because the same event came too often.",
         {},
         {},
         true},
        {"log_lines_dropped_total", kCounter, "Log lines lost because standard error did not take them.", {}, {}, true},
        {"metric_series_refused_total",
         kCounter,
         "Values not shown because their metric already had its maximum of series.",
         {},
         {},
         true},
        {"admin_requests_total", kCounter, "Requests to the admin API, by status.", {{"code"}}},
        {"admin_connections", kGauge, "Open connections to the admin API.", {}, {}, true},
    };
}

}  // namespace

const std::vector<MetricSpec>& metric_catalogue()
{
    static const std::vector<MetricSpec> catalogue = make_catalogue();
    return catalogue;
}

}  // namespace bwsync
