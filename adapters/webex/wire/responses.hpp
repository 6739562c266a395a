// Webex's answers, read tolerantly: unknown fields, codes and statuses, strings where other types are promised. Pure.
// Where the published schema contradicts itself both readings are accepted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/http/message.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

// nullopt: no JSON object, or one without an id.
std::optional<WebexSubscriber> parse_subscriber(const std::string& body);

// nullopt: no list. One entry that can't be read makes the whole page unreadable: nobody may be held absent because of
// it.
std::optional<std::vector<WebexSubscriber>> parse_subscribers(const std::string& body);

std::optional<PrecheckReport> parse_precheck(const std::string& body);

// Of any answer; empty: it has none.
std::string tracking_id(const HttpAnswer& answer);

// An answer that is no success, in any of the shapes of the error envelope, HTML and nothing included.
WebexFailure parse_failure(const HttpAnswer& answer, Instant now);

// Statuses from 200 to 299: the families document several, so each is a success.
inline bool is_success(int status)
{
    return status >= 200 && status < 300;
}

}  // namespace bwsync
