#include "daemon/domain/grant/grant_plan.hpp"

#include <algorithm>
#include <array>

namespace bwsync {

namespace {

constexpr Millis kSafety{10'000};        // an access token that ends sooner is not sent any more
constexpr Millis kMarginMax{3'600'000};  // how long before its end it is renewed, at most
constexpr Millis kFirstBackOff{1'000};
constexpr Millis kLastBackOff{300'000};

}  // namespace

std::optional<Instant> KeptGrant::access_end() const
{
    if (!grant) return std::nullopt;
    const std::optional<Instant>& promised = grant->access_expires_at;
    if (told_version != grant->version || !told_end) return promised;
    return promised ? std::min(*promised, *told_end) : told_end;
}

bool has_usable_token(const KeptGrant& kept, Instant now)
{
    if (!kept.is_alive() || kept.grant->access_token.empty() || kept.refused_version == kept.grant->version)
        return false;
    const auto ends = kept.access_end();
    return !ends || now + kSafety < *ends;
}

std::optional<std::size_t> grant_to_use(const std::vector<KeptGrant>& grants, Instant now)
{
    for (std::size_t i = 0; i < grants.size(); ++i) {
        if (has_usable_token(grants[i], now)) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> grant_to_refresh(const std::vector<KeptGrant>& grants, Instant now)
{
    for (std::size_t i = 0; i < grants.size(); ++i) {
        if (grants[i].is_alive() && grants[i].not_before <= now) return i;
    }
    return std::nullopt;
}

std::optional<Instant> refresh_due(const KeptGrant& kept, Millis refresh_every, Instant now)
{
    if (!kept.is_alive()) return std::nullopt;
    if (!has_usable_token(kept, now)) return std::max(kept.not_before, now);
    const Grant& grant = *kept.grant;
    Instant due = grant.refreshed_at ? *grant.refreshed_at + refresh_every : now;
    if (const auto ends = kept.access_end()) {
        const Instant begin = grant.refreshed_at.value_or(now);
        const Millis margin = std::clamp((*ends - begin) / 5, Millis(0), kMarginMax);
        due = std::min(due, *ends - std::max(margin, kSafety));
    }
    return std::max(due, kept.not_before);
}

Millis refresh_back_off(int failures, double unit, std::optional<Millis> asked)
{
    const int doublings = std::clamp(failures - 1, 0, 20);
    const Millis full = std::min(kFirstBackOff * (1 << doublings), kLastBackOff);
    const Millis spread(static_cast<Millis::rep>(static_cast<double>(full.count()) * (0.5 + unit / 2)));
    return std::max(spread, asked.value_or(Millis(0)));
}

int expiry_step(std::optional<Instant> refresh_expires_at, Instant now)
{
    if (!refresh_expires_at) return 0;
    constexpr std::array<int, 4> kDays = {30, 14, 7, 2};
    int step = 0;
    for (const int days : kDays) {
        if (*refresh_expires_at - now <= std::chrono::days(days)) ++step;
    }
    return step;
}

}  // namespace bwsync
