// Gauges, clearing out, and the high-water mark. Internal to storage/.
#pragma once

#include "daemon/ports/store/housekeeping_store.hpp"
#include "storage/engine/executor.hpp"

namespace bwsync {

class PostgresHousekeepingStore final : public HousekeepingStore {
public:
    explicit PostgresHousekeepingStore(Executor& executor) : executor_(executor) {}

    Task<Result<StoreGauges>> gauges() override;
    Task<Result<>> housekeep(Millis keep) override;
    Task<Result<std::int64_t>> high_water_mark() override;
    [[nodiscard]] bool is_healthy() const override { return executor_.is_healthy(); }
    [[nodiscard]] std::string health_detail() const override { return executor_.health_detail(); }

private:
    Executor& executor_;
};

}  // namespace bwsync
