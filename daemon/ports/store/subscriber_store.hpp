// Subscribers of a bridge: which are due, what surrounds them, what was decided. Every write is under the bridge's
// lease. Errors as in lease_store.hpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"
#include "daemon/ports/store/bridge_ref.hpp"
#include "daemon/ports/store/lease_store.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

// Which subscribers of a bridge to read, without touching them.
struct SubjectQuery {
    BridgeRef bridge;
    std::string enterprise;              // spEnterpriseId; empty: all
    std::vector<std::string> user_keys;  // empty: all
    std::string after;                   // the last user key of the page before
    int limit = 500;
};

struct HolderQuestion {
    std::int64_t row = 0;
    std::string email;
};

class SubscriberStore {
public:
    virtual ~SubscriberStore() = default;
    // Up to `limit` subscribers that are due, oldest first, without those in `busy` (ids of calls in flight).
    virtual Task<Result<std::vector<Subject>>> due_subscribers(BridgeRef bridge, std::vector<std::int64_t> busy,
                                                               int limit) = 0;
    // By user key, due or not; changes nothing and needs no lease.
    virtual Task<Result<std::vector<Subject>>> read_subjects(SubjectQuery query) = 0;
    // When the earliest not-yet-due one becomes due; nullopt: none.
    virtual Task<Result<std::optional<Instant>>> next_due(std::string bridge) = 0;
    // Writes rows back, in one statement; a row that became due again meanwhile (a newer reading) keeps the earlier
    // due_at.
    virtual Task<Result<>> save_subscribers(Lease lease, std::vector<SubscriberRow> rows) = 0;

    virtual Task<Result<>> wake_enterprise(Lease lease, std::string bridge,
                                           std::string sp_enterprise_id) = 0;  // its waiting ones
    // Every subscriber of the bridge becomes due when the policy is another than at the last call; `fingerprint` stands
    // for it. Returns whether it was.
    virtual Task<Result<bool>> wake_on_new_policy(Lease lease, std::string bridge, std::string fingerprint) = 0;
    virtual Task<Result<>> wake_held(Lease lease, std::string bridge, std::string reason) = 0;  // all with that reason

    // Who of the bridge's own subscribers in Webex carries this e-mail (empty: nobody), or is shown there under the
    // user id of `row`; `row` itself left out; one that is being removed before others.
    virtual Task<Result<std::optional<EmailHolder>>> email_holder(std::string bridge, std::int64_t row,
                                                                  std::string email) = 0;
    // The same for many at once: rows without a holder are not in the answer.
    virtual Task<Result<std::map<std::int64_t, EmailHolder>>> email_holders(std::string bridge,
                                                                            std::vector<HolderQuestion> questions) = 0;
};

}  // namespace bwsync
