// What to do with one partner's grants at a given moment: which one to use, when to refresh, when to warn. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/domain/grant/grant.hpp"

namespace bwsync {

// One configured grant as this process knows it.
struct KeptGrant {
    std::string name;
    std::optional<Grant> grant;          // nullopt: the store has no such row
    std::int64_t refused_version = -1;   // the version whose access token Webex refused
    std::int64_t accepted_version = -1;  // the version whose access token Webex accepted at least once
    std::int64_t made_version = -1;      // the version that our own last refresh gave
    std::int64_t told_version = -1;      // the version whose access token Webex was asked about
    std::optional<Instant> told_end;     // and when that token ends by its word
    int failures = 0;                    // refreshes in a row that did not help
    Instant not_before{};                // no refresh until then
    int warned_step = 0;                 // the last expiry warning given
    bool has_reported_dead = false;
    std::string reported_missing;  // the scopes said to be missing, the last time

    [[nodiscard]] bool is_alive() const { return grant && !grant->is_dead; }
    // The earlier of what the token endpoint promised and what Webex said when asked; nullopt: neither did.
    [[nodiscard]] std::optional<Instant> access_end() const;
};

// Its access token may be sent: there, not refused, and good for a few seconds more.
bool has_usable_token(const KeptGrant& kept, Instant now);

// The best grant whose access token may be sent; grants are in order of preference.
std::optional<std::size_t> grant_to_use(const std::vector<KeptGrant>& grants, Instant now);

// The best grant that a refresh could make usable right now.
std::optional<std::size_t> grant_to_refresh(const std::vector<KeptGrant>& grants, Instant now);

// When the keeper should refresh it: `refresh_every` after the last time, earlier when the access token ends before (a
// fifth of its remaining life, at most an hour, ahead), at once without a usable one; never before a back-off is over.
// nullopt: it is dead.
std::optional<Instant> refresh_due(const KeptGrant& kept, Millis refresh_every, Instant now);

// After a refresh that failed: 1 s, doubling, up to 5 minutes; `unit` in [0, 1) spreads it over its upper half. A wish
// of Webex's to wait longer is honoured.
Millis refresh_back_off(int failures, double unit, std::optional<Millis> asked);

// How near the end of the refresh token is: 0 far, 1 within 30 days, 2 within 14, 3 within 7, 4 within 2.
int expiry_step(std::optional<Instant> refresh_expires_at, Instant now);

}  // namespace bwsync
