// Gauges counted in the store, as series: what is counted no more goes to 0.
#pragma once

#include <map>
#include <set>
#include <string>

#include "daemon/ports/store/housekeeping_store.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

class Gauges final {
public:
    explicit Gauges(Telemetry& telemetry) : telemetry_(telemetry) {}
    void publish(const StoreGauges& counts);

private:
    void publish(const std::string& metric, const std::vector<StoreGauges::Row>& rows);

    Telemetry& telemetry_;
    std::map<std::string, std::set<Labels>> shown_;
};

}  // namespace bwsync
