// The BroadWorks billing report family as it goes on the wire. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/http/message.hpp"
#include "daemon/domain/billing/webex_billing.hpp"

namespace bwsync {

HttpRequest billing_list_request(const std::string& base, const BillingFilter& filter);
HttpRequest billing_create_request(const std::string& base, const std::string& period);
HttpRequest billing_get_request(const std::string& base, const std::string& id);
HttpRequest billing_remove_request(const std::string& base, const std::string& id);

// nullopt: no JSON object, or one without an id.
std::optional<BillingReport> parse_billing_report(const std::string& body);
std::optional<std::vector<BillingReport>> parse_billing_reports(const std::string& body);

}  // namespace bwsync
