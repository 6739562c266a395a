// People of the organisations of one Webex partner. `organization_id` is the person's: access to a customer's
// organisation is opened by the adapter when Webex refuses; empty when it is not known, then a refusal stays one.
#pragma once

#include <stop_token>

#include "daemon/domain/enterprise/webex_person.hpp"
#include "daemon/ports/webex_result.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class WebexPeople {
public:
    virtual ~WebexPeople() = default;

    // One page; `next` of the page before, or empty for the first.
    virtual Task<WebexResult<PersonPage>> list(PersonFilter filter, std::string next, std::stop_token stop) = 0;
    virtual Task<WebexResult<Answered<WebexPerson>>> get(std::string id, std::string organization_id,
                                                         std::stop_token stop) = 0;
    // Webex replaces the whole person: this reads it, merges the change and writes it back, so that what it can't show
    // us stays. Another writer between the two loses. kUnknownOutcome, and any refusal after the reading (Webex may
    // have written a part): read before it is repeated. An empty change reads only.
    virtual Task<WebexResult<Answered<WebexPerson>>> update(std::string id, std::string organization_id,
                                                            PersonChange change, std::stop_token stop) = 0;
    // Removes the Webex account for good. Already gone is a failure with http_status 404; repeating does no harm.
    virtual Task<WebexResult<Done>> remove(std::string id, std::string organization_id, std::stop_token stop) = 0;
};

}  // namespace bwsync
