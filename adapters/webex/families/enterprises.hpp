// The WebexEnterprises port over one partner's channel.
#pragma once

#include "adapters/webex/families/customer_access.hpp"
#include "daemon/ports/webex_enterprises.hpp"

namespace bwsync {

class Enterprises final : public WebexEnterprises {
public:
    Enterprises(Channel& channel, CustomerAccess& access) : channel_(channel), access_(access) {}

    Task<WebexResult<EnterprisePage>> list(EnterpriseFilter filter, std::string next, std::stop_token stop) override;
    Task<WebexResult<Answered<DirectorySync>>> sync_status(std::string id, std::string organization_id,
                                                           std::stop_token stop) override;
    Task<WebexResult<Answered<DirectorySync>>> enable_sync(std::string id, std::string organization_id, bool is_enabled,
                                                           std::stop_token stop) override;
    Task<WebexResult<Answered<DirectorySync>>> trigger_sync(std::string id, std::string organization_id,
                                                            std::stop_token stop) override;
    Task<WebexResult<Answered<ExternalUser>>> sync_user(std::string id, std::string organization_id,
                                                        std::string user_id, std::stop_token stop) override;

private:
    Channel& channel_;
    CustomerAccess& access_;
};

}  // namespace bwsync
