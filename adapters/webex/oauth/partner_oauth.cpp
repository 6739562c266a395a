// What a partner's OAuth needs of HTTP: its token endpoint and the age of a token.
#include "adapters/webex/oauth/token_answer.hpp"
#include "adapters/webex/partner.hpp"
#include "adapters/webex/wire/outcomes.hpp"
#include "adapters/webex/wire/responses.hpp"
#include "daemon/domain/grant/grant_rules.hpp"

namespace bwsync {

namespace {

using std::chrono::steady_clock;  // how long a call took: a limit inside an adapter, not the Clock port

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

void WebexPartner::record(const std::string& operation, const HttpOutcome& outcome,
                          steady_clock::time_point began) const
{
    const std::chrono::duration<double> took = steady_clock::now() - began;
    Labels by_code{settings_.name, operation, code_label(outcome)};
    Labels by_operation{settings_.name, operation};
    telemetry_.count("webex_requests_total", std::move(by_code));
    telemetry_.observe("webex_request_seconds", std::move(by_operation), took.count());
}

Task<bool> WebexPartner::token_turn(std::stop_token stop)
{
    Gate::Pass pass = co_await gate_.enter(Lane::kFirst, stop);
    co_return static_cast<bool>(pass);
}

ClientCredentials WebexPartner::credentials() const
{
    ClientCredentials client;
    client.id = settings_.client_id;
    client.secret = settings_.client_secret.reveal();
    client.is_basic = settings_.client_authentication == config::ClientAuthentication::kBasic;
    return client;
}

// On a thread of the store's: touches only what does not change and what any thread may use.
Result<RefreshedTokens> WebexPartner::fetch_tokens(const Grant& grant, Instant now) const
{
    const auto began = steady_clock::now();
    const HttpOutcome outcome =
        token_http_->send_and_wait(refresh_request(base_path_, credentials(), grant.refresh_token));
    record("token", outcome, began);
    if (!outcome) return Error(ErrorKind::kRetry, "the token endpoint: " + outcome.error().what);
    return parse_tokens(*outcome, now);
}

std::string WebexPartner::sign_in_url(std::string state, std::string code_challenge) const
{
    AuthorizationRequest request;
    request.client_id = settings_.client_id;
    request.redirect_uri = settings_.redirect_uri;
    request.scopes = wanted_scopes(settings_.scopes);
    request.state = std::move(state);
    request.code_challenge = std::move(code_challenge);
    return authorization_url(settings_.base_url, request);
}

Task<Result<RefreshedTokens>> WebexPartner::redeem(AuthorizationCode code, std::stop_token stop)
{
    const bool has_turn = co_await token_turn(stop);
    if (!has_turn) co_return Error(ErrorKind::kCancelled, "stopping");
    const Instant sent_at = clock_.now();
    const auto began = steady_clock::now();
    HttpRequest request = redeem_request(base_path_, credentials(), code);
    HttpOutcome outcome = co_await token_http_->send(std::move(request), stop);
    record("token", outcome, began);
    if (!outcome) co_return lost(outcome.error());
    Result<RefreshedTokens> tokens = parse_tokens(*outcome, sent_at);
    if (!tokens) co_return refused(tokens.error());
    if (!tokens->refresh_token) co_return Error(ErrorKind::kRejected, "the token endpoint gave no refresh token");
    // RFC 6749 section 5.1: left out when it is what was asked for.
    if (tokens->scopes.empty()) tokens->scopes = joined(wanted_scopes(settings_.scopes));
    co_return tokens;
}

Task<Result<Instant>> WebexPartner::ask_expiry(AccessToken token, std::stop_token stop)
{
    Gate::Pass pass = co_await gate_.enter(Lane::kFirst, stop);
    if (!pass) co_return Error(ErrorKind::kCancelled, "stopping");
    HttpRequest request = token_expiry_request(base_path_);
    request.headers["Authorization"] = "Bearer " + token.text;
    request.headers["TrackingID"] = new_tracking_id();
    HttpOutcome outcome = co_await send("token_expiry", std::move(request), stop);
    if (!outcome) co_return Error(ErrorKind::kRetry, "tokenExpiry: " + outcome.error().what);
    co_return parse_token_expiry(*outcome, clock_.now());
}

}  // namespace bwsync
