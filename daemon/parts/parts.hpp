// The parts of one run, built from the configuration: adapters, store, clusters, bridges. Owned here, introduced to
// each other here.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/broadworks/feed/reporting_feed.hpp"
#include "adapters/broadworks/ocip/broadworks.hpp"
#include "adapters/calendar/windows.hpp"
#include "adapters/phone/libphonenumber.hpp"
#include "daemon/config/schema/config.hpp"
#include "daemon/core/billing/billing_files.hpp"
#include "daemon/core/billing/billing_scheduler.hpp"
#include "daemon/core/bridge.hpp"
#include "daemon/core/cluster.hpp"
#include "daemon/core/guard/lease_keeper.hpp"
#include "daemon/core/preview/planner.hpp"
#include "daemon/core/preview/prechecks.hpp"
#include "daemon/parts/partner_access.hpp"
#include "storage/postgres.hpp"

namespace bwsync {

struct PartnerPart {
    std::string name;
    std::vector<std::string> grants;
    std::vector<std::string> scopes;  // as configured
    std::string redirect_uri;
    std::unique_ptr<PartnerAccess> access;
    std::unique_ptr<BillingFiles> billing_files;
    // Null: no report is asked for by the calendar.
    std::unique_ptr<BillingScheduler> billing_scheduler;
    std::unique_ptr<LeaseKeeper> billing_keeper;
};

struct ClusterPart {
    std::string name;
    std::unique_ptr<ocip::OcipBroadWorks> broadworks;
    std::vector<std::unique_ptr<ReportingFeed>> feeds;
    std::unique_ptr<Cluster> cluster;
    std::unique_ptr<LeaseKeeper> keeper;
};

struct BridgePart {
    BridgeConfig config;
    std::unique_ptr<Windows> windows;
    std::unique_ptr<Bridge> bridge;
    std::unique_ptr<Prechecks> prechecks;
    std::unique_ptr<Planner> planner;
    std::unique_ptr<LeaseKeeper> keeper;
};

class Parts final {
public:
    // Throws std::runtime_error when a base URL or a certificate file cannot be used; the text is for a person.
    Parts(const asio::any_io_executor& executor, const Config& config, Postgres& store, Clock& clock, Random& random,
          Telemetry& telemetry, Liveness& liveness, LeaseHolder holder);

    [[nodiscard]] std::vector<PartnerPart>& partners() { return partners_; }
    [[nodiscard]] std::vector<ClusterPart>& clusters() { return clusters_; }
    [[nodiscard]] std::vector<BridgePart>& bridges() { return bridges_; }
    WebexPartner* partner(const std::string& name);
    BillingFiles& billing_files(const std::string& partner);
    ClusterPart* cluster(const std::string& name);
    void wake_bridges(const std::string& cluster);

private:
    void add_partner(const asio::any_io_executor& executor, const PartnerConfig& partner, const BillingConfig& billing);
    void add_cluster(const asio::any_io_executor& executor, const Config& config, const ClusterConfig& cluster);
    void add_bridge(const Config& config, const BridgeConfig& bridge);

    Postgres& store_;
    Clock& clock_;
    Random& random_;
    Telemetry& telemetry_;
    Liveness& liveness_;
    const LeaseHolder holder_;
    LibPhoneNumbers phone_;
    std::vector<PartnerPart> partners_;
    std::vector<ClusterPart> clusters_;
    std::vector<BridgePart> bridges_;
};

}  // namespace bwsync
