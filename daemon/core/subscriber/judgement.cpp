#include "daemon/core/subscriber/judgement.hpp"

#include <algorithm>

namespace bwsync {

std::optional<Verdict> judged(const BridgePolicy& policy, const PhoneNumbers& phone, const Subject& subject)
{
    if (!subject.source || !subject.source->facts || !subject.service_provider) return std::nullopt;
    const UserFacts& facts = *subject.source->facts;
    const std::string& region = policy.default_region;
    Numbers numbers;
    if (!facts.phone_number.empty()) {
        numbers.primary =
            phone.e164(facts.phone_number, facts.country_code, facts.national_prefix, region).value_or("");
    }
    if (!facts.mobile_phone_number.empty()) {
        numbers.mobile =
            phone.e164(facts.mobile_phone_number, facts.country_code, facts.national_prefix, region).value_or("");
    }
    return verdict_of(policy, facts, *subject.service_provider, numbers);
}

EnterpriseStore::CandidateNeeds candidate_needs(const Verdict& verdict)
{
    EnterpriseStore::CandidateNeeds needs;
    needs.email = verdict.has_trusted_email;
    needs.time_zone = verdict.site_zone != SiteZone::kCountry;
    return needs;
}

Situation situation_of(const Surroundings& around, const EnterpriseMap& enterprises, const Subject& subject,
                       const std::optional<Verdict>& verdict)
{
    Situation situation;
    situation.now = around.now;
    situation.window_is_closed = around.window_is_closed;
    situation.has_grant = around.has_grant;
    situation.webex_is_known = around.webex_is_known;
    situation.only_observe = around.only_observe;
    situation.is_flow_through = subject.service_provider && is_flow_through(*subject.service_provider);
    situation.brakes = around.brakes;
    const bool is_wanted = verdict && verdict->kind == Verdict::Kind::kWanted;
    const bool is_room = verdict && verdict->kind == Verdict::Kind::kWorkspace;
    std::string id;
    if (is_wanted) {
        id = verdict->wanted.sp_enterprise_id;
    } else if (verdict && verdict->workspace && (subject.row.workspace || is_room)) {
        id = verdict->workspace->sp_enterprise_id;
    } else if (subject.row.workspace) {
        id = subject.row.workspace->done.sp_enterprise_id;
    } else if (subject.row.wanted) {
        id = subject.row.wanted->sp_enterprise_id;
    }
    const auto known = enterprises.find(id);
    if (known != enterprises.end()) situation.enterprise = known->second;
    const auto& paused = around.controls.paused_enterprises;
    situation.is_paused = around.controls.is_paused || std::find(paused.begin(), paused.end(), id) != paused.end();
    return situation;
}

}  // namespace bwsync
