// Why a subscriber stands where it stands: the short stable words of rows, plans, the admin API and the runbook, which
// has a line about each (deploy/runbook.md, "Reasons"). A failure of Webex has a word of its own: "webex-2010".
#pragma once

#include <string>

#include "daemon/domain/basics/names.hpp"

namespace bwsync {

enum class Reason {
    kNone,
    // Nothing of the subscriber's own is amiss.
    kObserve,
    kFlowThrough,
    kPaused,
    kWindow,
    kGrant,
    kWebexUnread,
    kBreaker,
    kBrake,
    kQueue,
    // Another subscriber comes first.
    kOrganization,
    kPrimaryFirst,
    kUserIdInUse,
    kEmailInUse,
    // BroadWorks' data, or the rules.
    kOutOfScope,
    kNoOrganization,
    kNotEntitled,
    kGone,
    kMissingName,
    kMissingEmail,
    kInvalidEmail,
    kInvalidNumber,
    kLastNumber,
    kNoTimeZone,
    // An operator decides.
    kApproval,
    kConflict,
    kReuseGuard,
    kRemovedInWebex,
    kSiteTimeZone,
    kRejected,
    kCreateOnly,
    kNotTaken,
    kUnknownStatus,
    kForeign,
    // A person answers Webex.
    kPendingEmailInput,
    kPendingEmailValidation,
    kPendingUserMigration,
    // A removal, and the Webex user behind it.
    kGrace,
    kReplacing,
    kAbsent,
    kPerson,
    kPersonInUse,
    kPersonKept,
    // Workspaces.
    kUnknownOutcome,
    kWorkspaceGone,
    kWorkspaceConflict,
    kWorkspaceMoved,
    kByCommand,
    kOrdered,
};

struct ReasonRow {
    Reason value;
    std::string_view word;
    bool is_hold = false;        // it would do the same without it: a plan tells what
    bool is_approvable = false;  // `subscriber approve` releases one that is parked for it
    bool precedes_call = false;  // once it is over, a provisioning follows: a plan tells that
};

constexpr auto table_of(Reason)
{
    using enum Reason;
    constexpr bool kHold = true;
    constexpr bool kApprovable = true;
    constexpr bool kPrecedes = true;
    return table<ReasonRow>({
        {kNone, ""},
        {kObserve, "observe", kHold},
        {kFlowThrough, "flow-through"},
        {kPaused, "paused", kHold},
        {kWindow, "window", kHold},
        {kGrant, "grant", kHold},
        {kWebexUnread, "webex-unread", kHold},
        {kBreaker, "breaker", kHold},
        {kBrake, "brake", kHold},
        {kQueue, "queue"},
        {kOrganization, "organization", !kHold, !kApprovable, kPrecedes},
        {kPrimaryFirst, "primary-first", !kHold, !kApprovable, kPrecedes},
        {kUserIdInUse, "user-id-in-use", !kHold, !kApprovable, kPrecedes},
        {kEmailInUse, "email-in-use"},
        {kOutOfScope, "out-of-scope"},
        {kNoOrganization, "no-organization"},
        {kNotEntitled, "not-entitled"},
        {kGone, "gone"},
        {kMissingName, "missing-name"},
        {kMissingEmail, "missing-email"},
        {kInvalidEmail, "invalid-email"},
        {kInvalidNumber, "invalid-number"},
        {kLastNumber, "last-number"},
        {kNoTimeZone, "no-time-zone"},
        {kApproval, "approval", !kHold, kApprovable},
        {kConflict, "conflict", !kHold, kApprovable},
        {kReuseGuard, "reuse-guard", !kHold, kApprovable},
        {kRemovedInWebex, "removed-in-webex", !kHold, kApprovable},
        {kSiteTimeZone, "site-time-zone", !kHold, kApprovable, kPrecedes},
        {kRejected, "rejected"},
        {kCreateOnly, "create-only"},
        {kNotTaken, "not-taken"},
        {kUnknownStatus, "unknown-status"},
        {kForeign, "foreign"},
        {kPendingEmailInput, "pending-email-input"},
        {kPendingEmailValidation, "pending-email-validation"},
        {kPendingUserMigration, "pending-user-migration"},
        {kGrace, "grace"},
        {kReplacing, "replacing"},
        {kAbsent, "absent"},
        {kPerson, "person"},
        {kPersonInUse, "person-in-use"},
        {kPersonKept, "person-kept"},
        {kUnknownOutcome, "unknown-outcome"},
        {kWorkspaceGone, "workspace-gone"},
        {kWorkspaceConflict, "workspace-conflict"},
        {kWorkspaceMoved, "workspace-moved"},
        {kByCommand, "by-command"},
        {kOrdered, "ordered"},
    });
}

// What is told of a grant that is missing, wherever one is.
inline constexpr std::string_view kNoGrantDetail = "No OAuth grant is alive: bwsyncctl grant list says which to renew.";

// The word of a failure that Webex gave this code, or else this HTTP status.
std::string webex_reason(int code);
std::string webex_reason(int http_status, int code);
bool is_webex_reason(std::string_view word);

// Whether an operator may approve somebody who is parked with this word.
bool is_approvable(std::string_view word);

}  // namespace bwsync
