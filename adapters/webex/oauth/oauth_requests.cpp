#include "adapters/webex/oauth/oauth_requests.hpp"

#include <cstdint>
#include <string_view>

#include "adapters/webex/wire/text.hpp"

namespace bwsync {

namespace {

std::string base64(std::string_view bytes)
{
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8U | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += k <= count ? kLetters[group >> (18 - 6 * k) & 63U] : '=';
    }
    return out;
}

HttpRequest token_request(const std::string& base, const ClientCredentials& client, std::string form)
{
    HttpRequest request;
    request.method = "POST";
    request.target = base + "/access_token";
    request.headers["Accept"] = "application/json";
    request.content_type = "application/x-www-form-urlencoded";
    const std::string id = percent_encoded(client.id);
    const std::string secret = percent_encoded(client.secret);
    request.body = std::move(form);
    if (client.is_basic) {
        request.headers["Authorization"] = "Basic " + base64(id + ':' + secret);
    } else {
        request.body += "&client_id=" + id + "&client_secret=" + secret;
    }
    return request;
}

}  // namespace

std::string authorization_url(const std::string& base_url, const AuthorizationRequest& request)
{
    std::string scopes;
    for (const std::string& scope : request.scopes) scopes += (scopes.empty() ? "" : " ") + scope;
    return base_url + "/authorize?response_type=code&client_id=" + percent_encoded(request.client_id) +
           "&redirect_uri=" + percent_encoded(request.redirect_uri) + "&scope=" + percent_encoded(scopes) +
           "&state=" + percent_encoded(request.state) + "&code_challenge=" + percent_encoded(request.code_challenge) +
           "&code_challenge_method=S256";
}

HttpRequest redeem_request(const std::string& base, const ClientCredentials& client, const AuthorizationCode& code)
{
    return token_request(base, client,
                         "grant_type=authorization_code&code=" + percent_encoded(code.code) +
                             "&redirect_uri=" + percent_encoded(code.redirect_uri) +
                             "&code_verifier=" + percent_encoded(code.code_verifier));
}

HttpRequest refresh_request(const std::string& base, const ClientCredentials& client, const std::string& refresh_token)
{
    return token_request(base, client, "grant_type=refresh_token&refresh_token=" + percent_encoded(refresh_token));
}

HttpRequest token_expiry_request(const std::string& base)
{
    HttpRequest request;
    request.target = base + "/authorizations/tokenExpiry";
    request.headers["Accept"] = "application/json";
    return request;
}

}  // namespace bwsync
