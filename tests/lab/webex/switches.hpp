// The switches by name, for the configuration file and the control API: one table says name, values and meaning.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/lab/webex/config.hpp"

namespace bwsync::lab {

// Sets one switch from its text ("true", "2008", "20s", "clamp"). nullopt when done, else what is wrong: an unknown
// name, or a value and what was expected.
std::optional<std::string> set_webex_switch(WebexSwitches& switches, std::string_view name, std::string_view value);

// "first_subscriber", "subscriber", ... with a duration such as "500ms", "20s", "5m", "24h", "90d".
std::optional<std::string> set_webex_delay(WebexDelays& delays, std::string_view name, std::string_view value);

struct WebexSwitchDescription {
    std::string name;
    std::string value;   // as set; of default switches the default
    std::string values;  // "true | false", "2008 | 2020 | accept", "a duration", "1..100000"
    std::string meaning;
};
std::vector<WebexSwitchDescription> webex_switch_descriptions(const WebexSwitches& switches = {});

// "500ms", "30s", "5m", "24h", "90d"; nullopt for anything else, for negative values and above ten years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace bwsync::lab
