// The lab's configuration file: YAML, read strictly. An unknown key, a wrong type or value is a fault, and all faults
// are told at once.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/lab/broadworks/config.hpp"
#include "tests/lab/webex/config.hpp"

namespace bwsync::lab {

struct LabConfig {
    std::string ports_file;  // empty: none is written
    std::string control_listen = "127.0.0.1:0";
    double clock_rate = 1;
    std::uint64_t seed = 1;
    std::vector<BroadworksConfig> broadworks;
    std::vector<WebexConfig> webex;
};

// what() holds one line per fault: "NAME:LINE:COLUMN: key: what is wrong".
class ConfigError final : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Throws ConfigError. name stands for the text in messages.
LabConfig parse_config(const std::string& yaml, const std::string& name);
LabConfig load_config(const std::string& path);

}  // namespace bwsync::lab
