// Grants and tokens of one integration (OAuth 2.0): the token endpoint, the authorisation page that agrees at once, and
// the check of bearer tokens. All expiry is in lab time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/lab/clock.hpp"
#include "tests/lab/http/http_server.hpp"
#include "tests/lab/webex/api/answers.hpp"
#include "tests/lab/webex/config.hpp"
#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {

struct Grant {
    std::string refresh_token;
    std::set<std::string> scopes;
    std::int64_t created_ms = 0, expires_ms = 0;
    bool revoked = false;
    int refreshes = 0;
};

struct AccessToken {
    std::size_t grant = 0;
    std::int64_t issued_ms = 0, expires_ms = 0;
    bool valid = true;
};

class OAuth final {
public:
    OAuth(LabClock& clock, const WebexConfig& config, Dice& dice);

    HttpResponse token(const HttpRequest& request, const std::string& tracking_id);
    HttpResponse authorize(const HttpRequest& request);

    // The token of an Authorization header; nullptr: missing, unknown, expired, invalidated or its grant was revoked.
    const AccessToken* check(const HttpRequest& request);
    bool has_scope(const AccessToken& token, const std::string& scope) const;

    // Control. An empty refresh token means all; the number of grants or tokens touched.
    int expire(const std::string& refresh_token);
    int revoke(const std::string& refresh_token);
    int invalidate_access_tokens();
    void add_grant(const std::string& refresh_token, std::set<std::string> scopes = {});
    Json state() const;
    int refreshes() const { return refreshes_; }
    void reset_counts() { refreshes_ = 0; }

private:
    struct Code {
        std::string redirect_uri, challenge, method;
        std::set<std::string> scopes;
        std::int64_t expires_ms = 0;
    };
    using Form = std::multimap<std::string, std::string>;

    std::string read_request(const HttpRequest& request, Code& code) const;
    std::optional<Problem> check_client(const HttpRequest& request, const Form& form) const;
    HttpResponse refresh(const Form& form, const std::string& tracking_id);
    HttpResponse redeem(const Form& form, const std::string& tracking_id);
    HttpResponse refused(int status, const std::string& error, const std::string& text,
                         const std::string& tracking_id) const;
    HttpResponse issued(std::size_t grant, bool with_refresh_token);
    Grant* grant_of(const std::string& refresh_token);
    std::set<std::string> all_scopes() const;

    LabClock& clock_;
    const WebexConfig& config_;
    Dice& dice_;
    std::vector<Grant> grants_;
    std::map<std::string, AccessToken> access_;
    std::map<std::string, Code> codes_;
    int refreshes_ = 0;
};

}  // namespace bwsync::lab::webex
