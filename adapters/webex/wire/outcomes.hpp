// From what became of an HTTP call to what the Webex port says. Pure.
#pragma once

#include <string>

#include "adapters/http/message.hpp"
#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"

namespace bwsync {

// The metric's word for it: the HTTP status, or timeout, refused, reset, tls, bad_body.
std::string code_label(const HttpOutcome& outcome);

WebexFailure simple_failure(WebexFailure::Kind kind, std::string what);
// `tracking_id`: the one that the request carried.
WebexFailure failure_of(const HttpFailure& http, const std::string& tracking_id);
// There was no token to send.
WebexFailure token_failure(const Error& error);
// A success whose body says nothing we can read: it may have been done.
WebexFailure unreadable(const HttpAnswer& answer);

CallTrace trace_of(const HttpAnswer& answer);

}  // namespace bwsync
