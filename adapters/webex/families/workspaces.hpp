// The WebexWorkspaces port over one partner's channel.
#pragma once

#include "adapters/webex/families/customer_access.hpp"
#include "daemon/ports/webex_workspaces.hpp"

namespace bwsync {

class Workspaces final : public WebexWorkspaces {
public:
    Workspaces(Channel& channel, CustomerAccess& access) : channel_(channel), access_(access) {}

    Task<WebexResult<Answered<WebexWorkspace>>> provision(WorkspaceRequest request, std::stop_token stop) override;
    Task<WebexResult<Answered<WebexWorkspace>>> update(std::string id, WorkspaceUpdate change,
                                                       std::stop_token stop) override;
    Task<WebexResult<Done>> remove(std::string id, std::stop_token stop) override;

private:
    Channel& channel_;
    CustomerAccess& access_;
};

}  // namespace bwsync
