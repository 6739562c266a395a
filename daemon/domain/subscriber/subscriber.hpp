// A subscriber of one bridge as bwsync keeps it: what it should be, what was done about it, and why it stands where it
// stands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/source/facts.hpp"
#include "daemon/domain/subscriber/operation.hpp"
#include "daemon/domain/subscriber/reasons.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"
#include "daemon/domain/workspace/webex_workspace.hpp"

namespace bwsync {

enum class SubscriberState {
    kWaiting,  // for its organisation, a window, an approval of a mass change, a grant
    kProvisioning,
    kProvisioned,
    kUpdating,
    kPendingPerson,  // Webex waits for a person; reason says which of the three
    kParked,         // needs somebody; reason and detail say why and what to do
    kRemoving,       // removal decided; grace, confirmations or the call itself are running
    kRemoved,
    kForeign,  // in Webex, not in BroadWorks, not ours to touch
    kIgnored,  // out of scope or never entitled
};

constexpr auto table_of(SubscriberState)
{
    using enum SubscriberState;
    return table<Name<SubscriberState>>({
        {kWaiting, "waiting"},
        {kProvisioning, "provisioning"},
        {kProvisioned, "provisioned"},
        {kUpdating, "updating"},
        {kPendingPerson, "pending-person"},
        {kParked, "parked"},
        {kRemoving, "removing"},
        {kRemoved, "removed"},
        {kForeign, "foreign"},
        {kIgnored, "ignored"},
    });
}

// Evidence that a subscriber should be removed: counted readings, each an authoritative one, confirm_after apart
// (promise P3).
struct RemovalEvidence {
    Instant first_at{};  // when the first such reading was made
    Instant last_at{};   // when the last counted one was
    int confirmations = 0;
    std::string proof;  // what the last one showed, for a person

    bool operator==(const RemovalEvidence&) const = default;
};

// The workspace that stands for a user instead of a subscriber. Webex lists none and shows none: this is all that is
// known of it.
struct WorkspaceRow {
    std::string id;           // Webex's; empty: not made, or nobody knows
    WorkspaceRequest wanted;  // what policy, or an operator, wants
    WorkspaceRequest done;    // as Webex last took it
    // Written before a creation is sent and taken back when its outcome is known: Webex may have one whose id nobody
    // knows, and only a person can look.
    bool is_uncertain = false;
    bool is_by_command = false;  // wanted by an operator, whatever policy says
    bool is_removal_ordered = false;

    bool operator==(const WorkspaceRow&) const = default;
};

enum class Approval { kNone, kApproved, kRejected };

constexpr auto table_of(Approval)
{
    using enum Approval;
    return table<Name<Approval>>({
        {kNone, "none"},
        {kApproved, "approved"},
        {kRejected, "rejected"},
    });
}

// The row that is ours; every field is stored.
struct SubscriberRow {
    std::int64_t id = 0;  // the opaque correlation id of logs
    std::int64_t wakes =
        0;  // the store's: how often something made it due; a row saved with an old count keeps what others wrote
    std::string bridge;
    std::string user_key;  // user_id in lower case: BroadWorks ids are compared without case
    std::string user_id;
    std::string service_provider_id;
    std::string group_id;
    SubscriberState state = SubscriberState::kWaiting;
    std::string reason;                      // a Reason's word, or one of Webex's failure
    std::string detail;                      // what it means and what to do, for a person
    bool is_absent = false;                  // gone from BroadWorks or not entitled, kept by policy
    std::optional<ProvisionRequest> wanted;  // what policy wants; nothing when it wants none
    std::string webex_id;                    // of the Webex subscriber that is ours; empty: none
    // The Webex user behind webex_id, as Webex showed it last. It outlives the subscriber: a hard deletion needs it.
    std::string person_id;
    // Our own removal of the subscriber took place under a policy that the Webex user follows (deletion.mode: hard).
    bool erases_person = false;
    std::optional<Instant> reminded_at;  // the consent mail was sent once more, for the present provisioning
    // Set: the user is, or is to be, a workspace, and every call for the row is about that.
    std::optional<WorkspaceRow> workspace;
    std::string workspace_order;  // an operator's, not yet taken up; empty: none
    // What Webex never returns, as last accepted by it.
    std::string sent_time_zone;
    std::string sent_language;
    std::optional<RemovalEvidence> removal;
    Approval approval = Approval::kNone;  // of the one thing that this subscriber was held for (approve SUBSCRIBER)
    Approval removal_approval = Approval::kNone;  // by `bridge approve|reject --removals`
    Approval update_approval = Approval::kNone;   // by `bridge approve|reject --updates`
    std::optional<Instant> removal_decided_at;    // counted by the removal brake
    std::optional<Instant> update_decided_at;     // counted by the update brake
    int attempts = 0;                             // failed calls in a row
    int unheeded = 0;                    // updates accepted in a row after which Webex still showed other values
    int last_code = 0;                   // Webex code of the last failure; 0: none
    std::optional<Instant> due_at;       // next evaluation; nullopt: when something changes
    std::optional<Instant> dirty_since;  // when the change now being carried out was read from the feed
    Instant changed_at{};

    bool operator==(const SubscriberRow&) const = default;
};

inline bool has_reason(const SubscriberRow& row, Reason reason)
{
    return row.reason == name_of(reason);
}

// The last reading of the user in BroadWorks.
struct SourceUser {
    std::optional<UserFacts> facts;
    // No facts: the nearest ancestor that still exists was read in full and does not hold the user. Only that proves
    // absence.
    bool absence_is_proven = false;
    std::string proof;  // for a person
    Instant read_at{};
};

enum class IntentOutcome { kDone, kAdopted, kFailed, kParked, kSuperseded };

constexpr auto table_of(IntentOutcome)
{
    using enum IntentOutcome;
    return table<Name<IntentOutcome>>({
        {kDone, "done"},
        {kAdopted, "adopted"},
        {kFailed, "failed"},
        {kParked, "parked"},
        {kSuperseded, "superseded"},
    });
}

// A call that was about to be made: written before it, closed after it. One found open by a new process is resolved by
// looking.
struct OpenIntent {
    std::int64_t id = 0;
    Operation operation = Operation::kProvision;
    Instant opened_at{};
    ProvisionRequest provision;  // of kProvision; a workspace's stands in its row
    UpdateRequest update;        // of kUpdate
};

// A subscriber of ours that has in Webex what another one needs: its e-mail address, or its user id (while a rename is
// still on its way there).
struct EmailHolder {
    std::string user_key;
    SubscriberState state = SubscriberState::kProvisioned;
    std::string first_name;
    std::string last_name;
    bool has_user_id = false;
};

enum class EnterpriseState { kNone, kBootstrapping, kReady };

constexpr auto table_of(EnterpriseState)
{
    using enum EnterpriseState;
    return table<Name<EnterpriseState>>({
        {kNone, "none"},
        {kBootstrapping, "bootstrapping"},
        {kReady, "ready"},
    });
}

// One Webex organisation to be, per bridge: the first subscriber creates it, the others wait until it stands.
struct Enterprise {
    std::string bridge;
    std::string sp_enterprise_id;
    EnterpriseState state = EnterpriseState::kNone;
    std::string first_user_key;  // while bootstrapping: who
    bool has_standard = false;   // a first standard subscriber is provisioned: the site's time zone stands
    bool has_premium = false;
    Instant seen_at{};  // when the first of its users was wanted

    bool operator==(const Enterprise&) const = default;
};

// Everything decide() sees of one subscriber.
struct Subject {
    SubscriberRow row;
    std::optional<SourceUser> source;
    std::optional<ServiceProviderFacts> service_provider;
    std::optional<WebexSubscriber> webex;  // ours by id; else the one that carries the user id
    std::optional<OpenIntent> open_intent;
};

}  // namespace bwsync
