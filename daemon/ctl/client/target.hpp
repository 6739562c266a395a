// Which daemon is meant and with which token: from the options, the environment or the daemon's configuration file.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "daemon/ctl/cli/invocation.hpp"
#include "daemon/ctl/client/http_client.hpp"

namespace bwsync::ctl {

struct Target {
    Endpoint endpoint;
    std::string token;
};

// What kept the target from being known: a message for standard error, and the exit status that fits it.
struct TargetFault {
    std::string message;
    int exit_status = kWrongUse;
};

using Environment = std::function<std::optional<std::string>(const char* name)>;

Result<Target, TargetFault> find_target(const Invocation& invocation, const Environment& environment);

// The contents of a file that holds one secret, without white space around it.
Result<std::string> read_secret_file(const std::string& path);

inline constexpr const char* kDefaultConfig = "/etc/bwsync/bwsync.yaml";

}  // namespace bwsync::ctl
