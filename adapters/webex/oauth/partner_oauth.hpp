// One partner's OAuth 2.0 over HTTP: its token endpoint, signing in, and the age of a token.
#pragma once

#include <string>

#include "adapters/webex/line.hpp"
#include "adapters/webex/oauth/oauth_requests.hpp"
#include "daemon/ports/tokens.hpp"

namespace bwsync {

class PartnerOauth final : public TokenEndpoint {
public:
    explicit PartnerOauth(PartnerLine& line) : line_(line) {}

    Task<bool> turn(std::stop_token stop) override;
    Result<RefreshedTokens> refresh(const Grant& grant, Instant now) const override;
    Task<Result<Instant>> expiry(AccessToken token, std::stop_token stop) override;

    // Where a person signs in with a browser.
    [[nodiscard]] std::string sign_in_url(std::string state, std::string code_challenge) const;
    // Trades the code that a sign-in ended with for tokens, which the caller stores before anything uses them. A code
    // is good once: whatever the error, only another sign-in helps. Errors as of parse_tokens, and kUnknownOutcome.
    Task<Result<RefreshedTokens>> redeem(AuthorizationCode code, std::stop_token stop);

private:
    [[nodiscard]] ClientCredentials credentials() const;

    PartnerLine& line_;
};

}  // namespace bwsync
