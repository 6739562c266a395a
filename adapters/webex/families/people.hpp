// The WebexPeople port over one partner's channel.
#pragma once

#include "adapters/webex/families/customer_access.hpp"
#include "daemon/ports/webex_people.hpp"

namespace bwsync {

class People final : public WebexPeople {
public:
    People(Channel& channel, CustomerAccess& access) : channel_(channel), access_(access) {}

    Task<WebexResult<PersonPage>> list(PersonFilter filter, std::string next, std::stop_token stop) override;
    Task<WebexResult<Answered<WebexPerson>>> get(std::string id, std::string organization_id,
                                                 std::stop_token stop) override;
    Task<WebexResult<Answered<WebexPerson>>> update(std::string id, std::string organization_id, PersonChange change,
                                                    std::stop_token stop) override;
    Task<WebexResult<Done>> remove(std::string id, std::string organization_id, std::stop_token stop) override;

private:
    Channel& channel_;
    CustomerAccess& access_;
};

}  // namespace bwsync
