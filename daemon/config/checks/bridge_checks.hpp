// Whether the rules of a bridge can ever match somebody.
#pragma once

#include <cstddef>
#include <string>

#include "daemon/config/reading/reader.hpp"
#include "daemon/config/reading/report.hpp"
#include "daemon/config/schema/config.hpp"

namespace bwsync::config {

// The path of one entry of a list: "bridges[0]".
std::string entry(const std::string& list, std::size_t index);

// `path` is the bridge's: "bridges[0]".
void check_reach(const BridgeConfig& bridge, const std::string& path, const Places& places, Report& report);

}  // namespace bwsync::config
