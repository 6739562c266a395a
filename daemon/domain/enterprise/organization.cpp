#include "daemon/domain/enterprise/organization.hpp"

#include <utility>

namespace bwsync {

std::optional<EnterpriseNews> followed(Enterprise enterprise, const Decision& decision)
{
    const bool becomes_ready = decision.organization_stands && enterprise.state != EnterpriseState::kReady;
    const bool has_new_standard = decision.site_package == "standard" && !enterprise.has_standard;
    const bool has_new_premium = decision.site_package == "premium" && !enterprise.has_premium;
    const bool gives_up = decision.gives_up_first;
    if (!becomes_ready && !gives_up && !has_new_standard && !has_new_premium) return std::nullopt;
    if (becomes_ready || gives_up) {
        enterprise.state = becomes_ready ? EnterpriseState::kReady : EnterpriseState::kNone;
        enterprise.first_user_key.clear();
    }
    enterprise.has_standard = enterprise.has_standard || has_new_standard;
    enterprise.has_premium = enterprise.has_premium || has_new_premium;
    std::string_view event = "site-stands";
    if (gives_up) event = "first-subscriber-gave-up";
    if (becomes_ready) event = "organization-ready";
    return EnterpriseNews{std::move(enterprise), event};
}

Enterprise bootstrapped(Enterprise enterprise, std::string first_user_key)
{
    enterprise.state = EnterpriseState::kBootstrapping;
    enterprise.first_user_key = std::move(first_user_key);
    return enterprise;
}

}  // namespace bwsync
