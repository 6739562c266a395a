// Prechecks that an operator asks for, in small batches: whom to ask about, and what Webex said. Nothing is written,
// neither to Webex nor to the store; so it needs no lease and is allowed under every policy.
#pragma once

#include <string>
#include <vector>

#include "daemon/core/basics/bridge_ports.hpp"
#include "daemon/domain/preview/precheck_batch.hpp"

namespace bwsync {

class Prechecks {
public:
    Prechecks(BridgePorts ports, BridgeSettings settings);

    // Answers what it can within `limit`; whom it did not come to is answered as unanswered, reason "not-yet".
    // kUnauthorized: no grant is alive. kConflict: Webex refuses prechecks of this partner altogether, the text says
    // why. Others are the store's.
    Task<Result<PrecheckBatch>> perform(std::vector<PrecheckAsk> asks, Millis limit, std::stop_token stop);

    // Users whom the bridge would provision, or would if something of theirs were in order: by user key after `after`.
    Task<Result<PrecheckCandidates>> candidates(std::string after, int limit);

private:
    struct Batch;

    Task<Result<>> prepare(Batch& batch);
    Task<> work(Batch& batch, std::stop_token stop);
    Task<> ask(Batch& batch, std::size_t index, std::stop_token stop);
    [[nodiscard]] SubjectQuery query() const;

    BridgePorts ports_;
    const BridgeSettings settings_;
};

}  // namespace bwsync
