// Calls into a customer's organisation. Webex answers 403 to a partner until the partner has looked at the organisation
// (which opens it for a while), and to the removal of an object younger than a day until the access token is a newer
// one. Both are repaired here, once per call, and what was learnt is remembered so that not every call pays for it.
// Source: Cisco's Webex for BroadWorks guide, "Managing your customer organizations" and "Organization deletion".
#pragma once

#include <map>
#include <memory>

#include "adapters/webex/channel.hpp"
#include "daemon/ports/clock.hpp"
#include "daemon/runtime/event.hpp"

namespace bwsync {

struct CustomerCall {
    CustomerCall(std::string o, Lane l, HttpRequest r, std::string organization)
        : operation(std::move(o)), lane(l), request(std::move(r)), organization_id(std::move(organization))
    {
    }
    std::string operation;
    Lane lane;
    HttpRequest request;
    std::string organization_id;       // empty: not known, access is not opened
    bool is_removal_of_young = false;  // a 403 may be about the age of the object
};

// Used from the io thread. It is destroyed when none of its calls is under way any more.
class CustomerAccess final {
public:
    CustomerAccess(Channel& channel, Clock& clock);

    // As Channel::call. A 403 that is left after the repairs is the failure.
    Task<WebexResult<HttpAnswer>> call(CustomerCall call, std::stop_token stop);

private:
    struct Organization {
        Instant opened_at{};
        Instant refused_until{};         // opening it did not help: not tried again before
        std::shared_ptr<Event> opening;  // null: nobody is opening it
    };

    Task<bool> open(std::string organization_id, Instant refused_call_left_at, std::stop_token stop);
    Task<bool> renew(Instant refused_call_left_at);
    Organization& known(const std::string& organization_id);

    Channel& channel_;
    Clock& clock_;
    std::map<std::string, Organization> organizations_;
    Instant renewed_at_{};
};

}  // namespace bwsync
