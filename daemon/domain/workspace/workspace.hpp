// What a user's workspace is in Webex, what is to be sent about it, and what a failed call means. Pure. Webex has no
// list of workspaces and gives none out: all that is known of one stands here.
#pragma once

#include "daemon/domain/subscriber/failure.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"

namespace bwsync {

// What a PUT has to say so that Webex shows what is wanted; the display name cannot be changed.
WorkspaceUpdate workspace_change(const WorkspaceRow& workspace);

// Webex takes it only as another workspace: another enterprise or template.
bool is_other_place(const WorkspaceRow& workspace);

// An operator's order, as the store keeps it ("provision", "update", "remove", "retry", "adopt ID"), taken into the
// row.
void take_workspace_order(SubscriberRow& row);

// A call about row.workspace, which is there, went well: `shown` is the answer.
Aftermath after_workspace_success(SubscriberRow row, const WebexWorkspace& shown, Instant now);

// `failure` of a call about row.workspace, which is there. A creation that may have been acted on is never repeated.
Aftermath after_workspace_failure(SubscriberRow row, Operation operation, const WebexFailure& failure, Instant now,
                                  double unit);

}  // namespace bwsync
