// The tables of the store in memory: the rows that PostgreSQL keeps, and the few things that every verb does with them.
// What a verb writes it writes at the end, after everything that can refuse it: so a refusal leaves nothing behind.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "daemon/domain/billing/billing_schedule.hpp"
#include "daemon/domain/enterprise/procedure.hpp"
#include "daemon/domain/guard/breaker.hpp"
#include "daemon/ports/store/feed_store.hpp"
#include "daemon/ports/store/snapshot_store.hpp"
#include "daemon/ports/store/source_store.hpp"

namespace bwsync::test::memory {

struct LeaseRow {
    std::string holder;
    std::string incarnation;
    std::int64_t epoch = 0;
    Instant expires_at{};
};

struct DirtyRow {
    DirtyKey key;
    std::int64_t generation = 0;
    DirtyCause cause = DirtyCause::kEvent;
    Instant first_at{};
    Instant due_at{};
    int repeats_left = 0;
    int attempts = 0;
    std::optional<std::int64_t> claimed_epoch;
    Instant claimed_at{};
};
using DirtyPlace = std::tuple<std::string, std::string, std::string>;  // cluster, name of the kind, text of the key

struct JournalRow {
    std::string command;
    FeedClass feed_class = FeedClass::kUnknown;
    std::string kind;  // empty: the event names nobody
    std::string user_key;
};

struct HintRow {
    std::string cluster;
    Rename rename;
    std::string from_key;
    std::string to_key;
    std::string write_id;
    Instant at{};
};

// `order` is when a transaction took place among all: two of them never share one, as they may share a millisecond.
struct GapRow {
    std::int64_t id = 0;
    std::string cluster;
    std::string server;
    GapCause cause = GapCause::kConnect;
    Instant opened_at{};
    std::optional<std::int64_t> settled_order;
    std::optional<Instant> closed_at;
    std::int64_t closed_by = 0;
};

struct SourceRow {
    std::string user_id;
    GroupKey group;
    std::optional<UserFacts> facts;
    bool absence_is_proven = false;
    std::string proof;
    std::optional<Instant> read_at;        // nullopt: only seen in a list
    std::optional<std::string> list_hash;  // what the last sweep's list showed
    std::string entitlements;
};
using Place = std::pair<std::string, std::string>;  // cluster, bridge or partner; and what is unique in it

struct SnapshotRow {
    std::string name;
    SnapshotSide side = SnapshotSide::kBroadWorks;
    GroupKey scope;
    Instant began_at{};
    std::int64_t began_order = 0;
    std::optional<Instant> ended_at;
    std::string outcome;  // complete, partial, failed; empty: it runs
    std::string problem;
    SnapshotResult result;
    std::map<GroupKey, SnapshotPart> parts;
    std::vector<StagedUser> users;
    std::set<std::string> webex_ids;
    std::int64_t staged = 0;
    std::int64_t failed_parts = 0;
};

struct StoredSubscriber {
    SubscriberRow row;
    std::string cluster;
    std::optional<Instant> removal_counted_at;
    std::optional<Instant> update_counted_at;
};

struct MirrorRow {
    std::string user_key;
    WebexSubscriber body;
    Instant recorded_at{};
    std::int64_t recorded_order = 0;
};

// What an intent asks for; of two that are equal only one is open.
struct IntentRequest {
    std::optional<WorkspaceRow> workspace;
    std::optional<ProvisionRequest> provision;
    std::optional<UpdateRequest> update;
    std::string webex_id;

    bool operator==(const IntentRequest&) const = default;
};

struct Attempt {
    std::string detail;
    CallTrace trace;
};

struct IntentRow {
    std::int64_t subscriber = 0;
    std::string bridge;
    std::string user_id;
    Operation operation = Operation::kProvision;
    IntentRequest request;
    std::int64_t epoch = 0;
    Instant opened_at{};
    std::optional<Instant> closed_at;
    IntentOutcome outcome = IntentOutcome::kDone;
    std::string detail;
    std::vector<Attempt> attempts;
};

struct BridgeRow {
    std::string cluster;
    std::string partner;
    std::vector<std::string> provisioning_ids;
    bool is_paused = false;
    std::vector<std::string> paused_enterprises;
    bool removals_tripped = false;
    bool updates_tripped = false;
    std::string fingerprint;
};

struct BreakerRow {
    Breaker breaker;
    bool is_reset_asked = false;
};

struct ProcedureRow {
    Procedure procedure;
    Instant due_at{};
    std::optional<Instant> ended_at;
};

// How a subscriber stood in Webex; see storage/schema/0007_billing.sql.
struct PeriodRow {
    std::string partner;
    WebexSubscriber shown;
    bool is_provisioned = false;
    Instant possible_from{};
    Instant began_at{};
    std::optional<Instant> seen_until;
    std::optional<Instant> ended_at;
};

struct LookRow {
    Instant began_at{};
    Instant ended_at{};
};

class Tables {
public:
    explicit Tables(std::function<Instant()> clock) : clock_(std::move(clock)) {}

    // Of the transaction that runs: begun anew by each verb.
    void begin_transaction()
    {
        now_ = clock_();
        ++order_;
    }
    [[nodiscard]] Instant now() const { return now_; }
    [[nodiscard]] std::int64_t order() const { return order_; }
    std::int64_t next_id() { return ++last_id_; }

    // kConflict when it is held by another process or has expired.
    [[nodiscard]] Result<> check(const Lease& lease) const;
    // Counts a waking and makes the row due now, or leaves it due since earlier.
    void wake(StoredSubscriber& subscriber) const;
    [[nodiscard]] StoredSubscriber* find(const std::string& bridge, const std::string& user_key);
    [[nodiscard]] const IntentRow* open_intent_of(std::int64_t subscriber) const;
    [[nodiscard]] bool leads_to(const std::string& bridge, const std::string& partner) const;

    std::map<std::string, LeaseRow> leases;
    std::map<DirtyPlace, DirtyRow> dirty;
    std::vector<JournalRow> journal;
    std::vector<HintRow> hints;
    std::vector<GapRow> gaps;
    std::map<Place, SourceRow> sources;
    std::map<Place, ServiceProviderFacts> providers;
    std::map<std::int64_t, SnapshotRow> snapshots;
    std::map<std::int64_t, StoredSubscriber> subscribers;
    std::map<Place, MirrorRow> mirror;
    std::map<Place, Enterprise> enterprises;
    std::map<std::int64_t, IntentRow> intents;
    std::int64_t last_intent = 0;
    std::map<std::string, BridgeRow> bridges;
    std::map<std::pair<std::string, BreakerKey>, BreakerRow> breakers;
    std::map<std::int64_t, ProcedureRow> procedures;
    std::map<Place, BillingRun> billing_runs;
    std::map<std::string, std::vector<LookRow>> looks;
    std::vector<PeriodRow> periods;

private:
    std::function<Instant()> clock_;
    Instant now_{};
    std::int64_t order_ = 0;
    std::int64_t last_id_ = 0;
};

std::string sp_enterprise_id_of(const SubscriberRow& row);

}  // namespace bwsync::test::memory
