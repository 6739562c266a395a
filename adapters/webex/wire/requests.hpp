// The requests of the BroadWorks subscriber family and of the token endpoint, as they go on the wire. Pure. Fields and
// paths: Cisco's public OpenAPI document of the family; bodies hold exactly the published fields.
#pragma once

#include <string>

#include "adapters/http/message.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

// `base` is the path of base_url without a slash at its end ("/v1"; may be empty).
HttpRequest list_request(const std::string& base, const SubscriberFilter& filter);
HttpRequest get_request(const std::string& base, const std::string& id);
HttpRequest provision_request(const std::string& base, const ProvisionRequest& request);
HttpRequest update_request(const std::string& base, const std::string& id, const UpdateRequest& request);
HttpRequest remove_request(const std::string& base, const std::string& id);
// The full form: the body of a provisioning.
HttpRequest precheck_request(const std::string& base, const ProvisionRequest& request);
// The partial form: an e-mail address and the customer that is meant.
HttpRequest precheck_email_request(const std::string& base, const EmailPrecheck& request);
// Beware: no /broadworks in its path.
HttpRequest consent_move_request(const std::string& base, const std::string& id);

}  // namespace bwsync
