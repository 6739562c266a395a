// The requests of OAuth 2.0 to Webex: signing in, trading a code, refreshing, asking how long a token lives. Pure.
#pragma once

#include <string>
#include <vector>

#include "adapters/http/message.hpp"

namespace bwsync {

// Who asks the token endpoint: in the form or as HTTP Basic (RFC 6749 section 2.3.1), never both.
struct ClientCredentials {
    std::string id;
    std::string secret;
    bool is_basic = false;
};

// What the browser is sent to Webex with (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
struct AuthorizationRequest {
    std::string client_id;
    std::string redirect_uri;
    std::vector<std::string> scopes;
    std::string state;
    std::string code_challenge;  // S256
};

// What a sign-in ended with, to be traded for tokens. The redirect URI is the one it began with.
struct AuthorizationCode {
    std::string code;
    std::string code_verifier;
    std::string redirect_uri;
};

// An address for a browser; `base_url` is the API's, without a slash at its end.
std::string authorization_url(const std::string& base_url, const AuthorizationRequest& request);

// `base` is the path of the API, without a slash at its end.
HttpRequest redeem_request(const std::string& base, const ClientCredentials& client, const AuthorizationCode& code);
HttpRequest refresh_request(const std::string& base, const ClientCredentials& client, const std::string& refresh_token);
// Of the access token it is sent with.
HttpRequest token_expiry_request(const std::string& base);

}  // namespace bwsync
