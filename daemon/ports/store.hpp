// What the core keeps in the store, as business verbs: each is one transaction (or a few where said), each is safe to
// repeat.
//
// Errors of every call: kRetry (not reachable, restarted, serialization), kUnknownOutcome (the commit's answer was
// lost: read back or repeat), kConflict (the lease named is no longer ours: nothing was written), kRejected (a bug or a
// full disk), kCancelled. Nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/feed/feed_event.hpp"
#include "daemon/domain/guard/brake.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

// Held by one process at a time; the epoch is checked in every transaction that writes under it (promise P4).
struct Lease {
    std::string name;  // "cluster/NAME" or "bridge/NAME"
    std::int64_t epoch = 0;
};

class LeaseStore {
public:
    virtual ~LeaseStore() = default;
    // Takes or renews. nullopt: somebody else holds it. `holder` is the replica's name, `incarnation` this process's
    // own random id: the same holder under another incarnation takes over at once with a new epoch, another holder only
    // after expiry. A lease that has expired is lost also for its own process: it is then given with a new epoch.
    virtual Task<Result<std::optional<Lease>>> hold_lease(std::string name, std::string holder, std::string incarnation,
                                                          Millis ttl) = 0;
    virtual Task<Result<>> release_lease(Lease lease) = 0;
};

struct ClaimedKey {
    DirtyKey key;
    std::int64_t generation = 0;
    DirtyCause cause = DirtyCause::kEvent;
    int repeats_left = 0;  // further readings of a scope with background effects
    int attempts = 0;      // failed readings in a row
    Instant first_at{};    // when the oldest hint merged into it was read
};

struct DirtyHint {
    DirtyKey key;
    DirtyCause cause = DirtyCause::kEvent;
    bool has_later_effects = false;
};

enum class GapCause { kConnect, kDisconnected, kSilence, kUnreadable, kOversized, kRefused, kTakeover };
std::string_view name_of(GapCause cause);

// The feed's side: journal, dirty keys, rename hints, gaps.
class FeedStore {
public:
    virtual ~FeedStore() = default;
    // Journal rows, dirty keys (due after quiet_period; an existing key's hint merges: newest generation, due moves)
    // and rename hints of one batch, in one transaction under the cluster's lease. Only after it the feed is read on.
    virtual Task<Result<>> record_events(Lease lease, std::string cluster, std::string server,
                                         std::vector<FeedEvent> events, Millis quiet_period) = 0;
    virtual Task<Result<>> mark_dirty(std::string cluster, std::vector<DirtyHint> hints, Millis delay) = 0;
    // Up to `limit` due keys of these kinds, oldest first, marked as claimed by the lease's epoch: claims of an older
    // epoch are void, and so is one that is older than 5 minutes (nobody ended it). Rings nothing. A user key with
    // pending rename hints comes with every key of its chain, due or not, beyond the limit if need be.
    virtual Task<Result<std::vector<ClaimedKey>>> claim_dirty(Lease lease, std::string cluster,
                                                              std::vector<DirtyKind> kinds, int limit) = 0;
    // Takes the claimed keys off, except those whose generation has grown meanwhile (they are due again). repeats_left
    // > 0: comes again after 30 s, 2 min, 10 min.
    virtual Task<Result<>> finish_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys) = 0;
    // Not read: due again after `delay`, attempts grow.
    virtual Task<Result<>> defer_dirty(Lease lease, std::string cluster, std::vector<ClaimedKey> keys,
                                       Millis delay) = 0;
    // Rename hints not yet applied or expired, in feed order.
    virtual Task<Result<std::vector<Rename>>> pending_renames(std::string cluster) = 0;

    // Opens a gap for the server's whole cluster unless the same server has one open with a cause not yet over; returns
    // its id.
    virtual Task<Result<std::int64_t>> open_gap(Lease lease, std::string cluster, std::string server, GapCause cause,
                                                std::string detail) = 0;
    // The cause is over (connected again, reading again): a snapshot that begins from now on may close it.
    virtual Task<Result<>> settle_gaps(Lease lease, std::string cluster, std::string server) = 0;
    // Settled and not closed.
    virtual Task<Result<int>> gaps_awaiting_snapshot(std::string cluster) = 0;
};

struct ReadUser {
    std::string asked;  // the key that was read
    SourceUser source;  // facts or proven absence; a failed reading is not recorded, its key is deferred
};

struct StagedUser {
    std::string user_id;
    GroupKey group;
    std::string row;           // UserRow::row
    std::string entitlements;  // names of the holders' lists that the user stood in, sorted, joined by ';'
};

enum class SnapshotSide { kBroadWorks, kWebex };
std::string_view name_of(SnapshotSide side);

struct SnapshotPart {
    GroupKey group;  // group_id empty: the provider itself could not be read; both empty: the cluster
    bool is_complete = false;
    std::string detail;  // why not, or counts
};

struct SnapshotResult {
    std::int64_t users = 0;
    std::int64_t changed = 0;       // rows that became dirty keys: new, changed
    std::int64_t missing = 0;       // known users that complete parts no longer hold
    std::int64_t deep = 0;          // taken for the rotating full read
    std::int64_t failed_parts = 0;  // could not be read, or not in full: they prove nothing
};

// BroadWorks as last read, and snapshots of both sides. Staged rows live in PostgreSQL: memory does not grow with them.
class SourceStore {
public:
    virtual ~SourceStore() = default;
    // Facts of users, in one transaction: upserts source rows, makes the subscribers' rows of the given bridges (new
    // ones in state waiting) due now with dirty_since = the key's first_at where they have none, applies `renames` (old
    // key -> new key: the subscribers' and source rows move, unless the new key already has a subscriber that is in
    // Webex) and takes the keys off as finish_dirty does.
    virtual Task<Result<>> record_readings(Lease lease, std::string cluster, std::vector<std::string> bridges,
                                           std::vector<ReadUser> readings, std::vector<Rename> renames,
                                           std::vector<ClaimedKey> keys) = 0;
    virtual Task<Result<>> record_service_provider(Lease lease, std::string cluster, ServiceProviderFacts facts) = 0;
    // Users known in BroadWorks (facts present) in a group (or a provider: group_id empty), by user id.
    virtual Task<Result<std::vector<std::string>>> known_users(std::string cluster, GroupKey group) = 0;
    virtual Task<Result<std::vector<std::string>>> known_groups(std::string cluster,
                                                                std::string service_provider_id) = 0;
    virtual Task<Result<std::vector<std::string>>> known_service_providers(std::string cluster) = 0;
    // The group and provider where the user was last seen; nullopt: never.
    virtual Task<Result<std::optional<GroupKey>>> last_seen(std::string cluster, std::string user_id) = 0;

    // A snapshot of a whole cluster (scope empty), a provider or a group. `name` is the cluster, or the bridge for the
    // Webex side.
    virtual Task<Result<std::int64_t>> begin_snapshot(Lease lease, std::string name, SnapshotSide side, GroupKey scope,
                                                      std::string trigger) = 0;
    virtual Task<Result<>> stage_users(std::int64_t snapshot, std::vector<StagedUser> users) = 0;  // COPY
    virtual Task<Result<>> stage_part(std::int64_t snapshot, SnapshotPart part) = 0;
    // Set-based comparison of the staged rows with the source rows; makes dirty keys (kSweepNew, kSweepChanged,
    // kSweepMissing: a known, entitled user of a complete part that is not staged; kRefresh for the `deep_fraction` of
    // users read longest ago), updates row hashes, ends the snapshot, closes the gaps that were settled before it began
    // when every part is complete (a failed part keeps them open), drops the staged rows.
    virtual Task<Result<SnapshotResult>> finish_snapshot(Lease lease, std::int64_t snapshot, double deep_fraction) = 0;
    virtual Task<Result<>> fail_snapshot(Lease lease, std::int64_t snapshot, std::string why) = 0;
    // When the last full one of the side ended well; nullopt: never.
    virtual Task<Result<std::optional<Instant>>> last_snapshot(std::string name, SnapshotSide side) = 0;
};

struct BridgeControls {
    bool is_paused = false;
    std::vector<std::string> paused_enterprises;  // spEnterpriseIds
    bool removals_tripped = false;
    bool updates_tripped = false;
};

// Which subscribers of a bridge to read, without touching them.
struct SubjectQuery {
    std::string bridge;
    std::string cluster;
    std::string partner;
    std::vector<std::string> provisioning_ids;  // as in due_subscribers
    std::string enterprise;                     // spEnterpriseId; empty: all
    std::vector<std::string> user_keys;         // empty: all
    std::string after;                          // the last user key of the page before
    int limit = 500;
};

// The bridge's side: subscribers, intents, what Webex shows, enterprises. Every write is under the bridge's lease.
class SubscriberStore {
public:
    virtual ~SubscriberStore() = default;
    // Up to `limit` subscribers that are due, oldest first, without those in `busy` (ids of calls in flight).
    // `provisioning_ids`: the bridge's own; they decide which Webex subscriber of a user id is meant when several stand
    // there.
    virtual Task<Result<std::vector<Subject>>> due_subscribers(std::string bridge, std::string cluster,
                                                               std::string partner,
                                                               std::vector<std::string> provisioning_ids,
                                                               std::vector<std::int64_t> busy, int limit) = 0;
    // By user key, due or not; changes nothing and needs no lease.
    virtual Task<Result<std::vector<Subject>>> read_subjects(SubjectQuery query) = 0;
    // When the earliest not-yet-due one becomes due; nullopt: none.
    virtual Task<Result<std::optional<Instant>>> next_due(std::string bridge) = 0;
    // Writes rows back, in one statement; a row that became due again meanwhile (a newer reading) keeps the earlier
    // due_at.
    virtual Task<Result<>> save_subscribers(Lease lease, std::vector<SubscriberRow> rows) = 0;

    // Writes the row and an intent, in one transaction, before the call. With `bootstrap` set the enterprise moves from
    // none to bootstrapping by this user in the same transaction; kConflict when it is not in state none any more.
    virtual Task<Result<std::int64_t>> open_intent(Lease lease, SubscriberRow row, OpenIntent intent,
                                                   std::optional<Enterprise> bootstrap) = 0;
    // Writes the row, the intent's end and what Webex showed, in one transaction. kSuperseded etc. as the outcome says.
    virtual Task<Result<>> close_intent(Lease lease, std::int64_t intent, IntentOutcome outcome, std::string detail,
                                        CallTrace trace, SubscriberRow row, std::optional<WebexSubscriber> webex) = 0;
    // An attempt that left the intent open (unknown outcome): kept for the explanation.
    virtual Task<Result<>> note_attempt(Lease lease, std::int64_t intent, std::string detail, CallTrace trace) = 0;
    // Intents left open by an older epoch, and those older than 5 minutes that nothing is due for: their subscribers
    // become due now. Called when the lease is taken, and every minute.
    virtual Task<Result<std::int64_t>> wake_open_intents(Lease lease, std::string bridge) = 0;
    virtual Task<Result<>> wake_enterprise(Lease lease, std::string bridge,
                                           std::string sp_enterprise_id) = 0;  // its waiting ones
    // Every subscriber of the bridge becomes due when the policy is another than at the last call; `fingerprint` stands
    // for it. Returns whether it was.
    virtual Task<Result<bool>> wake_on_new_policy(Lease lease, std::string bridge, std::string fingerprint) = 0;
    virtual Task<Result<>> wake_held(Lease lease, std::string bridge, std::string reason) = 0;  // all with that reason

    // What Webex shows (tracker, look-up, list page), upserted; subscribers whose Webex side changed become due.
    // Returns how many changed.
    virtual Task<Result<std::int64_t>> record_webex(std::string partner, std::vector<WebexSubscriber> subscribers,
                                                    std::optional<std::int64_t> snapshot) = 0;
    virtual Task<Result<>> forget_webex(std::string partner, std::string webex_id) = 0;  // Webex answered 404 for it
    // Webex subscribers not seen by this snapshot: ours become due with webex "missing" to be looked at one by one,
    // others are dropped; those that no row of any bridge of the partner matches get a row in state foreign under
    // `bridge`. Ends the snapshot.
    virtual Task<Result<SnapshotResult>> finish_webex_snapshot(Lease lease, std::int64_t snapshot, std::string bridge,
                                                               std::string cluster, std::string partner,
                                                               std::vector<std::string> provisioning_ids) = 0;

    virtual Task<Result<std::vector<Enterprise>>> load_enterprises(std::string bridge) = 0;
    virtual Task<Result<>> save_enterprise(Lease lease, Enterprise enterprise) = 0;
    struct CandidateNeeds {
        bool email = true;
        bool time_zone = true;
    };
    // The lowest user key (by bytes) of the enterprise's wanted subscribers that have an e-mail and a time zone (unless
    // not needed) and are not parked but for the site's time zone, those that Webex wants after another one last;
    // nullopt: none. has_unread: dirty user keys of the enterprise's provider (and group) are still to be read.
    struct Candidate {
        std::optional<std::string> user_key;
        bool has_unread = false;
    };
    virtual Task<Result<Candidate>> first_candidate(std::string bridge, std::string cluster,
                                                    std::string sp_enterprise_id, CandidateNeeds needs) = 0;

    // Whether somebody of the enterprise has the package in Webex, and with it its Meetings site stands; else the
    // lowest user key of those who want it.
    struct Site {
        bool stands = false;
        std::string first_user_key;  // empty: nobody
    };
    virtual Task<Result<Site>> site_of(std::string bridge, std::string partner, std::string sp_enterprise_id,
                                       std::string package) = 0;

    // Who of the bridge's own subscribers in Webex carries this e-mail (empty: nobody), or is shown there under the
    // user id of `row`; `row` itself left out; one that is being removed before others.
    virtual Task<Result<std::optional<EmailHolder>>> email_holder(std::string bridge, std::int64_t row,
                                                                  std::string email) = 0;

    virtual Task<Result<BrakeCounts>> brake_counts(std::string bridge, std::string cluster, Millis window) = 0;
    virtual Task<Result<>> trip_brake(Lease lease, std::string bridge, bool removals) = 0;
    virtual Task<Result<BridgeControls>> load_controls(std::string bridge) = 0;
};

// Counts for the gauges; read every few seconds.
struct StoreGauges {
    struct Row {
        std::vector<std::string> labels;
        double value = 0;
    };
    std::vector<Row> subscribers;         // bridge, state
    std::vector<Row> subscribers_absent;  // bridge
    std::vector<Row> workspaces;          // bridge, state
    std::vector<Row> intents_open;        // bridge
    std::vector<Row> dirty_keys;          // cluster, kind
    std::vector<Row> dirty_oldest;        // cluster (seconds)
    std::vector<Row> gaps_open;           // cluster
    std::vector<Row> gap_oldest;          // cluster (seconds)
    std::vector<Row> snapshot_success;    // cluster, side (unix time)
    std::vector<Row> brake_tripped;       // bridge
    std::vector<Row> breaker_open;        // bridge, scope
    std::vector<Row> procedures;          // bridge, kind, state
    std::vector<Row> unaccounted;         // kind, cluster or bridge
};

class HousekeepingStore {
public:
    virtual ~HousekeepingStore() = default;
    virtual Task<Result<StoreGauges>> gauges() = 0;
    // Makes the journal partitions of the coming days, drops those older than `keep`, expires old rename hints and
    // closed intents.
    virtual Task<Result<>> housekeep(Millis keep) = 0;
    // Grows with every intent; the amnesia guard compares it with the mark in the state directory.
    virtual Task<Result<std::int64_t>> high_water_mark() = 0;
    [[nodiscard]] virtual bool is_healthy() const = 0;
    [[nodiscard]] virtual std::string health_detail() const = 0;
};

}  // namespace bwsync
