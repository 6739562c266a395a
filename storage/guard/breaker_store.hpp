// Open breakers in PostgreSQL. Internal to storage/.
#pragma once

#include "daemon/ports/breakers.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresBreakerStore final : public BreakerStore {
public:
    explicit PostgresBreakerStore(Executor& executor) : executor_(executor) {}

    Task<Result<std::vector<Breaker>>> load_breakers(std::string bridge) override;
    Task<Result<>> save_breakers(Lease lease, std::string bridge, std::vector<Breaker> breakers) override;
    Task<Result<std::int64_t>> wake_probe(Lease lease, std::string bridge, Breaker breaker) override;
    Task<Result<std::vector<BreakerKey>>> asked_resets(std::string bridge) override;

private:
    Executor& executor_;
};

}  // namespace bwsync
