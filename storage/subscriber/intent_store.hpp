// Intents: the promise to call Webex, written before the call, and its end. Internal to storage/.
#pragma once

#include "daemon/ports/store/intent_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresIntentStore final : public IntentStore {
public:
    explicit PostgresIntentStore(Executor& executor) : executor_(executor) {}

    Task<Result<std::int64_t>> open_intent(Lease lease, SubscriberRow row, OpenIntent intent,
                                           std::optional<Enterprise> bootstrap) override;
    Task<Result<>> close_intent(Lease lease, ClosedIntent closed) override;
    Task<Result<>> note_attempt(Lease lease, std::int64_t intent, std::string detail, CallTrace trace) override;
    Task<Result<std::int64_t>> wake_open_intents(Lease lease, std::string bridge) override;

private:
    Executor& executor_;
};

}  // namespace bwsync
