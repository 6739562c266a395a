// Values of the Webex side as JSON text: how the store keeps them and how the admin API shows them. Member names are
// those of the Webex for BroadWorks subscriber API. Reading throws nlohmann::json::exception on what is not an object
// of ours.
#pragma once

#include <string>
#include <string_view>

#include "daemon/domain/subscriber/subscriber.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

// A text as a JSON string, quotes included.
std::string json_quoted(std::string_view text);

std::string provision_to_json(const ProvisionRequest& request);
ProvisionRequest provision_from_json(std::string_view text);

// Only the members that are to be changed are there.
std::string update_to_json(const UpdateRequest& request);
UpdateRequest update_from_json(std::string_view text);

std::string webex_subscriber_to_json(const WebexSubscriber& subscriber);
WebexSubscriber webex_subscriber_from_json(std::string_view text);

std::string workspace_to_json(const WorkspaceRow& workspace);
WorkspaceRow workspace_from_json(std::string_view text);

}  // namespace bwsync
