// How an organisation is deleted: what to look at, what to order, when to wait. Source of the order of steps: Cisco's
// Webex for BroadWorks guide, "Organization Deletion", with and without the opt-out enhancements.
#pragma once

#include <optional>
#include <vector>

#include "daemon/domain/enterprise/procedure.hpp"
#include "daemon/domain/enterprise/webex_enterprise.hpp"
#include "daemon/domain/enterprise/webex_person.hpp"

namespace bwsync {

// Steps after kQueued, in this order.
inline constexpr std::string_view kRemovePeopleStep = "remove-people";
inline constexpr std::string_view kSyncOffStep = "directory-sync-off";
inline constexpr std::string_view kSyncCleanUpStep = "directory-sync-clean-up";
inline constexpr std::string_view kRemoveOrganizationStep = "delete-organization";
inline constexpr std::string_view kAwaitEndStep = "await-end";

enum class DeletionOrder {
    kLookAtOrganization,
    kLookAtPeople,
    kRemoveThem,  // those of `people`
    kLookAtSync,
    kDisableSync,
    kRemoveOrganization,
    kMove,  // nothing more at this look: `move` says what becomes of it
};
bool is_destructive(DeletionOrder order);

// What has been seen and done at this look.
struct DeletionSight {
    bool may_write = false;  // the bridge's policy is not observe
    std::optional<bool> is_organization_there;
    std::string organization_name;
    std::optional<std::vector<WebexPerson>> people;    // the first page that is not empty; empty: nobody is left
    bool were_removed = false;                         // kRemoveThem was carried out
    int removed = 0;                                   // of them, those that Webex had still known
    std::optional<std::optional<DirectorySync>> sync;  // inner nullopt: Webex knows no such enterprise
    bool is_disable_sent = false;
    bool is_removal_sent = false;
    std::optional<WebexFailure> failure;  // of the call that `failed` names
    DeletionOrder failed = DeletionOrder::kMove;
    std::string failed_about;  // the person
};

struct DeletionNext {
    DeletionOrder order = DeletionOrder::kMove;
    ProcedureMove move;  // for kMove
};

// Facts it relies on: "name" (as confirmed by the operator), "people" (as confirmed).
DeletionNext next_deletion(const Procedure& procedure, const DeletionSight& sight, Instant now, ProcedurePace pace);

// Whether nothing of a directory synchronisation stands in the way any more.
bool is_off(const DirectorySync& sync);
bool is_cleaning_up(const DirectorySync& sync);

// Why Webex refuses to delete the organisation (HTTP 409), and what helps.
std::string conflict_explained(const std::string& reason);

}  // namespace bwsync
