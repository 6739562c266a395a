// The Organizations family as it goes on the wire. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/http/message.hpp"
#include "daemon/domain/enterprise/webex_organization.hpp"

namespace bwsync {

HttpRequest organizations_list_request(const std::string& base);
HttpRequest organization_get_request(const std::string& base, const std::string& id);
HttpRequest organization_remove_request(const std::string& base, const std::string& id);

// nullopt: no JSON object, or one without an id.
std::optional<WebexOrganization> parse_organization(const std::string& body);
std::optional<std::vector<WebexOrganization>> parse_organizations(const std::string& body);

}  // namespace bwsync
