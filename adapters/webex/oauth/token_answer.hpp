// The token endpoint's answers: new tokens, or what a refusal means. Pure.
#pragma once

#include "adapters/http/message.hpp"
#include "daemon/ports/grants.hpp"

namespace bwsync {

// `sent_at`: when the request left, so that lifetimes are counted short rather than long. Errors:
//  kUnauthorized  the refresh token itself was refused: only an import or a sign-in helps
//  kConflict      the client id or secret was refused: the grant may be good
//  kRateLimited   with retry_after
//  kRetry         everything else, unreadable answers included: the refresh token may still be good
Result<RefreshedTokens> parse_tokens(const HttpAnswer& answer, Instant sent_at);

// When the access token that was asked about ends (GET authorizations/tokenExpiry). kUnauthorized: Webex refuses the
// token; kRetry: nothing was learned.
Result<Instant> parse_token_expiry(const HttpAnswer& answer, Instant now);

}  // namespace bwsync
