#include "daemon/app/app.hpp"

#include <algorithm>

#include "adapters/http/url.hpp"
#include "adapters/telemetry/telemetry.hpp"
#include "daemon/admin/http/admin_server.hpp"
#include "daemon/admin/http/metrics_server.hpp"
#include "daemon/admin/http/token.hpp"
#include "daemon/app/gauges.hpp"
#include "daemon/operator/billing.hpp"
#include "daemon/operator/enterprises.hpp"
#include "daemon/operator/orders.hpp"
#include "daemon/operator/service.hpp"
#include "daemon/parts/high_water.hpp"
#include "daemon/parts/parts.hpp"
#include "daemon/process/watchdog.hpp"
#include "storage/engine/channels.hpp"
#include "storage/postgres.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr Millis kStoreStartLimit = 30s;
constexpr Millis kStoreRetry = 1s;
constexpr Millis kGaugesEvery = 5s;
constexpr Millis kRequestsEvery = 1s;
constexpr Millis kHousekeepingEvery = 1h;
constexpr Millis kJournalKept = 24h * 30;
constexpr Millis kHeartbeatLimit = 60s;

StoreSettings store_settings(const StoreConfig& config)
{
    StoreSettings settings;
    settings.dsn = config.dsn.reveal();
    settings.connections = config.connections;
    for (const Secret& key : config.encryption_keys) settings.keys.push_back(key.reveal());
    return settings;
}

AdminSettings admin_settings(const AdminConfig& config, std::string token)
{
    AdminSettings settings;
    settings.listen = config.listen;
    settings.tls = config.tls;
    settings.token = std::move(token);
    return settings;
}

TelemetryScope scope_of(const Config& config)
{
    TelemetryScope scope;
    for (const ClusterConfig& cluster : config.clusters) scope.clusters.push_back(cluster.name);
    for (const PartnerConfig& partner : config.partners) scope.partners.push_back(partner.name);
    for (const BridgeConfig& bridge : config.bridges) scope.bridges.push_back(bridge.name);
    return scope;
}

}  // namespace

class App::Impl {
public:
    Impl(const asio::any_io_executor& executor, Process process, Config config)
        : executor_(executor),
          process_(std::move(process)),
          config_(std::move(config)),
          mark_(config_.state_directory),
          store_(store_settings(config_.store), process_.telemetry)
    {
    }

    Task<Result<>> run(std::stop_token stop)
    {
        Result<> proven = co_await prove_store(stop);
        if (!proven) co_return proven;
        Result<std::string> token = admin_token(config_.admin.token, config_.state_directory);
        if (!token) co_return token.error();
        Result<> guarded = co_await compare_marks();
        if (!guarded) co_return guarded;

        parts_ =
            std::make_unique<Parts>(executor_, config_, store_, process_.clock, process_.random, process_.telemetry,
                                    process_.progress, LeaseHolder{config_.instance, process_.incarnation});
        observe_all(amnesia_.is_on);
        OperatorBilling billing(*parts_, store_.billing(), config_.billing.columns, process_.clock, process_.telemetry);
        OperatorService service(process_, config_, store_, *parts_, amnesia_, billing, stop);
        OperatorOrders orders(store_.operations(), *parts_, amnesia_);
        OperatorEnterprises enterprises(store_.procedure_orders(), *parts_);
        AdminServer admin(executor_, admin_settings(config_.admin, *token), service, orders, enterprises,
                          process_.telemetry);
        std::function<std::string()> page = [this] { return process_.telemetry.exposition(); };
        MetricsServer metrics(executor_, config_.metrics.listen, page, process_.telemetry);
        Result<> listens = admin.listen();
        if (!listens) co_return listens;
        listens = metrics.listen();
        if (!listens) co_return listens;

        process_.telemetry.announce(scope_of(config_));
        process_.telemetry.set("build_info", {process_.version}, 1);
        for (const PartnerConfig& partner : config_.partners) {
            process_.telemetry.set("webex_rehearsal", {partner.name}, is_of_webex(partner.base_url) ? 0 : 1);
        }
        process_.telemetry.log(
            LogLevel::kInfo, "ready",
            {Field("admin_port", std::int64_t(admin.port())), Field("metrics_port", std::int64_t(metrics.port()))});
        process_.manager.ready(service.summary());
        co_await work(service, billing, admin, metrics, stop);
        co_return std::monostate();
    }

private:
    Task<Result<>> prove_store(std::stop_token stop)
    {
        const Instant give_up_at = process_.clock.now() + kStoreStartLimit;
        for (;;) {
            Result<> migrated = store_.migrate();
            const bool heals = !migrated && migrated.error().kind == ErrorKind::kRetry;
            if (!heals || process_.clock.now() > give_up_at) co_return migrated;
            process_.telemetry.log(LogLevel::kWarning, "store-not-reachable", {Field("why", migrated.error().what)});
            const bool goes_on = co_await process_.clock.sleep_for(kStoreRetry, stop);
            if (!goes_on) co_return migrated;
        }
    }

    Task<Result<>> compare_marks()
    {
        Result<std::int64_t> mark = mark_.read();
        if (!mark) co_return mark.error();
        Result<std::int64_t> stored = co_await store_.housekeeping().high_water_mark();
        if (!stored) co_return stored.error();
        amnesia_.mark = *mark;
        amnesia_.lift = [this] { lift_amnesia(); };
        if (*stored < *mark) begin_amnesia(*stored);
        co_return std::monostate();
    }
    void begin_amnesia(std::int64_t stored)
    {
        amnesia_.is_on = true;
        process_.telemetry.log(
            LogLevel::kError, "amnesia",
            {Field("database", stored), Field("mark", amnesia_.mark),
             Field("remedy", "the database was restored; check it, then bwsyncctl bridge approve NAME")});
    }
    void lift_amnesia()
    {
        amnesia_.is_on = false;
        amnesia_.mark = 0;  // the next gauge writes the database's own
        observe_all(false);
        process_.telemetry.log(LogLevel::kWarning, "amnesia-approved");
    }
    void observe_all(bool does)
    {
        for (BridgePart& part : parts_->bridges()) part.bridge->only_observe(does);
    }

    Task<> work(OperatorService& service, OperatorBilling& billing, AdminServer& admin, MetricsServer& metrics,
                std::stop_token stop)
    {
        TaskGroup group(executor_, stop);
        const auto start = [&group](std::function<Task<>(std::stop_token)> child) { group.spawn(std::move(child)); };
        for (PartnerPart& part : parts_->partners())
            start([&part](std::stop_token token) { return part.access->tokens.run(token); });
        for (PartnerPart& part : parts_->partners()) {
            if (part.billing_keeper) start([&part](std::stop_token token) { return part.billing_keeper->run(token); });
        }
        for (ClusterPart& part : parts_->clusters()) {
            start([&part](std::stop_token token) { return part.keeper->run(token); });
        }
        for (BridgePart& part : parts_->bridges())
            start([&part](std::stop_token token) { return part.keeper->run(token); });
        start([&billing](std::stop_token token) { return billing.run(token); });
        start([&metrics](std::stop_token token) { return metrics.run(token); });
        start([&admin](std::stop_token token) { return admin.run(token); });
        start([this, &service](std::stop_token token) { return beat_and_measure(service, token); });
        start([this](std::stop_token token) { return take_requests(token); });
        start([this](std::stop_token token) { return keep_house(token); });

        const std::unique_ptr<Notifications> notifications = store_.listen(
            executor_, [this](const std::string& channel, const std::string& name) { hear(channel, name); });

        // The connections to BroadWorks outlive those who read through them.
        std::stop_source last;
        TaskGroup connections(executor_, last.get_token());
        for (ClusterPart& part : parts_->clusters()) {
            std::function<Task<>(std::stop_token)> child = [&part](std::stop_token token) {
                return part.broadworks->run(token);
            };
            connections.spawn(child);
        }
        std::exception_ptr failure;
        try {
            co_await group.join();
        } catch (...) {
            failure = std::current_exception();
        }
        last.request_stop();
        co_await connections.join();
        store_.shut_down();
        if (failure) std::rethrow_exception(failure);
    }

    // What another replica, or an order of an operator, changed in the store; an empty channel: anything may have.
    void hear(const std::string& channel, const std::string& name)
    {
        const bool is_any = channel.empty();
        for (ClusterPart& part : parts_->clusters()) {
            if (is_any || (channel == kDirtyChannel && part.name == name)) part.cluster->wake_reader();
        }
        for (BridgePart& part : parts_->bridges()) {
            const bool is_meant =
                (channel == kSubscribersChannel || channel == kControlsChannel) && part.config.name == name;
            if (is_any || is_meant) part.bridge->wake();
        }
        for (PartnerPart& part : parts_->partners()) {
            if (is_any || (channel == kGrantsChannel && part.name == name)) part.access->tokens.changed();
        }
    }

    Task<> beat_and_measure(OperatorService& service, std::stop_token stop)
    {
        Beat& beat = process_.progress.subsystem("gauges", kHeartbeatLimit);
        Gauges gauges(process_.telemetry);
        while (!stop.stop_requested()) {
            beat.beat();
            Result<StoreGauges> counts = co_await store_.housekeeping().gauges();
            if (counts) gauges.publish(*counts);
            show_leases();
            co_await raise_mark();
            process_.manager.status(service.summary());
            co_await process_.clock.sleep_for(kGaugesEvery, stop);
        }
        forget_names();
        process_.progress.remove(beat);
    }
    void show_leases()
    {
        for (const BridgePart& part : parts_->bridges())
            process_.telemetry.set("lease_held", {part.config.name}, part.keeper->is_held() ? 1 : 0);
        for (const ClusterPart& part : parts_->clusters())
            process_.telemetry.set("cluster_lease_held", {part.name}, part.keeper->is_held() ? 1 : 0);
        process_.telemetry.set("amnesia_guard_active", Labels(), amnesia_.is_on ? 1 : 0);
    }
    // A name that a reload takes out of the configuration must not stay on the page as one that nobody holds.
    void forget_names()
    {
        for (const BridgePart& part : parts_->bridges()) process_.telemetry.forget("lease_held", {part.config.name});
        for (const ClusterPart& part : parts_->clusters()) process_.telemetry.forget("cluster_lease_held", {part.name});
        for (const PartnerPart& part : parts_->partners()) process_.telemetry.forget("webex_rehearsal", {part.name});
    }
    Task<> raise_mark()
    {
        if (amnesia_.is_on) co_return;
        Result<std::int64_t> mark = co_await store_.housekeeping().high_water_mark();
        if (!mark || *mark == amnesia_.mark) co_return;
        if (*mark < amnesia_.mark) {
            // Restored under our feet: the same as at a start.
            begin_amnesia(*mark);
            observe_all(true);
            co_return;
        }
        Result<> written = mark_.write(*mark);
        if (written) amnesia_.mark = *mark;
        if (!written)
            process_.telemetry.log(LogLevel::kWarning, "mark-not-written", {Field("why", written.error().what)});
    }

    Task<> take_requests(std::stop_token stop)
    {
        while (!stop.stop_requested()) {
            std::vector<std::string> clusters;
            for (const ClusterPart& part : parts_->clusters()) {
                if (part.keeper->is_held()) clusters.push_back(part.name);
            }
            std::vector<std::string> bridges;
            for (const BridgePart& part : parts_->bridges()) {
                if (part.keeper->is_held()) bridges.push_back(part.config.name);
            }
            Result<std::vector<std::pair<std::string, std::string>>> requests =
                co_await store_.operations().take_snapshot_requests(clusters, bridges);
            if (requests) {
                for (const auto& [name, side] : *requests) request_snapshot(name, side);
            }
            co_await process_.clock.sleep_for(kRequestsEvery, stop);
        }
    }
    void request_snapshot(const std::string& name, const std::string& side)
    {
        if (side == "broadworks") return parts_->cluster(name)->cluster->request_snapshot();
        for (BridgePart& part : parts_->bridges()) {
            if (part.config.name == name) part.bridge->request_snapshot();
        }
    }

    Task<> keep_house(std::stop_token stop)
    {
        while (!stop.stop_requested()) {
            Result<> kept = co_await store_.housekeeping().housekeep(kJournalKept);
            if (!kept)
                process_.telemetry.log(LogLevel::kWarning, "housekeeping-failed", {Field("why", kept.error().what)});
            Millis pause = kHousekeepingEvery;
            if (!kept) pause = kGaugesEvery;
            co_await process_.clock.sleep_for(pause, stop);
        }
    }

    asio::any_io_executor executor_;
    Process process_;
    Config config_;
    HighWaterMark mark_;
    Amnesia amnesia_;
    Postgres store_;
    std::unique_ptr<Parts> parts_;
};

App::App(const asio::any_io_executor& executor, Process process, Config config)
    : impl_(std::make_unique<Impl>(executor, std::move(process), std::move(config)))
{
}

App::~App() = default;

Task<Result<>> App::run(std::stop_token stop)
{
    return impl_->run(std::move(stop));
}

}  // namespace bwsync
