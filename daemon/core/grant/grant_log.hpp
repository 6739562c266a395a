// The log lines about one partner's grants. None holds a token.
#pragma once

#include <string>

#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/grant/grant_rules.hpp"
#include "daemon/ports/telemetry.hpp"

namespace bwsync {

class GrantLog final {
public:
    GrantLog(std::string partner, Telemetry& telemetry) : partner_(std::move(partner)), telemetry_(telemetry) {}

    void dead(const std::string& grant, const std::string& problem);
    void missing(const std::string& grant);
    void revived(const std::string& grant);
    void expiring(const std::string& grant, Millis left);
    void refresh_failed(const std::string& grant, const std::string& problem);
    void changed_over(const std::string& from, const std::string& to);
    void scopes_missing(const std::string& grant, const std::vector<ScopeNeed>& missing);
    // Webex says that the access token ends sooner than the token endpoint had promised.
    void ends_sooner(const std::string& grant, Millis sooner_by);
    void not_readable(const std::string& problem);

private:
    [[nodiscard]] std::vector<Field> fields(const std::string& grant) const;
    std::string partner_;
    Telemetry& telemetry_;
};

}  // namespace bwsync
