#include "daemon/core/grant/grant_log.hpp"

namespace bwsync {

std::vector<Field> GrantLog::fields(const std::string& grant) const
{
    std::vector<Field> out;
    out.emplace_back("partner", partner_);
    if (!grant.empty()) out.emplace_back("grant", grant);
    return out;
}

void GrantLog::dead(const std::string& grant, const std::string& problem)
{
    auto line = fields(grant);
    line.emplace_back("problem", problem);
    line.emplace_back("remedy", grant_remedy(partner_, grant));
    telemetry_.log(LogLevel::kError, "grant_dead", std::move(line));
}

void GrantLog::missing(const std::string& grant)
{
    auto line = fields(grant);
    line.emplace_back("remedy", grant_remedy(partner_, grant));
    telemetry_.log(LogLevel::kWarning, "grant_missing", std::move(line));
}

void GrantLog::revived(const std::string& grant)
{
    telemetry_.log(LogLevel::kInfo, "grant_revived", fields(grant));
}

void GrantLog::expiring(const std::string& grant, Millis left)
{
    auto line = fields(grant);
    line.emplace_back("days_left", std::int64_t(std::chrono::floor<std::chrono::days>(left).count()));
    line.emplace_back("remedy", grant_remedy(partner_, grant));
    telemetry_.log(LogLevel::kWarning, "grant_expiring", std::move(line));
}

void GrantLog::refresh_failed(const std::string& grant, const std::string& problem)
{
    auto line = fields(grant);
    line.emplace_back("problem", problem);
    telemetry_.log(LogLevel::kWarning, "grant_refresh_failed", std::move(line));
}

void GrantLog::changed_over(const std::string& from, const std::string& to)
{
    auto line = fields(to);
    line.emplace_back("before", from);
    telemetry_.log(LogLevel::kWarning, "grant_changed_over", std::move(line));
}

void GrantLog::scopes_missing(const std::string& grant, const std::vector<ScopeNeed>& missing)
{
    std::string names;
    bool is_serious = false;
    for (const ScopeNeed& need : missing) {
        names += (names.empty() ? "" : " ") + need.scope;
        is_serious = is_serious || need.is_required;
    }
    auto line = fields(grant);
    line.emplace_back("scopes", names);
    line.emplace_back("remedy", grant_remedy(partner_, grant));
    telemetry_.log(is_serious ? LogLevel::kError : LogLevel::kWarning, "grant_scopes_missing", std::move(line));
}

void GrantLog::ends_sooner(const std::string& grant, Millis sooner_by)
{
    auto line = fields(grant);
    line.emplace_back("seconds", std::int64_t(std::chrono::floor<std::chrono::seconds>(sooner_by).count()));
    telemetry_.log(LogLevel::kWarning, "grant_ends_sooner", std::move(line));
}

void GrantLog::not_readable(const std::string& problem)
{
    auto line = fields("");
    line.emplace_back("problem", problem);
    telemetry_.log(LogLevel::kWarning, "grants_not_readable", std::move(line));
}

}  // namespace bwsync
