// An OAuth grant and what a refresh of it gives. Tokens are in clear here and nowhere else; never logged, never in an
// Error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/domain/basics/time.hpp"

namespace bwsync {

struct Grant {
    std::string partner;
    std::string name;
    std::string refresh_token;
    std::string access_token;  // empty: none yet
    std::string scopes;        // as granted, space separated; empty when the answer did not say
    std::optional<Instant> access_expires_at;
    std::optional<Instant> refresh_expires_at;
    std::optional<Instant> refreshed_at;
    bool is_dead = false;      // Webex refused the refresh token: only an import or a sign-in helps
    std::string problem;       // why the last refresh failed, for a person
    std::int64_t version = 0;  // grows with each write
};

// What one refresh gave; a missing refresh token means "keep the old one".
struct RefreshedTokens {
    std::string access_token;
    std::optional<std::string> refresh_token;
    std::string scopes;
    std::optional<Instant> access_expires_at;
    std::optional<Instant> refresh_expires_at;
};

}  // namespace bwsync
