#include "daemon/parts/policy_from_config.hpp"

#include <algorithm>
#include <set>

#include "daemon/domain/enterprise/site_time_zones.hpp"

namespace bwsync {

namespace {

ScopeRule scope_rule(const config::ScopeRule& rule)
{
    return ScopeRule{rule.service_provider, rule.group, rule.user};
}

std::vector<ScopeRule> scope_rules(const std::vector<config::ScopeRule>& rules)
{
    std::vector<ScopeRule> result;
    for (const config::ScopeRule& rule : rules) result.push_back(scope_rule(rule));
    return result;
}

OrganizationRule organization_rule(const config::Organization& organization)
{
    OrganizationRule rule;
    rule.service_provider = organization.match.service_provider;
    rule.group = organization.match.group;
    rule.provisioning_id = organization.provisioning_id;
    rule.has_trusted_emails = organization.emails == config::Emails::kTrusted;
    rule.first_subscriber = organization.first_subscriber;
    rule.site_zone = organization.site_time_zone;
    if (rule.site_zone == SiteZone::kCountry) {
        const auto region = static_cast<std::size_t>(organization.cluster_region);
        rule.country_zone = default_site_time_zone(organization.country, site_regions()[region].code).preferred();
    }
    rule.sends_group_id = organization.send_group_id;
    return rule;
}

Entitlement entitlement_of(const config::PackageRule& rule)
{
    if (rule.service_pack.empty()) return Entitlement{EntitlementKind::kService, rule.service};
    return Entitlement{EntitlementKind::kServicePack, rule.service_pack};
}

PackageRule package_rule(const config::PackageRule& rule)
{
    return PackageRule{entitlement_of(rule), rule.active, std::string(name_of(rule.package))};
}

WorkspaceRule workspace_rule(const config::WorkspaceRule& rule)
{
    WorkspaceRule result;
    if (!rule.service_pack.empty()) result.entitlement = Entitlement{EntitlementKind::kServicePack, rule.service_pack};
    if (!rule.service.empty()) result.entitlement = Entitlement{EntitlementKind::kService, rule.service};
    result.user = rule.user_id;
    return result;
}

}  // namespace

BridgePolicy policy_of(const BridgeConfig& bridge)
{
    BridgePolicy policy;
    policy.bridge = bridge.name;
    policy.cluster = bridge.cluster;
    policy.partner = bridge.partner;
    policy.sync = bridge.policy;
    policy.include = scope_rules(bridge.scope.include);
    policy.exclude = scope_rules(bridge.scope.exclude);
    for (const config::Organization& organization : bridge.organizations) {
        policy.organizations.push_back(organization_rule(organization));
    }
    for (const config::PackageRule& rule : bridge.packages) policy.packages.push_back(package_rule(rule));
    for (const config::WorkspaceRule& rule : bridge.workspaces) policy.workspaces.push_back(workspace_rule(rule));
    policy.email = bridge.attributes.email;
    policy.languages = bridge.attributes.languages;
    policy.default_region = bridge.attributes.default_region;
    policy.email_change = bridge.destructive.email;
    policy.hold_enterprise_change = bridge.destructive.enterprise == config::Destructive::kHold;
    policy.hold_provisioning_id_change = bridge.destructive.provisioning_id == config::Destructive::kHold;
    policy.grace = bridge.deletion.grace;
    policy.confirmations = bridge.deletion.confirmations;
    policy.confirm_after = bridge.deletion.confirm_after;
    policy.reuse_guard = bridge.deletion.reuse_guard;
    policy.erases_people = bridge.deletion.mode == config::DeletionMode::kHard;
    policy.consent_reminder = std::chrono::days(bridge.consent_reminder_days);
    policy.brake = BrakeLimits{bridge.brake.removals, bridge.brake.removals_percent, bridge.brake.updates_percent,
                               bridge.brake.window};
    policy.restore_removed_in_webex = bridge.removed_in_webex == config::RemovedInWebex::kRestore;
    policy.precheck = bridge.precheck;
    return policy;
}

std::vector<Entitlement> entitlements_of(const Config& config, std::string_view cluster)
{
    std::set<Entitlement> entitlements;
    for (const BridgeConfig& bridge : config.bridges) {
        if (bridge.cluster != cluster) continue;
        for (const config::PackageRule& rule : bridge.packages) entitlements.insert(entitlement_of(rule));
        for (const config::WorkspaceRule& rule : bridge.workspaces) {
            const std::optional<Entitlement> entitlement = workspace_rule(rule).entitlement;
            if (entitlement) entitlements.insert(*entitlement);
        }
    }
    return std::vector<Entitlement>(entitlements.begin(), entitlements.end());
}

}  // namespace bwsync
