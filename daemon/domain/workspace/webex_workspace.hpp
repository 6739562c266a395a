// A workspace: a room or a shared device of an enterprise. Webex answers at once and has no list of them, so whoever
// makes one remembers its id. Source: Cisco's public OpenAPI document of the BroadWorks workspace family.
#pragma once

#include <optional>
#include <string>

#include "daemon/domain/basics/time.hpp"

namespace bwsync {

struct WebexWorkspace {
    std::string id;  // opaque, compared byte for byte
    std::string provisioning_id;
    std::string user_id;  // of the BroadWorks user behind it
    std::string sp_enterprise_id;
    std::string display_name;
    std::string primary_phone_number;
    std::string extension;
    Instant created{};  // the epoch: not told

    bool operator==(const WebexWorkspace&) const = default;
};

// Body of POST /broadworks/workspaces; the last two are not sent when empty.
struct WorkspaceRequest {
    std::string provisioning_id;
    std::string user_id;
    std::string sp_enterprise_id;
    std::string display_name;
    std::string primary_phone_number;
    std::string extension;

    bool operator==(const WorkspaceRequest&) const = default;
};

// Body of PUT /broadworks/workspaces/{id}: absent means unchanged. The display name can't be changed.
struct WorkspaceUpdate {
    std::optional<std::string> user_id;
    std::optional<std::string> primary_phone_number;
    std::optional<std::string> extension;

    bool operator==(const WorkspaceUpdate&) const = default;
    [[nodiscard]] bool is_empty() const { return *this == WorkspaceUpdate(); }
};

}  // namespace bwsync
