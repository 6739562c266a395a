// The BroadWorks workspace family as it goes on the wire. Pure.
#pragma once

#include <optional>
#include <string>

#include "adapters/http/message.hpp"
#include "daemon/domain/workspace/webex_workspace.hpp"

namespace bwsync {

HttpRequest workspace_provision_request(const std::string& base, const WorkspaceRequest& request);
HttpRequest workspace_update_request(const std::string& base, const std::string& id, const WorkspaceUpdate& change);
HttpRequest workspace_remove_request(const std::string& base, const std::string& id);

// nullopt: no JSON object, or one without an id.
std::optional<WebexWorkspace> parse_workspace(const std::string& body);

}  // namespace bwsync
