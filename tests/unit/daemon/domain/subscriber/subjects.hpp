// Test data: one entitled user, the subscriber that policy wants for it, and the same as Webex shows it.
#pragma once

#include "daemon/domain/source/policy.hpp"
#include "daemon/domain/subscriber/decide.hpp"
#include "daemon/domain/subscriber/subscriber.hpp"

namespace bwsync::testing_data {

using namespace std::chrono_literals;

inline constexpr Instant kNow{std::chrono::seconds(1'800'000'000)};

inline BridgePolicy policy()
{
    BridgePolicy policy;
    policy.bridge = "east-acme";
    policy.cluster = "east";
    policy.partner = "acme";
    policy.sync = SyncPolicy::kSync;
    OrganizationRule organization;
    organization.provisioning_id = "template-1";
    policy.organizations.push_back(organization);
    PackageRule premium;
    premium.entitlement.name = "Webex-Premium";
    premium.package = "premium";
    policy.packages.push_back(premium);
    policy.languages = {{"English", "en_US"}};
    policy.default_region = "US";
    return policy;
}

inline UserFacts facts(const std::string& user_id = "Anna@example.com")
{
    UserFacts facts;
    facts.user_id = user_id;
    facts.service_provider_id = "ent1";
    facts.group_id = "sales";
    facts.first_name = "Anna";
    facts.last_name = "Moe";
    facts.phone_number = "2405551212";
    facts.country_code = "1";
    facts.extension = "1212";
    facts.email_address = "anna@mail.example.com";
    facts.language = "English";
    facts.time_zone = "America/New_York";
    facts.service_packs = {"Webex-Premium"};
    return facts;
}

inline ServiceProviderFacts enterprise()
{
    ServiceProviderFacts provider;
    provider.service_provider_id = "ent1";
    provider.is_enterprise = true;
    return provider;
}

inline Numbers numbers()
{
    return Numbers{"+12405551212", std::nullopt};
}

inline Verdict verdict(const BridgePolicy& rules = policy(), const UserFacts& of = facts())
{
    return verdict_of(rules, of, enterprise(), numbers());
}

inline WebexSubscriber in_webex(const ProvisionRequest& wanted, WebexStatus status = WebexStatus::kProvisioned)
{
    WebexSubscriber shown;
    shown.id = "webex-1";
    shown.user_id = wanted.user_id;
    shown.sp_enterprise_id = wanted.sp_enterprise_id;
    shown.provisioning_id = wanted.provisioning_id;
    shown.first_name = wanted.first_name;
    shown.last_name = wanted.last_name;
    shown.email = wanted.email;
    shown.primary_phone_number = wanted.primary_phone_number;
    shown.extension = wanted.extension;
    shown.package = wanted.package;
    shown.status = status;
    shown.last_status_change = kNow - 1min;
    return shown;
}

// A new row, its user read just now.
inline Subject subject()
{
    Subject subject;
    subject.row.id = 7;
    subject.row.bridge = "east-acme";
    subject.row.user_key = "anna@example.com";
    subject.row.user_id = "Anna@example.com";
    subject.row.due_at = kNow;
    SourceUser source;
    source.facts = facts();
    source.read_at = kNow;
    subject.source = source;
    subject.service_provider = enterprise();
    return subject;
}

// The same, provisioned by us and equal in Webex.
inline Subject provisioned()
{
    Subject ours = subject();
    const ProvisionRequest wanted = verdict().wanted;
    ours.row.state = SubscriberState::kProvisioned;
    ours.row.wanted = wanted;
    ours.row.webex_id = "webex-1";
    ours.row.sent_time_zone = wanted.time_zone;
    ours.webex = in_webex(wanted);
    return ours;
}

// The same, gone from BroadWorks by a proven reading at `read_at`.
inline Subject gone(Instant read_at = kNow)
{
    Subject ours = provisioned();
    SourceUser source;
    source.absence_is_proven = true;
    source.proof = "not found, and the group does not list it";
    source.read_at = read_at;
    ours.source = source;
    return ours;
}

inline Situation situation(Instant now = kNow)
{
    Situation situation;
    situation.now = now;
    situation.enterprise.bridge = "east-acme";
    situation.enterprise.sp_enterprise_id = "ent1";
    situation.enterprise.state = EnterpriseState::kReady;
    situation.brakes.provisioned = 1000;
    situation.has_sought_holder = true;
    return situation;
}

inline Decision decide_on(const Subject& subject, const Situation& around = situation(),
                          const BridgePolicy& rules = policy())
{
    std::optional<Verdict> judged;
    if (subject.source && subject.source->facts && subject.service_provider) {
        judged = verdict_of(rules, *subject.source->facts, *subject.service_provider, numbers());
    }
    return decide(subject, judged, rules, around);
}

}  // namespace bwsync::testing_data
