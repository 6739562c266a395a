// The switches of a BroadWorks cluster by name, for the configuration file and the control API: one table says name,
// values, default and meaning.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/broadworks/config.hpp"

namespace bwsync::lab {

// Sets one switch from its text ("true", "bounded", "20s", "a,b"). Nothing when done, else what is wrong: an unknown
// name, or what was expected.
std::optional<std::string> set_broadworks_switch(BroadworksConfig& config, std::string_view name,
                                                 const std::string& value);

struct BroadworksSwitchDescription {
    std::string_view name, values, standard, meaning;
};
std::vector<BroadworksSwitchDescription> broadworks_switch_descriptions();

}  // namespace bwsync::lab
