// The access tokens of one partner: handed out to whoever calls Webex, and got from Webex's token endpoint.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "daemon/domain/basics/result.hpp"
#include "daemon/domain/grant/grant.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct AccessToken {
    std::string grant;
    std::int64_t version = 0;
    std::string text;
};

// Used from the io thread.
class AccessTokens {
public:
    virtual ~AccessTokens() = default;

    // The token to send now. Errors: kUnauthorized, there is no live grant; kRetry, there is one but it can't be
    // refreshed at the moment; kCancelled.
    virtual Task<Result<AccessToken>> token(std::stop_token stop) = 0;
    // The same without waiting; nullopt: none can be sent now.
    [[nodiscard]] virtual std::optional<AccessToken> usable_token() const = 0;
    // Webex answered 401 to this token: a newer one is fetched, or noticed. True: another try makes sense.
    virtual Task<bool> refused(AccessToken token, std::stop_token stop) = 0;
    virtual void accepted(const AccessToken& token) = 0;
    // kNotFound: no such grant configured or stored; kUnauthorized: it is dead; else what the refresh said.
    virtual Task<Result<>> refresh_now(std::string grant) = 0;
    [[nodiscard]] virtual bool has_grant() const = 0;
};

class TokenEndpoint {
public:
    virtual ~TokenEndpoint() = default;

    // Waits for the partner's turn before a refresh; false: stop was requested.
    virtual Task<bool> turn(std::stop_token stop) = 0;
    // Makes one refresh call; on a thread that may block. `now` is when it was decided. Errors: kUnauthorized, Webex
    // takes the refresh token no more; kConflict, it does not know the client; kRateLimited and kRetry.
    virtual Result<RefreshedTokens> refresh(const Grant& grant, Instant now) const = 0;
    // Asks Webex when this token ends. kUnauthorized: it is refused; others: nothing was learned.
    virtual Task<Result<Instant>> expiry(AccessToken token, std::stop_token stop) = 0;
};

}  // namespace bwsync
