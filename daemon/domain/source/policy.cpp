#include "daemon/domain/source/policy.hpp"

#include <algorithm>
#include <cstdint>

#include "daemon/domain/basics/fnv1a.hpp"
#include "daemon/domain/basics/package.hpp"
#include "daemon/domain/basics/text.hpp"

namespace bwsync {

namespace {

bool matches(const ScopeRule& rule, std::string_view service_provider, std::string_view group, std::string_view user)
{
    return glob_matches(rule.service_provider, service_provider) && glob_matches(rule.group, group) &&
           glob_matches(rule.user, user);
}

bool holds(const UserFacts& facts, const PackageRule& rule)
{
    if (rule.entitlement.kind == EntitlementKind::kServicePack) {
        return std::find(facts.service_packs.begin(), facts.service_packs.end(), rule.entitlement.name) !=
               facts.service_packs.end();
    }
    const auto is_meant = [&rule](const AssignedService& service) { return service.name == rule.entitlement.name; };
    const auto service = std::find_if(facts.services.begin(), facts.services.end(), is_meant);
    return service != facts.services.end() && (!rule.must_be_active || service->is_active.value_or(false));
}

bool takes(const WorkspaceRule& rule, const UserFacts& facts)
{
    if (!rule.entitlement) return glob_matches(rule.user, facts.user_id);
    PackageRule holders;
    holders.entitlement = *rule.entitlement;
    return holds(facts, holders);
}

std::string email_from(const UserFacts& facts, EmailSource source)
{
    switch (source) {
        case EmailSource::kEmailAddress:
            return facts.email_address;
        case EmailSource::kAlternateUserId:
            return facts.alternate_user_ids.empty() ? std::string() : facts.alternate_user_ids.front();
        case EmailSource::kImpId:
            return facts.imp_id;
        case EmailSource::kUserId:
            return facts.user_id;
    }
    return {};
}

std::string email_of(const BridgePolicy& policy, const UserFacts& facts)
{
    for (const EmailSource source : policy.email) {
        std::string email = email_from(facts, source);
        if (!email.empty()) return email;
    }
    return {};
}

std::string locale_of(const BridgePolicy& policy, const std::string& language)
{
    const auto entry = policy.languages.find(language);
    return entry == policy.languages.end() ? std::string() : entry->second;
}

Verdict without(Verdict::Kind kind, Reason reason, std::string detail)
{
    Verdict verdict;
    verdict.kind = kind;
    verdict.reason = reason;
    verdict.detail = std::move(detail);
    return verdict;
}

// What Webex would refuse at once; found here so that the remedy names BroadWorks' own field.
std::optional<Verdict> blocked(const ProvisionRequest& wanted, bool has_trusted_email, const Numbers& numbers)
{
    const auto park = [](Reason reason, std::string detail) {
        return without(Verdict::Kind::kBlocked, reason, std::move(detail));
    };
    if (wanted.first_name.empty() || wanted.last_name.empty()) {
        return park(Reason::kMissingName,
                    "Webex needs a first and a last name: set both in the user's BroadWorks profile.");
    }
    if (has_trusted_email && wanted.email.empty()) {
        return park(
            Reason::kMissingEmail,
            "The template takes trusted e-mails and the user has none: set the e-mail address in the BroadWorks "
            "profile, or name another source under attributes.email.");
    }
    if (has_trusted_email && wanted.email.find('@') == std::string::npos) {
        return park(Reason::kInvalidEmail,
                    "What stands as the user's e-mail is no address: correct it in the BroadWorks profile.");
    }
    if (numbers.primary && numbers.primary->empty()) {
        return park(Reason::kInvalidNumber,
                    "The user's phone number cannot be written in E.164: correct it in BroadWorks, or set "
                    "attributes.default_region.");
    }
    return std::nullopt;
}

// Over the fields, each ended by a mark.
class Fingerprint {
public:
    Fingerprint& add(std::string_view text)
    {
        hash_.add(text).mark(kEndOfField);
        return *this;
    }
    template <class Number>
    Fingerprint& number(Number value)
    {
        return add(std::to_string(static_cast<std::int64_t>(value)));
    }
    [[nodiscard]] std::string text() const { return std::to_string(hash_.value()); }

private:
    static constexpr unsigned kEndOfField = 0x1ff;
    Fnv1a hash_;
};

WorkspaceRequest workspace_of(const UserFacts& facts, const OrganizationRule& organization, bool is_enterprise,
                              const Numbers& numbers)
{
    WorkspaceRequest wanted;
    wanted.provisioning_id = organization.provisioning_id;
    wanted.user_id = facts.user_id;
    wanted.sp_enterprise_id = sp_enterprise_id_of(facts, is_enterprise);
    wanted.display_name = facts.first_name;
    if (!facts.first_name.empty() && !facts.last_name.empty()) wanted.display_name += ' ';
    wanted.display_name += facts.last_name;
    wanted.primary_phone_number = numbers.primary.value_or("");
    wanted.extension = facts.extension;
    return wanted;
}

void as_workspace(Verdict& verdict, const Numbers& numbers)
{
    verdict.kind = Verdict::Kind::kWorkspace;
    if (verdict.workspace->display_name.empty()) {
        verdict.kind = Verdict::Kind::kBlocked;
        verdict.reason = Reason::kMissingName;
        verdict.detail =
            "A workspace needs a display name: set a first or a last name in the user's BroadWorks profile.";
    }
    if (numbers.primary && numbers.primary->empty()) {
        verdict.kind = Verdict::Kind::kBlocked;
        verdict.reason = Reason::kInvalidNumber;
        verdict.detail =
            "The workspace's phone number cannot be written in E.164: correct it in BroadWorks, or set "
            "attributes.default_region.";
    }
}

void add_scope(Fingerprint& print, const std::vector<ScopeRule>& rules)
{
    for (const ScopeRule& rule : rules) print.add(rule.service_provider).add(rule.group).add(rule.user);
    print.add("");
}

}  // namespace

std::string fingerprint(const BridgePolicy& policy)
{
    Fingerprint print;
    print.number(policy.sync);
    add_scope(print, policy.include);
    add_scope(print, policy.exclude);
    for (const OrganizationRule& rule : policy.organizations) {
        print.add(rule.service_provider).add(rule.group).add(rule.provisioning_id);
        print.number(rule.has_trusted_emails).add(rule.first_subscriber).number(rule.sends_group_id);
        print.number(rule.site_zone).add(rule.country_zone);
    }
    for (const PackageRule& rule : policy.packages) {
        print.number(rule.entitlement.kind).add(rule.entitlement.name).number(rule.must_be_active).add(rule.package);
    }
    for (const WorkspaceRule& rule : policy.workspaces) {
        print.number(rule.entitlement ? static_cast<int>(rule.entitlement->kind) : -1);
        print.add(rule.entitlement ? rule.entitlement->name : rule.user);
    }
    for (const EmailSource source : policy.email) print.number(source);
    for (const auto& [name, locale] : policy.languages) print.add(name).add(locale);
    print.add(policy.default_region).number(policy.email_change).number(policy.hold_enterprise_change);
    print.number(policy.hold_provisioning_id_change).number(policy.grace.count()).number(policy.confirmations);
    print.number(policy.confirm_after.count()).number(policy.reuse_guard).number(policy.brake.removals);
    print.number(policy.brake.removals_percent).number(policy.brake.updates_percent);
    print.number(policy.brake.window.count()).number(policy.restore_removed_in_webex).number(policy.precheck);
    print.number(policy.erases_people).number(policy.consent_reminder.count());
    return print.text();
}

const OrganizationRule* organization_of(const BridgePolicy& policy, std::string_view service_provider,
                                        std::string_view group)
{
    for (const OrganizationRule& rule : policy.organizations) {
        if (glob_matches(rule.service_provider, service_provider) && glob_matches(rule.group, group)) return &rule;
    }
    return nullptr;
}

bool in_scope(const BridgePolicy& policy, std::string_view service_provider, std::string_view group,
              std::string_view user)
{
    const auto is_match = [&](const ScopeRule& rule) { return matches(rule, service_provider, group, user); };
    return std::any_of(policy.include.begin(), policy.include.end(), is_match) &&
           std::none_of(policy.exclude.begin(), policy.exclude.end(), is_match);
}

bool may_hold_users(const BridgePolicy& policy, std::string_view service_provider)
{
    const auto takes = [&](const auto& rule) { return glob_matches(rule.service_provider, service_provider); };
    const auto leaves_out = [&](const ScopeRule& rule) { return takes(rule) && rule.group == "*" && rule.user == "*"; };
    return std::any_of(policy.include.begin(), policy.include.end(), takes) &&
           std::none_of(policy.exclude.begin(), policy.exclude.end(), leaves_out) &&
           std::any_of(policy.organizations.begin(), policy.organizations.end(), takes);
}

bool has_site(std::string_view package)
{
    const std::optional<Package> known = named<Package>(package);
    return known && row_of(*known).has_site;
}

std::string sp_enterprise_id_of(const UserFacts& facts, bool is_enterprise)
{
    return is_enterprise ? facts.service_provider_id : facts.service_provider_id + "+" + facts.group_id;
}

bool is_flow_through(const ServiceProviderFacts& provider)
{
    return lower_case(provider.imp_provisioning_url).find("webex") != std::string::npos;
}

Verdict verdict_of(const BridgePolicy& policy, const UserFacts& facts, const ServiceProviderFacts& provider,
                   const Numbers& numbers)
{
    if (!in_scope(policy, facts.service_provider_id, facts.group_id, facts.user_id)) {
        return without(Verdict::Kind::kOutOfScope, Reason::kOutOfScope, "The bridge's scope leaves this user out.");
    }
    const OrganizationRule* organization = organization_of(policy, facts.service_provider_id, facts.group_id);
    if (organization == nullptr) {
        return without(Verdict::Kind::kOutOfScope, Reason::kNoOrganization,
                       "No entry under organizations takes this user's group.");
    }
    Verdict verdict;
    verdict.workspace = workspace_of(facts, *organization, provider.is_enterprise, numbers);
    const auto is_taking = [&facts](const WorkspaceRule& candidate) { return takes(candidate, facts); };
    if (std::any_of(policy.workspaces.begin(), policy.workspaces.end(), is_taking)) {
        as_workspace(verdict, numbers);
        return verdict;
    }
    const auto rule = std::find_if(policy.packages.begin(), policy.packages.end(),
                                   [&facts](const PackageRule& candidate) { return holds(facts, candidate); });
    if (rule == policy.packages.end()) {
        verdict.kind = Verdict::Kind::kNotEntitled;
        verdict.reason = Reason::kNotEntitled;
        verdict.detail = "The user holds no service pack or service that maps to a package.";
        return verdict;
    }

    verdict.kind = Verdict::Kind::kWanted;
    verdict.has_trusted_email = organization->has_trusted_emails;
    verdict.first_subscriber = lower_case(organization->first_subscriber);
    verdict.site_zone = organization->site_zone;
    verdict.country_zone = organization->country_zone;
    ProvisionRequest& wanted = verdict.wanted;
    wanted.provisioning_id = organization->provisioning_id;
    wanted.user_id = facts.user_id;
    wanted.sp_enterprise_id = sp_enterprise_id_of(facts, provider.is_enterprise);
    wanted.first_name = facts.first_name;
    wanted.last_name = facts.last_name;
    wanted.package = rule->package;
    wanted.primary_phone_number = numbers.primary.value_or("");
    wanted.mobile_phone_number = numbers.mobile.value_or("");
    wanted.extension = facts.extension;
    // With untrusted e-mails the person enters it: what we sent would only be a guess.
    if (organization->has_trusted_emails) wanted.email = email_of(policy, facts);
    wanted.language = locale_of(policy, facts.language);
    wanted.time_zone = facts.time_zone;
    if (organization->sends_group_id && provider.is_enterprise) wanted.sp_enterprise_group_id = facts.group_id;
    if (std::optional<Verdict> why = blocked(wanted, organization->has_trusted_emails, numbers)) {
        why->workspace = verdict.workspace;
        return *why;
    }
    return verdict;
}

}  // namespace bwsync
