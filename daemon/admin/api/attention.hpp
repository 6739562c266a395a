// What of the daemon's state needs a person: the list that `bwsyncctl status` ends with, and exits 4 for. Pure.
#pragma once

#include <string>
#include <vector>

#include "daemon/admin/http/json_text.hpp"

namespace bwsync {

struct Attention {
    std::string kind;       // not-ready | parked | gap | brake | breaker | grant | paused
    std::string subject;    // "bridge east-acme"
    std::string detail;     // what is the matter
    std::string remedy;     // what to do: a command, where there is one
    bool is_urgent = true;  // false: told, but not a reason to exit 4 (a pause that somebody ordered)
};
Json to_json(const Attention& attention);

// From the parts of a status; each may be null when it could not be read (then `not_ready` says why).
struct StatusParts {
    std::vector<Problem> not_ready;
    Json bridges;   // items of Operations::list_bridges
    Json gaps;      // items of Operations::list_gaps
    Json breakers;  // items of Operations::list_breakers
    std::vector<GrantStatus> grants;
    Instant now{};
};
std::vector<Attention> attention_of(const StatusParts& parts);

}  // namespace bwsync
