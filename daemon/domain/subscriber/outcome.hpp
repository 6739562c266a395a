// What a call that went well, or that did not go out at all, leaves in its subscriber's row. Pure; what a failure
// leaves is in failure.hpp.
#pragma once

#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/domain/subscriber/failure.hpp"

namespace bwsync {

// Of a call whose answer shows the subscriber. `shown` without an id: applied, with an answer that nobody could read.
Aftermath after_success(SubscriberRow row, const OpenIntent& intent, const WebexSubscriber& shown, Instant now);

// Of a call whose answer shows nothing: a removal, a deletion of the person, a mail.
Aftermath after_done(SubscriberRow row, Operation operation, Instant now);

// What is gone by a removal or a deletion that is done leaves the row: also where Webex's refusal said that it was gone
// already.
Aftermath without_what_is_gone(Aftermath aftermath, Operation operation, Instant now);

// A precheck advises. True: its refusal says that it cannot judge this case (no e-mail to ask with: 1001; a hybrid
// flow: 2046; the caller may not ask: 2042, bare 403, 404, 405; the user id is in Webex already: 2045), not that
// provisioning would fail. Source: Cisco's guide, "API Error Codes".
bool precheck_cannot_tell(const WebexFailure& failure);

// Nothing was made by a precheck: an unknown outcome is simply not done, and no intent is open.
SubscriberRow after_failed_precheck(SubscriberRow row, WebexFailure failure, Instant now, double unit);

// No hand is free for the call of `decision`: what was counted for it is taken back, and it is decided again at
// `until`.
SubscriberRow put_off(const Decision& decision, Instant until);

}  // namespace bwsync
