// Reads bwsync's configuration file: either a Config in which everything has been checked, or every fault of the file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/config/reading/fault.hpp"
#include "daemon/config/schema/config.hpp"

namespace bwsync::config {

// What the caller needs. kAdmin is for the operator's tool, which may not be allowed to read the daemon's secrets: only
// state_directory and admin are read and checked, everything else keeps its default.
enum class Part { kAll, kAdmin };

struct LoadOutcome {
    std::optional<Config> config;  // there exactly when faults is empty
    std::vector<Fault> faults;     // in the order of their places
    std::vector<Fault> warnings;   // odd but allowed, in the order of their places; given beside faults too
};

// Reads the file, the values it takes from other files, the environment and systemd credentials. Never throws for what
// it reads; blocks for the time the file system takes. The certificate files it names are opened, to see that they can
// be.
LoadOutcome load(const std::string& path, Part part = Part::kAll);

// The same for text at hand. `file` is the name used in faults; relative paths are taken from the folder `file` is in.
LoadOutcome load_text(const std::string& text, const std::string& file, Part part = Part::kAll);

// One key of the configuration, for people: `bwsyncctl config schema`.
struct SchemaKey {
    std::string path;           // "bridges[].deletion.grace"
    std::string type;           // "duration", "integer from 1 to 15", "observe | create-only | ..."
    std::string default_value;  // as written in YAML; empty: none
    bool required = false;      // wherever the section it belongs to is written
    std::string meaning;
    friend bool operator==(const SchemaKey&, const SchemaKey&) = default;
};

// Every key in the order of the example, sections included. The same table drives load().
std::vector<SchemaKey> schema();

}  // namespace bwsync::config
