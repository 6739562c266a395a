// How directory synchronisation is switched, run and asked for one user. Source: Cisco's Webex for BroadWorks guide and
// public OpenAPI document. One on-demand run per BroadWorks cluster goes at a time (code 6002): the others are queued.
#pragma once

#include <optional>

#include "daemon/domain/enterprise/procedure.hpp"
#include "daemon/domain/enterprise/webex_enterprise.hpp"

namespace bwsync {

// Steps after kQueued.
inline constexpr std::string_view kSendStep = "send";
inline constexpr std::string_view kFollowStep = "follow";

enum class SyncOrder { kLook, kSwitchOn, kSwitchOff, kTrigger, kAskForUser, kMove };

// What has been seen and done at this look.
struct SyncSight {
    bool may_write = false;  // the bridge's policy is not observe
    std::optional<DirectorySync> sync;
    bool is_sent = false;
    std::optional<ExternalUser> user;  // the answer to kAskForUser
    std::optional<WebexFailure> failure;
    SyncOrder failed = SyncOrder::kMove;
};

struct SyncNext {
    SyncOrder order = SyncOrder::kMove;
    ProcedureMove move;  // for kMove
};

// The result stands in the procedure's facts: counters of a run by the names of the admin API, the user's outcome.
SyncNext next_sync(const Procedure& procedure, const SyncSight& sight, Instant now, ProcedurePace pace);

}  // namespace bwsync
