// The WebexOrganizations port over one partner's channel.
#pragma once

#include "adapters/webex/families/customer_access.hpp"
#include "daemon/ports/webex_organizations.hpp"

namespace bwsync {

class Organizations final : public WebexOrganizations {
public:
    Organizations(Channel& channel, CustomerAccess& access) : channel_(channel), access_(access) {}

    Task<WebexResult<std::vector<WebexOrganization>>> list(std::stop_token stop) override;
    Task<WebexResult<Answered<WebexOrganization>>> get(std::string id, std::stop_token stop) override;
    Task<WebexResult<Done>> remove(std::string id, std::stop_token stop) override;

private:
    Channel& channel_;
    CustomerAccess& access_;
};

}  // namespace bwsync
