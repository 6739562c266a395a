// JSON values as YAML text (1.2, and read the same by 1.1). Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace bwsync::ctl {

std::string yaml_text(const nlohmann::ordered_json& value);

}  // namespace bwsync::ctl
