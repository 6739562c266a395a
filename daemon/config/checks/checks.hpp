// What must hold between keys, once each of them is good by itself.
#pragma once

#include "daemon/config/reading/reader.hpp"
#include "daemon/config/reading/report.hpp"
#include "daemon/config/schema/config.hpp"

namespace bwsync::config {

// Keys that were absent or wrong have their defaults here and cause no fault of their own.
void check_clusters(const Config& config, const Places& places, Report& report);
void check_partners(const Config& config, const Places& places, Report& report);
void check_bridges(const Config& config, const Places& places, Report& report);
void check_admin(const Config& config, const Places& places, Report& report);
void check_listeners(const Config& config, const Places& places, Report& report);
void check_store(const Config& config, const Places& places, Report& report);

}  // namespace bwsync::config
