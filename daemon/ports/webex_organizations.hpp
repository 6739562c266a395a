// Organisations that one Webex partner manages.
#pragma once

#include <stop_token>
#include <vector>

#include "daemon/domain/enterprise/webex_organization.hpp"
#include "daemon/ports/webex_result.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class WebexOrganizations {
public:
    virtual ~WebexOrganizations() = default;

    // All that the grant can see; Webex does not cut this list into pages.
    virtual Task<WebexResult<std::vector<WebexOrganization>>> list(std::stop_token stop) = 0;
    // Opens temporary access to the organisation as a side effect (takes some seconds to work). Gone: http_status 404.
    virtual Task<WebexResult<Answered<WebexOrganization>>> get(std::string id, std::stop_token stop) = 0;
    // Webex answers at once and deletes within ten minutes: get() tells when it is gone. http_status 409: `what` holds
    // Webex's reason (people, licences, linked sites, directory synchronisation, other managers). Repeating does no
    // harm.
    virtual Task<WebexResult<Done>> remove(std::string id, std::stop_token stop) = 0;
};

}  // namespace bwsync
