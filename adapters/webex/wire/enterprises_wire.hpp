// The BroadWorks enterprise family as it goes on the wire. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/http/message.hpp"
#include "daemon/domain/enterprise/webex_enterprise.hpp"

namespace bwsync {

HttpRequest enterprises_list_request(const std::string& base, const EnterpriseFilter& filter);
HttpRequest sync_status_request(const std::string& base, const std::string& id);
HttpRequest sync_enable_request(const std::string& base, const std::string& id, bool is_enabled);
HttpRequest sync_trigger_request(const std::string& base, const std::string& id);
HttpRequest sync_user_request(const std::string& base, const std::string& id, const std::string& user_id);

// The published schema is one enterprise, its example a list under "items": both are read. nullopt: neither.
std::optional<std::vector<WebexEnterprise>> parse_enterprises(const std::string& body);
// nullopt: nothing in it tells about a directory synchronisation.
std::optional<DirectorySync> parse_directory_sync(const std::string& body);
std::optional<ExternalUser> parse_external_user(const std::string& body);

}  // namespace bwsync
