#include "daemon/domain/guard/breaker.hpp"

#include "daemon/domain/basics/back_off.hpp"

namespace bwsync {

namespace {

using namespace std::chrono_literals;

constexpr Millis kProbeTime = 2min;        // a call ends within its time-outs
constexpr Millis kAsyncProbeTime = 15min;  // what Webex does after it accepted the call takes its time
constexpr Millis kForgotten = 1h;
constexpr int kUnreachable = 5;  // failures in a row that say that Webex itself is ill
constexpr int kNoRight = 3;      // bare 403s in a row that say that it is not about one customer

// Codes about a package that the template or the organisation does not have: others may well work.
bool is_about_package(int code)
{
    return code == 2005 || code == 2506 || code == 3001;
}

Millis pause(const Breaker& breaker)
{
    const bool heals = breaker.key.scope == BlastScope::kPlatform || breaker.key.scope == BlastScope::kPartner;
    const Millis first = heals && breaker.code == 0 ? Millis(2s) : Millis(30s);
    const Millis most = heals && breaker.code == 0 ? Millis(1min) : Millis(10min);
    return doubling(first, most, breaker.probes);
}

bool concerns(const BreakerKey& key, const BreakerPlace& place)
{
    if (!key.package.empty() && (!place.has_package || key.package != place.package)) return false;
    switch (key.scope) {
        case BlastScope::kEnterprise:
            return key.subject == place.sp_enterprise_id;
        case BlastScope::kTemplate:
            return key.subject == place.provisioning_id && place.has_package;
        case BlastScope::kCluster:
            return key.subject == place.cluster;
        case BlastScope::kPartner:
        case BlastScope::kPlatform:
            return key.subject == place.partner;
        default:
            return false;
    }
}

int threshold_of(const WebexCode& rule)
{
    if (rule.action == CodeAction::kStopPartner) return kNoRight;
    if (rule.scope == BlastScope::kPlatform || (rule.action == CodeAction::kRetry && rule.code == 0))
        return kUnreachable;
    return 1;
}

void close(Breaker& breaker)
{
    breaker.is_open = false;
    breaker.has_probe = false;
    breaker.failures = 0;
    breaker.probes = 0;
}

}  // namespace

std::optional<BreakerKey> breaker_key(const WebexCode& rule, const BreakerPlace& place)
{
    const bool is_failure = rule.action == CodeAction::kPark || rule.action == CodeAction::kWait ||
                            rule.action == CodeAction::kRetry || rule.action == CodeAction::kStopPartner;
    if (!is_failure) return std::nullopt;
    BreakerKey key;
    key.scope = rule.scope;
    if (is_about_package(rule.code)) key.package = place.package;
    switch (rule.scope) {
        case BlastScope::kRequest:
        case BlastScope::kSubscriber:
            return std::nullopt;
        case BlastScope::kEnterprise:
            key.subject = place.sp_enterprise_id;
            break;
        case BlastScope::kTemplate:
            key.subject = place.provisioning_id;
            break;
        case BlastScope::kCluster:
            key.subject = place.cluster;
            break;
        case BlastScope::kPartner:
        case BlastScope::kPlatform:
            key.subject = place.partner;
            break;
    }
    if (key.subject.empty()) return std::nullopt;
    return key;
}

void Breakers::load(std::vector<Breaker> stored)
{
    breakers_.clear();
    for (Breaker& breaker : stored) {
        breaker.has_probe = false;  // its call died with the process that made it
        breakers_[breaker.key] = std::move(breaker);
    }
}

const Breaker* Breakers::hold(const BreakerPlace& place, Instant now)
{
    std::vector<Breaker*> passed;
    for (auto& [key, breaker] : breakers_) {
        if (!breaker.is_open || !concerns(key, place)) continue;
        const bool is_probe = breaker.has_probe && now < breaker.probe_until &&
                              (breaker.probe_row == 0 || breaker.probe_row == place.row);
        if (!is_probe) return &breaker;
        passed.push_back(&breaker);
    }
    for (Breaker* breaker : passed) breaker->probe_row = place.row;
    return nullptr;
}

std::vector<Breaker> Breakers::failed(const BreakerPlace& place, const WebexFailure& failure, Instant now)
{
    const WebexCall call = row_of(place.operation).judged_as;
    WebexCode rule = webex_code_for(call, failure.http_status, failure.code);
    switch (failure.kind) {
        case WebexFailure::Kind::kNotSent:
        case WebexFailure::Kind::kUnknownOutcome:
            rule = webex_code_for(call, 503, 0);
            break;
        case WebexFailure::Kind::kNoGrant:
        case WebexFailure::Kind::kCancelled:
            return inconclusive(place, std::nullopt, now);
        case WebexFailure::Kind::kAnswered:
            break;
    }
    // Asked to slow down: the partner's rate has its own way.
    const bool is_busy = failure.code == 0 && rule.action == CodeAction::kWait;
    const std::optional<BreakerKey> key = is_busy ? std::nullopt : breaker_key(rule, place);
    std::vector<Breaker> changed = inconclusive(place, key, now);
    if (!key) return changed;
    Breaker seen;
    seen.code = failure.code;
    seen.why = std::string(rule.title) + ". " + std::string(rule.remedy);
    for (Breaker& breaker : count(*key, threshold_of(rule), seen, place.row, now))
        changed.push_back(std::move(breaker));
    return changed;
}

std::vector<Breaker> Breakers::failed_later(const BreakerPlace& place, int code, Instant now)
{
    const WebexCode& rule = webex_code(code);
    const std::optional<BreakerKey> key = breaker_key(rule, place);
    std::vector<Breaker> changed = inconclusive(place, key, now);
    if (!key) return changed;
    Breaker seen;
    seen.code = code;
    seen.is_async = true;
    seen.why = std::string(rule.title) + ". " + std::string(rule.remedy);
    for (Breaker& breaker : count(*key, threshold_of(rule), seen, place.row, now))
        changed.push_back(std::move(breaker));
    return changed;
}

std::vector<Breaker> Breakers::count(const BreakerKey& key, int threshold, Breaker seen, std::int64_t row, Instant now)
{
    Breaker& breaker = breakers_[key];
    breaker.key = key;
    ++breaker.failures;
    breaker.code = seen.code;
    breaker.why = std::move(seen.why);
    breaker.last_failed = row;
    if (!breaker.is_open && breaker.failures < threshold) return {};
    const bool was_open = breaker.is_open;
    const bool was_probe = breaker.has_probe && breaker.probe_row == row;
    // Calls that were on their way when it opened tell nothing new.
    if (was_open && !was_probe) return {};
    if (was_open) ++breaker.probes;
    if (!was_open) {
        breaker.is_open = true;
        breaker.is_async = seen.is_async;
        breaker.opened_at = now;
        breaker.probes = 0;
    }
    breaker.has_probe = false;
    breaker.probe_at = now + pause(breaker);
    return {breaker};
}

// A probe that failed for a reason of its own says nothing about the scope: somebody else is asked, soon.
std::vector<Breaker> Breakers::inconclusive(const BreakerPlace& place, const std::optional<BreakerKey>& but,
                                            Instant now)
{
    std::vector<Breaker> changed;
    for (auto& [key, breaker] : breakers_) {
        const bool is_its_probe = breaker.is_open && breaker.has_probe && breaker.probe_row == place.row;
        if (!is_its_probe || key == but) continue;
        breaker.has_probe = false;
        breaker.last_failed = place.row;
        breaker.probe_at = now + pause(breaker);
        changed.push_back(breaker);
    }
    return changed;
}

std::vector<Breaker> Breakers::succeeded(const BreakerPlace& place, bool is_confirmed, Instant now)
{
    std::vector<Breaker> changed;
    for (auto& [key, breaker] : breakers_) {
        if (!concerns(key, place)) continue;
        if (!breaker.is_open) {
            breaker.failures = 0;
            continue;
        }
        const bool was_probe = breaker.has_probe && breaker.probe_row == place.row;
        if (breaker.is_async && !is_confirmed) {
            if (was_probe) breaker.probe_until = now + kAsyncProbeTime;
            continue;
        }
        if (!was_probe) continue;
        close(breaker);
        changed.push_back(breaker);
    }
    return changed;
}

std::optional<Breaker> Breakers::reset(const BreakerKey& key)
{
    const auto found = breakers_.find(key);
    if (found == breakers_.end() || !found->second.is_open) return std::nullopt;
    close(found->second);
    return found->second;
}

std::vector<Breaker> Breakers::awaiting_probe(Instant now) const
{
    std::vector<Breaker> due;
    for (const auto& [key, breaker] : breakers_) {
        const bool is_on_its_way = breaker.has_probe && now < breaker.probe_until && breaker.probe_row != 0;
        if (breaker.is_open && now >= breaker.probe_at && !is_on_its_way) due.push_back(breaker);
    }
    return due;
}

std::optional<Breaker> Breakers::choose_probe(const BreakerKey& key, std::int64_t row, Instant now)
{
    Breaker& breaker = breakers_[key];
    if (row == 0 && now - breaker.probe_at > kForgotten) {
        close(breaker);
        return breaker;
    }
    breaker.has_probe = true;
    breaker.probe_row = row;
    breaker.probe_until = now + kProbeTime;
    return std::nullopt;
}

std::vector<Breaker> Breakers::open() const
{
    std::vector<Breaker> result;
    for (const auto& [key, breaker] : breakers_) {
        if (breaker.is_open) result.push_back(breaker);
    }
    return result;
}

}  // namespace bwsync
