// A Webex organisation: what a BroadWorks enterprise becomes. Source: Cisco's public OpenAPI document of the
// Organizations family.
#pragma once

#include <string>

#include "daemon/domain/basics/time.hpp"

namespace bwsync {

struct WebexOrganization {
    std::string id;  // opaque, compared byte for byte
    std::string display_name;
    Instant created{};  // the epoch: not told

    bool operator==(const WebexOrganization&) const = default;
};

}  // namespace bwsync
