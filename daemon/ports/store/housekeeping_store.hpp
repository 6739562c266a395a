// Gauges, clearing out, the high-water mark and the store's own health. Errors as in lease_store.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

// Counts for the gauges; read every few seconds.
struct StoreGauges {
    struct Row {
        std::vector<std::string> labels;
        double value = 0;
    };
    std::vector<Row> subscribers;         // bridge, state
    std::vector<Row> subscribers_absent;  // bridge
    std::vector<Row> workspaces;          // bridge, state
    std::vector<Row> intents_open;        // bridge
    std::vector<Row> dirty_keys;          // cluster, kind
    std::vector<Row> dirty_oldest;        // cluster (seconds)
    std::vector<Row> gaps_open;           // cluster
    std::vector<Row> gap_oldest;          // cluster (seconds)
    std::vector<Row> snapshot_success;    // cluster, side (unix time)
    std::vector<Row> brake_tripped;       // bridge
    std::vector<Row> breaker_open;        // bridge, scope
    std::vector<Row> procedures;          // bridge, kind, state
    std::vector<Row> unaccounted;         // kind, cluster or bridge
};

class HousekeepingStore {
public:
    virtual ~HousekeepingStore() = default;
    virtual Task<Result<StoreGauges>> gauges() = 0;
    // Makes the journal partitions of the coming days, drops those older than `keep`, expires old rename hints and
    // closed intents.
    virtual Task<Result<>> housekeep(Millis keep) = 0;
    // Grows with every intent; the amnesia guard compares it with the mark in the state directory.
    virtual Task<Result<std::int64_t>> high_water_mark() = 0;
    [[nodiscard]] virtual bool is_healthy() const = 0;
    [[nodiscard]] virtual std::string health_detail() const = 0;
};

}  // namespace bwsync
