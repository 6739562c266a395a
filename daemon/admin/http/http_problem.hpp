// Errors of the HTTP API as problem documents (RFC 9457).
#pragma once

#include <string>
#include <string_view>

#include "daemon/admin/http/http_message.hpp"
#include "daemon/domain/basics/result.hpp"

namespace bwsync {

// {"type": "about:blank", "title": the status in words, "status", "detail"} as application/problem+json.
ServerResponse problem(int status, std::string_view detail);

// What went wrong behind the API: kNotFound 404, kConflict 409, kRejected 400, kUnauthorized 422 (not 401: that is
// about the caller's token), everything that passes by itself 503 with Retry-After.
ServerResponse problem(const Error& error);

std::string_view reason_phrase(int status);

}  // namespace bwsync
