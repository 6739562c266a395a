// Intents: the promise to call Webex, written before the call, and its end (promise P2). Every write is under the
// bridge's lease. Errors as in lease_store.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"
#include "daemon/ports/store/lease_store.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

// How a call ended, or that it was never made.
struct ClosedIntent {
    std::int64_t intent = 0;
    IntentOutcome outcome = IntentOutcome::kDone;
    std::string detail;
    CallTrace trace;
    SubscriberRow row;
    std::optional<WebexSubscriber> webex;  // what Webex showed
};

class IntentStore {
public:
    virtual ~IntentStore() = default;
    // Writes the row and an intent, in one transaction, before the call. With `bootstrap` set the enterprise moves from
    // none to bootstrapping by this user in the same transaction; kConflict when it is not in state none any more.
    virtual Task<Result<std::int64_t>> open_intent(Lease lease, SubscriberRow row, OpenIntent intent,
                                                   std::optional<Enterprise> bootstrap) = 0;
    // Writes the row, the intent's end and what Webex showed, in one transaction.
    virtual Task<Result<>> close_intent(Lease lease, ClosedIntent closed) = 0;
    // An attempt that left the intent open (unknown outcome): kept for the explanation.
    virtual Task<Result<>> note_attempt(Lease lease, std::int64_t intent, std::string detail, CallTrace trace) = 0;
    // Intents left open by an older epoch, and those older than 5 minutes that nothing is due for: their subscribers
    // become due now. Called when the lease is taken, and every minute.
    virtual Task<Result<std::int64_t>> wake_open_intents(Lease lease, std::string bridge) = 0;
};

}  // namespace bwsync
