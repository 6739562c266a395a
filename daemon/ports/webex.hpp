// Subscribers of one Webex partner organisation; the other families have ports of their own (webex_people.hpp,
// webex_organizations.hpp, ...). The adapter owns rate limit, token, Retry-After on the whole client and the
// reading of answers; it never repeats a call that may have been acted on: the core decides that.
#pragma once

#include <stop_token>

#include "daemon/domain/subscriber/webex_subscriber.hpp"
#include "daemon/ports/webex_result.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

class Webex {
public:
    virtual ~Webex() = default;

    // One page; `next` of the page before, or empty for the first.
    virtual Task<WebexResult<SubscriberPage>> list(SubscriberFilter filter, std::string next, std::stop_token stop) = 0;
    virtual Task<WebexResult<Answered<WebexSubscriber>>> get(std::string id, std::stop_token stop) = 0;
    virtual Task<WebexResult<Answered<WebexSubscriber>>> provision(ProvisionRequest request, std::stop_token stop) = 0;
    // The answer shows the values from before the change, status updating.
    virtual Task<WebexResult<Answered<WebexSubscriber>>> update(std::string id, UpdateRequest request,
                                                                std::stop_token stop) = 0;
    virtual Task<WebexResult<Answered<std::monostate>>> remove(std::string id, std::stop_token stop) = 0;
    // The full form of the precheck: would this provisioning succeed? Changes nothing.
    virtual Task<WebexResult<Answered<PrecheckReport>>> precheck(ProvisionRequest request, std::stop_token stop) = 0;
    // The same for campaigns, which wait behind all other calls and have a rate of their own.
    virtual Task<WebexResult<Answered<PrecheckReport>>> campaign_precheck(ProvisionRequest request,
                                                                          std::stop_token stop) = 0;
    // The partial form, for campaigns too: could this e-mail address become a user of that customer? Changes nothing.
    virtual Task<WebexResult<Answered<PrecheckReport>>> precheck_email(EmailPrecheck request, std::stop_token stop) = 0;
    // Sends the consent mail again to a subscriber in pending_user_migration. It reaches a person: not to be repeated
    // lightly, also not after kUnknownOutcome.
    virtual Task<WebexResult<Done>> consent_move(std::string id, std::stop_token stop) = 0;

    // A grant is alive and calls may leave. False: only kNoGrant would come back.
    [[nodiscard]] virtual bool has_grant() const = 0;
};

}  // namespace bwsync
