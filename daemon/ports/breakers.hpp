// Open breakers of a bridge, as the store keeps them: a restart or another replica goes on with them. Errors as in
// store/lease_store.hpp.
#pragma once

#include <vector>

#include "daemon/domain/guard/breaker.hpp"
#include "daemon/ports/store/lease_store.hpp"

namespace bwsync {

class BreakerStore {
public:
    virtual ~BreakerStore() = default;
    virtual Task<Result<std::vector<Breaker>>> load_breakers(std::string bridge) = 0;
    // Open: written. Closed: taken off, and in the same transaction whoever is held, or was parked by its code, becomes
    // due.
    virtual Task<Result<>> save_breakers(Lease lease, std::string bridge, std::vector<Breaker> breakers) = 0;
    // Makes one of those due whom the breaker holds, another than last_failed where there is one; its row, or 0: nobody
    // is held.
    virtual Task<Result<std::int64_t>> wake_probe(Lease lease, std::string bridge, Breaker breaker) = 0;
    // Breakers that an operator wants closed.
    virtual Task<Result<std::vector<BreakerKey>>> asked_resets(std::string bridge) = 0;
};

}  // namespace bwsync
