// What a failed HTTP call means for the one who sent it. The error codes of the HTTP library are ambiguous (a refused
// connection reports "host unreachable", a cancelled one may be either side of the send), so its fixed texts decide.
// Source: the library's behaviour against misbehaving servers, measured; tests/contract/webex holds each case.
#pragma once

#include <string_view>
#include <system_error>

#include "adapters/http/message.hpp"

namespace bwsync {

// How far the call had come.
enum class HttpStage { kBeforeStatus, kInBody };

// `library_text` is what() of the library's exception. `is_over_time`: our own total deadline ended the call.
HttpFailure classify_failure(HttpStage stage, std::string_view library_text, const std::error_code& code,
                             bool is_over_time);

}  // namespace bwsync
