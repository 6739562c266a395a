// Process: what outlives a reload, made once by main().
#pragma once

#include <string>

#include "daemon/ports/clock.hpp"
#include "daemon/process/progress.hpp"
#include "daemon/process/sd_notify.hpp"

namespace bwsync {

class PrometheusTelemetry;

struct Process {
    Clock& clock;
    Random& random;
    PrometheusTelemetry& telemetry;
    ServiceManager& manager;
    Progress& progress;
    std::string version;
    std::string config_file;
    std::string incarnation;  // this process's own random id, for leases
    Instant started_at{};
};

}  // namespace bwsync
