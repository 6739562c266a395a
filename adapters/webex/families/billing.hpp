// The WebexBilling port over one partner's channel.
#pragma once

#include "adapters/webex/families/customer_access.hpp"
#include "daemon/ports/webex_billing.hpp"

namespace bwsync {

class Billing final : public WebexBilling {
public:
    Billing(Channel& channel, CustomerAccess& access) : channel_(channel), access_(access) {}

    Task<WebexResult<std::vector<BillingReport>>> list(BillingFilter filter, std::stop_token stop) override;
    Task<WebexResult<Answered<std::string>>> create(std::string period, std::stop_token stop) override;
    Task<WebexResult<Answered<BillingReport>>> get(std::string id, std::stop_token stop) override;
    Task<WebexResult<Done>> remove(std::string id, std::stop_token stop) override;

private:
    Channel& channel_;
    CustomerAccess& access_;
};

}  // namespace bwsync
