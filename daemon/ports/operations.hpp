// What an operator asks and orders through the admin API. Reads give JSON text made by the store, ready to be sent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct SubscriberQuery {
    std::string bridge;
    std::string state;
    std::string enterprise;  // spEnterpriseId
    std::string text;        // part of user id, e-mail, number or Webex id, without case
    int limit = 100;         // 1 to 1000
    std::string cursor;      // of the page before
};

// What can be ordered about the workspace of a user.
struct WorkspaceOrder {
    std::string bridge;
    std::string user_id;
    std::string order;         // provision | update | remove | retry | adopt
    std::string workspace_id;  // of adopt: the id that Webex has it under
};

// Lists are {"items": [...], "next": CURSOR or null}; keys are those of the admin API's contract (camelCase).
// kNotFound: the thing named is not there. kConflict: nothing to approve, or the state does not allow it. kRejected:
// bad argument.
class Operations {
public:
    virtual ~Operations() = default;
    virtual Task<Result<std::string>> list_subscribers(SubscriberQuery query) = 0;
    // The whole explanation: row, wanted, Webex side, source facts and evidence, intents with attempts and tracking
    // ids, journal.
    virtual Task<Result<std::string>> explain_subscriber(std::string bridge, std::string user_id) = 0;
    // Bridges on which a name (user id, e-mail, number, Webex id) is unambiguous: {"items":[{"bridge","userId"}]}.
    virtual Task<Result<std::string>> find_subscriber(std::string text) = 0;
    virtual Task<Result<std::string>> list_gaps(std::string cluster) = 0;  // empty: all; open ones first, then recent
    virtual Task<Result<std::string>> list_snapshots(std::string cluster) = 0;  // newest first, with parts that failed
    // Per bridge: counts by state, absent, held removals and updates, paused, brakes, open intents.
    virtual Task<Result<std::string>> list_bridges() = 0;
    virtual Task<Result<std::string>> list_leases() = 0;
    // Open breakers: bridge, scope, subject, package, code, detail, openedAt, probeAt, failedProbes, held.
    virtual Task<Result<std::string>> list_breakers() = 0;

    // Users that are workspaces, of one bridge (empty: all) and one user (empty: all).
    virtual Task<Result<std::string>> list_workspaces(std::string bridge, std::string user_id) = 0;

    // Each writes an operator action too (who, what) and takes effect at once; returns how many subscribers it touched.
    virtual Task<Result<std::int64_t>> resync(std::string bridge, std::string cluster,
                                              std::string user_id) = 0;                       // read again and evaluate
    virtual Task<Result<std::int64_t>> retry(std::string bridge, std::string user_id) = 0;    // a parked one
    virtual Task<Result<std::int64_t>> approve(std::string bridge, std::string user_id) = 0;  // a held one
    // A removed one whose Webex person still stands: the person follows, by the policy's leave or not.
    virtual Task<Result<std::int64_t>> erase(std::string bridge, std::string user_id) = 0;
    // One whose removal is decided, or that the policy keeps: it stays in Webex until BroadWorks entitles it again.
    virtual Task<Result<std::int64_t>> release(std::string bridge, std::string user_id) = 0;
    virtual Task<Result<std::int64_t>> decide_brake(std::string bridge, bool removals,
                                                    bool approve) = 0;  // what is held now
    virtual Task<Result<std::int64_t>> pause(std::string bridge, std::string enterprise,
                                             bool paused) = 0;  // enterprise empty: all
    // Taken up by whoever holds the bridge. kNotFound: the bridge does not know the user.
    virtual Task<Result<std::int64_t>> order_workspace(WorkspaceOrder order) = 0;
    // Whoever holds the bridge closes these breakers; scope and subject empty: all of the bridge. kConflict: none is
    // open. Returns how many breakers.
    virtual Task<Result<std::int64_t>> reset_breakers(std::string bridge, std::string scope, std::string subject) = 0;
    // A request that running replicas pick up: snapshot of a cluster's side. The Webex side is each of its bridges'.
    virtual Task<Result<std::int64_t>> request_snapshot(std::string cluster, std::string side) = 0;
    // Requests for what this replica holds: (cluster, "broadworks") and (bridge, "webex").
    virtual Task<Result<std::vector<std::pair<std::string, std::string>>>> take_snapshot_requests(
        std::vector<std::string> clusters, std::vector<std::string> bridges) = 0;
};

}  // namespace bwsync
