// The store's ports over the tables in memory; see memory_store.hpp.
#pragma once

#include "daemon/ports/billing_store.hpp"
#include "daemon/ports/breakers.hpp"
#include "daemon/ports/procedures.hpp"
#include "daemon/ports/store/bridge_store.hpp"
#include "daemon/ports/store/enterprise_store.hpp"
#include "daemon/ports/store/feed_store.hpp"
#include "daemon/ports/store/housekeeping_store.hpp"
#include "daemon/ports/store/intent_store.hpp"
#include "daemon/ports/store/lease_store.hpp"
#include "daemon/ports/store/mirror_store.hpp"
#include "daemon/ports/store/snapshot_store.hpp"
#include "daemon/ports/store/source_store.hpp"
#include "daemon/ports/store/subscriber_store.hpp"
#include "tests/support/memory_store/access.hpp"

namespace bwsync::test::memory {

class Leases final : public LeaseStore {
public:
    explicit Leases(Access access) : access_(access) {}
    Task<Result<std::optional<Lease>>> hold_lease(std::string name, std::string holder, std::string incarnation,
                                                  Millis ttl) override;
    Task<Result<>> release_lease(Lease lease) override;

private:
    Access access_;
};

class Feeds final : public FeedStore {
public:
    explicit Feeds(Access access) : access_(access) {}
    Task<Result<>> record_events(Lease lease, EventBatch batch) override;
    Task<Result<>> mark_dirty(std::string cluster, std::vector<DirtyHint> hints, Millis delay) override;
    Task<Result<std::vector<ClaimedKey>>> claim_dirty(Lease lease, std::string cluster, std::vector<DirtyKind> kinds,
                                                      int limit) override;
    Task<Result<>> finish_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys) override;
    Task<Result<>> defer_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys, Millis delay) override;
    Task<Result<std::vector<Rename>>> pending_renames(std::string cluster) override;
    Task<Result<std::int64_t>> open_gap(Lease lease, NewGap gap) override;
    Task<Result<>> settle_gaps(Lease lease, std::string cluster, std::string server) override;
    Task<Result<int>> gaps_awaiting_snapshot(std::string cluster) override;

private:
    Access access_;
};

class Sources final : public SourceStore {
public:
    explicit Sources(Access access) : access_(access) {}
    Task<Result<>> record_readings(Lease lease, ReadingBatch batch) override;
    Task<Result<>> record_service_provider(Lease lease, std::string cluster, ServiceProviderFacts facts) override;
    Task<Result<std::vector<std::string>>> known_users(std::string cluster, GroupKey group) override;
    Task<Result<std::vector<std::string>>> known_groups(std::string cluster, std::string provider) override;
    Task<Result<std::vector<std::string>>> known_service_providers(std::string cluster) override;
    Task<Result<std::optional<GroupKey>>> last_seen(std::string cluster, std::string user_id) override;

private:
    Access access_;
};

class Snapshots final : public SnapshotStore {
public:
    explicit Snapshots(Access access) : access_(access) {}
    Task<Result<std::int64_t>> begin_snapshot(Lease lease, NewSnapshot snapshot) override;
    Task<Result<>> stage_users(std::int64_t snapshot, std::vector<StagedUser> users) override;
    Task<Result<>> stage_part(std::int64_t snapshot, SnapshotPart part) override;
    Task<Result<SnapshotResult>> finish_snapshot(Lease lease, std::int64_t snapshot, double deep_fraction) override;
    Task<Result<SnapshotResult>> finish_webex_snapshot(Lease lease, std::int64_t snapshot, BridgeRef bridge) override;
    Task<Result<>> fail_snapshot(Lease lease, std::int64_t snapshot, std::string why) override;
    Task<Result<std::optional<Instant>>> last_snapshot(std::string name, SnapshotSide side) override;

private:
    Access access_;
};

class Subscribers final : public SubscriberStore {
public:
    explicit Subscribers(Access access) : access_(access) {}
    Task<Result<std::vector<Subject>>> due_subscribers(BridgeRef bridge, std::vector<std::int64_t> busy,
                                                       int limit) override;
    Task<Result<std::vector<Subject>>> read_subjects(SubjectQuery query) override;
    Task<Result<std::optional<Instant>>> next_due(std::string bridge) override;
    Task<Result<>> save_subscribers(Lease lease, std::vector<SubscriberRow> rows) override;
    Task<Result<>> wake_enterprise(Lease lease, std::string bridge, std::string sp_enterprise_id) override;
    Task<Result<bool>> wake_on_new_policy(Lease lease, std::string bridge, std::string fingerprint) override;
    Task<Result<>> wake_held(Lease lease, std::string bridge, std::string reason) override;
    Task<Result<std::optional<EmailHolder>>> email_holder(std::string bridge, std::int64_t row,
                                                          std::string email) override;
    Task<Result<std::map<std::int64_t, EmailHolder>>> email_holders(std::string bridge,
                                                                    std::vector<HolderQuestion> questions) override;

private:
    Access access_;
};

class Intents final : public IntentStore {
public:
    explicit Intents(Access access) : access_(access) {}
    Task<Result<std::int64_t>> open_intent(Lease lease, SubscriberRow row, OpenIntent intent,
                                           std::optional<Enterprise> bootstrap) override;
    Task<Result<>> close_intent(Lease lease, ClosedIntent closed) override;
    Task<Result<>> note_attempt(Lease lease, std::int64_t intent, std::string detail, CallTrace trace) override;
    Task<Result<std::int64_t>> wake_open_intents(Lease lease, std::string bridge) override;

private:
    Access access_;
};

class Mirror final : public MirrorStore {
public:
    explicit Mirror(Access access) : access_(access) {}
    Task<Result<std::int64_t>> record_webex(std::string partner, std::vector<WebexSubscriber> subscribers,
                                            std::optional<std::int64_t> snapshot) override;
    Task<Result<>> forget_webex(std::string partner, std::string webex_id) override;

private:
    Access access_;
};

class Enterprises final : public EnterpriseStore {
public:
    explicit Enterprises(Access access) : access_(access) {}
    Task<Result<std::vector<Enterprise>>> load_enterprises(std::string bridge) override;
    Task<Result<>> save_enterprise(Lease lease, Enterprise enterprise) override;
    Task<Result<Candidate>> first_candidate(BridgeRef bridge, std::string sp_enterprise_id,
                                            CandidateNeeds needs) override;
    Task<Result<Site>> site_of(BridgeRef bridge, std::string sp_enterprise_id, std::string package) override;

private:
    Access access_;
};

class Bridges final : public BridgeStore {
public:
    explicit Bridges(Access access) : access_(access) {}
    Task<Result<BridgeControls>> load_controls(std::string bridge) override;
    Task<Result<BrakeCounts>> brake_counts(BridgeRef bridge, Millis window) override;
    Task<Result<>> trip_brake(Lease lease, std::string bridge, bool removals) override;

private:
    Access access_;
};

class OpenBreakers final : public BreakerStore {
public:
    explicit OpenBreakers(Access access) : access_(access) {}
    Task<Result<std::vector<Breaker>>> load_breakers(std::string bridge) override;
    Task<Result<>> save_breakers(Lease lease, std::string bridge, std::vector<Breaker> breakers) override;
    Task<Result<std::int64_t>> wake_probe(Lease lease, std::string bridge, Breaker breaker) override;
    Task<Result<std::vector<BreakerKey>>> asked_resets(std::string bridge) override;

private:
    Access access_;
};

class ProcedureRuns final : public ProcedureStore {
public:
    explicit ProcedureRuns(Access access) : access_(access) {}
    Task<Result<ProcedureWork>> due_procedures(std::string bridge, std::vector<std::int64_t> busy, int limit) override;
    Task<Result<bool>> save_procedure(Lease lease, ProcedureMove move) override;

private:
    Access access_;
};

class Billing final : public BillingStore {
public:
    explicit Billing(Access access) : access_(access) {}
    Task<Result<std::optional<BillingRun>>> newest_billing_run(std::string partner) override;
    Task<Result<std::optional<Instant>>> last_billing_success(std::string partner) override;
    Task<Result<>> save_billing_run(Lease lease, BillingRun run) override;
    Task<Result<std::vector<Instant>>> webex_looks(std::string partner) override;
    Task<Result<std::string>> list_periods(std::string partner, std::string cursor, int limit) override;

private:
    Access access_;
};

class Housekeeping final : public HousekeepingStore {
public:
    explicit Housekeeping(Access access) : access_(access) {}
    Task<Result<StoreGauges>> gauges() override;
    Task<Result<>> housekeep(Millis keep) override;
    Task<Result<std::int64_t>> high_water_mark() override;
    [[nodiscard]] bool is_healthy() const override { return true; }
    [[nodiscard]] std::string health_detail() const override { return {}; }

private:
    Access access_;
};

}  // namespace bwsync::test::memory
