// Whether the rules of a bridge can ever match somebody.
#pragma once

#include "daemon/config/config.hpp"
#include "daemon/config/reader.hpp"
#include "daemon/config/report.hpp"

namespace bwsync::config {

// `path` is the bridge's: "bridges[0]".
void check_reach(const BridgeConfig& bridge, const std::string& path, const Places& places, Report& report);

}  // namespace bwsync::config
