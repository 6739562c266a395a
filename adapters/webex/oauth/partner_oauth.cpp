#include "adapters/webex/oauth/partner_oauth.hpp"

#include "adapters/webex/oauth/token_answer.hpp"
#include "daemon/domain/grant/grant_rules.hpp"

namespace bwsync {

namespace {

std::string joined(const std::vector<std::string>& words)
{
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

Error lost(const HttpFailure& failure)
{
    const bool has_left = failure.kind != HttpFailure::Kind::kNotSent && failure.kind != HttpFailure::Kind::kCancelled;
    const std::string what = "the token endpoint: " + failure.what;
    if (!has_left) return Error(ErrorKind::kRetry, what);
    return Error(ErrorKind::kUnknownOutcome, what + "; the code may be used up: sign in again");
}

Error refused(Error error)
{
    if (error.kind == ErrorKind::kUnauthorized) {
        error.what +=
            "; a code is good once, for some minutes, and only with the redirect URI registered with the "
            "integration: sign in again";
    }
    return error;
}

}  // namespace

Task<bool> PartnerOauth::turn(std::stop_token stop)
{
    Gate::Pass pass = co_await line_.gate().enter(Lane::kFirst, stop);
    co_return static_cast<bool>(pass);
}

ClientCredentials PartnerOauth::credentials() const
{
    ClientCredentials client;
    client.id = line_.settings().client_id;
    client.secret = line_.settings().client_secret.reveal();
    client.is_basic = line_.settings().client_authentication == config::ClientAuthentication::kBasic;
    return client;
}

// On a thread of the store's: touches only what does not change and what any thread may use.
Result<RefreshedTokens> PartnerOauth::refresh(const Grant& grant, Instant now) const
{
    const HttpOutcome outcome =
        line_.send_to_token_endpoint_and_wait(refresh_request(line_.base_path(), credentials(), grant.refresh_token));
    if (!outcome) return Error(ErrorKind::kRetry, "the token endpoint: " + outcome.error().what);
    return parse_tokens(*outcome, now);
}

std::string PartnerOauth::sign_in_url(std::string state, std::string code_challenge) const
{
    AuthorizationRequest request;
    request.client_id = line_.settings().client_id;
    request.redirect_uri = line_.settings().redirect_uri;
    request.scopes = wanted_scopes(line_.settings().scopes);
    request.state = std::move(state);
    request.code_challenge = std::move(code_challenge);
    return authorization_url(line_.settings().base_url, request);
}

Task<Result<RefreshedTokens>> PartnerOauth::redeem(AuthorizationCode code, std::stop_token stop)
{
    const bool has_turn = co_await turn(stop);
    if (!has_turn) co_return Error(ErrorKind::kCancelled, "stopping");
    const Instant sent_at = line_.ports().clock.now();
    HttpRequest request = redeem_request(line_.base_path(), credentials(), code);
    HttpOutcome outcome = co_await line_.send_to_token_endpoint(std::move(request), stop);
    if (!outcome) co_return lost(outcome.error());
    Result<RefreshedTokens> tokens = parse_tokens(*outcome, sent_at);
    if (!tokens) co_return refused(tokens.error());
    if (!tokens->refresh_token) co_return Error(ErrorKind::kRejected, "the token endpoint gave no refresh token");
    // RFC 6749 section 5.1: left out when it is what was asked for.
    if (tokens->scopes.empty()) tokens->scopes = joined(wanted_scopes(line_.settings().scopes));
    co_return tokens;
}

Task<Result<Instant>> PartnerOauth::expiry(AccessToken token, std::stop_token stop)
{
    Gate::Pass pass = co_await line_.gate().enter(Lane::kFirst, stop);
    if (!pass) co_return Error(ErrorKind::kCancelled, "stopping");
    HttpRequest request = token_expiry_request(line_.base_path());
    request.headers["Authorization"] = "Bearer " + token.text;
    request.headers["TrackingID"] = line_.new_tracking_id();
    HttpOutcome outcome = co_await line_.send("token_expiry", std::move(request), stop);
    if (!outcome) co_return Error(ErrorKind::kRetry, "tokenExpiry: " + outcome.error().what);
    co_return parse_token_expiry(*outcome, line_.ports().clock.now());
}

}  // namespace bwsync
