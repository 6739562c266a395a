// Policy: from the facts of a BroadWorks user to the Webex subscriber that should exist, or the reason why none should.
// Pure: the same facts and rules give the same verdict.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/domain/basics/names.hpp"
#include "daemon/domain/basics/time.hpp"
#include "daemon/domain/source/facts.hpp"
#include "daemon/domain/subscriber/reasons.hpp"
#include "daemon/domain/subscriber/webex_subscriber.hpp"
#include "daemon/domain/workspace/webex_workspace.hpp"

namespace bwsync {

// Globs; "*" matches all.
struct ScopeRule {
    std::string service_provider = "*";
    std::string group = "*";
    std::string user = "*";
};

// Whose time zone the Meetings site of a package gets from its first subscriber in the organisation, for good.
enum class SiteZone { kUser, kCountry, kHold };

constexpr auto table_of(SiteZone)
{
    using enum SiteZone;
    return table<Name<SiteZone>>({
        {kUser, "user"},
        {kCountry, "country"},
        {kHold, "hold"},
    });
}

// A Webex customer template and the users that belong to it.
struct OrganizationRule {
    std::string service_provider = "*";
    std::string group = "*";
    std::string provisioning_id;
    bool has_trusted_emails = true;
    std::string first_subscriber;  // user id; empty: the lowest entitled one
    SiteZone site_zone = SiteZone::kUser;
    std::string country_zone;     // of kCountry: the default of the organisation's country
    bool sends_group_id = false;  // spEnterpriseGroupId, enterprise model only
};

// First match wins; `package` is one of the four Webex packages.
struct PackageRule {
    Entitlement entitlement;
    bool must_be_active = false;  // services only
    std::string package;
};

// Users that are workspaces, not subscribers: those who hold the service pack or service, or whose user id matches.
struct WorkspaceRule {
    std::optional<Entitlement> entitlement;
    std::string user;  // glob; of a rule without entitlement
};

enum class EmailSource { kEmailAddress, kAlternateUserId, kImpId, kUserId };

constexpr auto table_of(EmailSource)
{
    using enum EmailSource;
    return table<Name<EmailSource>>({
        {kEmailAddress, "emailAddress"},
        {kAlternateUserId, "alternateUserId"},
        {kImpId, "impId"},
        {kUserId, "userId"},
    });
}

enum class SyncPolicy { kObserve, kCreateOnly, kUpsertOnly, kSync };

constexpr auto table_of(SyncPolicy)
{
    using enum SyncPolicy;
    return table<Name<SyncPolicy>>({
        {kObserve, "observe"},
        {kCreateOnly, "create-only"},
        {kUpsertOnly, "upsert-only"},
        {kSync, "sync"},
    });
}

enum class PrecheckUse { kNever, kFirst, kAlways };

constexpr auto table_of(PrecheckUse)
{
    using enum PrecheckUse;
    return table<Name<PrecheckUse>>({
        {kNever, "never"},
        {kFirst, "first"},
        {kAlways, "always"},
    });
}

// What becomes of a changed e-mail address, which the subscriber API does not take: hold for approval, remove and
// provision, or change the Webex person (People API), which keeps what the person has.
enum class EmailChange { kHold, kReplace, kPerson };

constexpr auto table_of(EmailChange)
{
    using enum EmailChange;
    return table<Name<EmailChange>>({
        {kHold, "hold"},
        {kReplace, "allow"},
        {kPerson, "person"},
    });
}

struct BrakeLimits {
    int removals = 50;
    int removals_percent = 10;
    int updates_percent = 30;
    Millis window{std::chrono::hours(1)};
};

// One bridge's rules, as the configuration gives them.
struct BridgePolicy {
    std::string bridge;
    std::string cluster;
    std::string partner;
    SyncPolicy sync = SyncPolicy::kObserve;
    std::vector<ScopeRule> include{ScopeRule()};
    std::vector<ScopeRule> exclude;  // wins over include
    std::vector<OrganizationRule> organizations;
    std::vector<PackageRule> packages;
    std::vector<WorkspaceRule> workspaces;  // asked before packages
    std::vector<EmailSource> email{EmailSource::kEmailAddress};
    std::map<std::string, std::string> languages;  // display name: locale
    std::string default_region;
    EmailChange email_change = EmailChange::kHold;
    bool hold_enterprise_change = true;
    bool hold_provisioning_id_change = true;
    Millis grace{std::chrono::hours(72)};
    int confirmations = 2;
    Millis confirm_after{std::chrono::minutes(5)};
    bool reuse_guard = true;
    bool erases_people = false;  // deletion.mode: hard
    // A person who was asked for consent and has not answered for so long is asked once more; 0: never.
    Millis consent_reminder{0};
    BrakeLimits brake;
    bool restore_removed_in_webex = false;
    PrecheckUse precheck = PrecheckUse::kFirst;
};

// Numbers in E.164; nullopt where the facts hold none, empty where what they hold is no number.
struct Numbers {
    std::optional<std::string> primary;
    std::optional<std::string> mobile;
};

struct Verdict {
    enum class Kind {
        kWanted,       // should exist as `wanted` says
        kWorkspace,    // should exist as the workspace `workspace`, and be no subscriber
        kNotEntitled,  // exists in BroadWorks, holds nothing that maps to a package
        kOutOfScope,   // excluded, or no organisation takes it: never touched
        kBlocked,      // should exist, but cannot be made: reason and detail
    };
    Kind kind = Kind::kOutOfScope;
    // Of kWorkspace; else what an operator could order: the user is in scope.
    std::optional<WorkspaceRequest> workspace;
    ProvisionRequest wanted;               // of kWanted
    bool has_trusted_email = true;         // of kWanted: the e-mail is ours to keep equal
    std::string first_subscriber;          // of kWanted: the configured one, lower case; empty: none
    SiteZone site_zone = SiteZone::kUser;  // of kWanted, as the organisation's rule has it
    std::string country_zone;
    Reason reason = Reason::kNone;
    std::string detail;  // for a person: what to do
};

// Packages with a Meetings site of their own.
bool has_site(std::string_view package);

// The rule that takes this provider and group; nullptr: none does, or the scope leaves them out for every user.
const OrganizationRule* organization_of(const BridgePolicy& policy, std::string_view service_provider,
                                        std::string_view group);

bool in_scope(const BridgePolicy& policy, std::string_view service_provider, std::string_view group,
              std::string_view user);

// False when no user of this provider can be in scope: a sweep passes it over.
bool may_hold_users(const BridgePolicy& policy, std::string_view service_provider);

// Enterprise model: the provider's id; service-provider model: provider + "+" + group (Cisco's guide, spEnterpriseId).
std::string sp_enterprise_id_of(const UserFacts& facts, bool is_enterprise);

// True when Integrated IM&P of this scope is provisioned by the application server into Webex itself.
bool is_flow_through(const ServiceProviderFacts& provider);

// Differs when any rule differs: tells that every subscriber has to be judged anew. Holds nothing readable.
std::string fingerprint(const BridgePolicy& policy);

Verdict verdict_of(const BridgePolicy& policy, const UserFacts& facts, const ServiceProviderFacts& provider,
                   const Numbers& numbers);

}  // namespace bwsync
