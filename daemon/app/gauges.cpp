#include "daemon/app/gauges.hpp"

namespace bwsync {

void Gauges::publish(const StoreGauges& counts)
{
    publish("subscribers", counts.subscribers);
    publish("subscribers_absent", counts.subscribers_absent);
    publish("workspaces", counts.workspaces);
    publish("intents_open", counts.intents_open);
    publish("dirty_keys", counts.dirty_keys);
    publish("dirty_oldest_seconds", counts.dirty_oldest);
    publish("feed_gaps_open", counts.gaps_open);
    publish("feed_gap_oldest_seconds", counts.gap_oldest);
    publish("snapshot_last_success_timestamp_seconds", counts.snapshot_success);
    publish("brake_tripped", counts.brake_tripped);
    publish("breaker_open", counts.breaker_open);
    publish("procedures", counts.procedures);
    publish("unaccounted", counts.unaccounted);
}

void Gauges::publish(const std::string& metric, const std::vector<StoreGauges::Row>& rows)
{
    std::set<Labels>& before = shown_[metric];
    std::set<Labels> now;
    for (const StoreGauges::Row& row : rows) {
        telemetry_.set(metric, row.labels, row.value);
        now.insert(row.labels);
    }
    // What is counted no more is none, not its last value.
    for (const Labels& labels : before) {
        if (!now.contains(labels)) telemetry_.set(metric, labels, 0);
    }
    before.insert(now.begin(), now.end());
}

}  // namespace bwsync
