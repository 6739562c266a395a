#include "daemon/admin/api/attention.hpp"

#include <algorithm>

namespace bwsync {
namespace {

// Alarms begin this long before a refresh token ends (design: 30, 14, 7 and 2 days).
constexpr std::chrono::hours kExpiryAlarm{24 * 30};

std::int64_t number_in(const Json& object, const char* name)
{
    if (!object.is_object()) return 0;
    const auto found = object.find(name);
    if (found == object.end()) return 0;
    if (found->is_boolean()) return found->get<bool>() ? 1 : 0;
    return found->is_number() ? found->get<std::int64_t>() : 0;
}

std::string text_in(const Json& object, const char* name)
{
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string counted(std::int64_t number, const char* one, const char* many)
{
    return std::to_string(number) + ' ' + (number == 1 ? one : many);
}

void add_brake(std::vector<Attention>& list, const std::string& bridge, const char* kind, std::int64_t held)
{
    Attention attention;
    attention.kind = "brake";
    attention.subject = "bridge " + bridge;
    attention.detail =
        std::string("too many ") + kind + " at once: " + counted(held, "subscriber is", "subscribers are") + " held";
    attention.remedy = "look at them, then: bwsyncctl bridge approve|reject " + bridge + " --" + kind;
    list.push_back(std::move(attention));
}

void add_bridge(std::vector<Attention>& list, const Json& bridge)
{
    const std::string name = text_in(bridge, "bridge");
    const Json states = bridge.is_object() && bridge.contains("states") ? bridge.at("states") : Json();
    if (const std::int64_t parked = number_in(states, "parked"); parked > 0) {
        list.push_back({"parked", "bridge " + name, counted(parked, "subscriber is", "subscribers are") + " parked",
                        "bwsyncctl subscriber list --bridge " + name + " --state parked"});
    }
    if (number_in(bridge, "removalsTripped") > 0) add_brake(list, name, "removals", number_in(bridge, "heldRemovals"));
    if (number_in(bridge, "updatesTripped") > 0) add_brake(list, name, "updates", number_in(bridge, "heldUpdates"));
    if (number_in(bridge, "paused") > 0) {
        list.push_back(
            {"paused", "bridge " + name, "is paused by an operator", "bwsyncctl bridge resume " + name, false});
    }
}

void add_breaker(std::vector<Attention>& list, const Json& breaker)
{
    const std::int64_t held = number_in(breaker, "held");
    list.push_back({"breaker", text_in(breaker, "scope") + ' ' + text_in(breaker, "subject"),
                    counted(held, "subscriber is", "subscribers are") + " held: " + text_in(breaker, "detail"),
                    "closes by itself when a probe succeeds; after the repair: bwsyncctl breaker reset " +
                        text_in(breaker, "bridge")});
}

void add_gaps(std::vector<Attention>& list, const Json& gaps)
{
    if (!gaps.is_array()) return;
    std::int64_t open = 0;
    for (const Json& gap : gaps) {
        const bool is_closed = gap.is_object() && gap.contains("closedAt") && !gap.at("closedAt").is_null();
        if (!is_closed) ++open;
    }
    if (open == 0) return;
    list.push_back({"gap", "change feed", counted(open, "gap is", "gaps are") + " open: changes may have been missed",
                    "closes by itself with a snapshot; see bwsyncctl gap list"});
}

void add_scopes(std::vector<Attention>& list, const GrantStatus& grant, const std::string& subject)
{
    std::string required, other;
    for (const ScopeNeed& need : grant.missing_scopes) {
        std::string& text = need.is_required ? required : other;
        text += (text.empty() ? "" : "; ") + need.what_for;
    }
    const std::string remedy = "bwsyncctl grant list names the scopes; give them to the integration, then: " +
                               grant_remedy(grant.partner, grant.name);
    if (!required.empty()) list.push_back({"grant", subject, "was not granted what it needs for: " + required, remedy});
    if (!other.empty()) {
        list.push_back({"grant", subject, "was not granted what it needs for: " + other,
                        remedy + "; or leave them out of webex.partners[].scopes", false});
    }
}

void add_grant(std::vector<Attention>& list, const GrantStatus& grant, Instant now)
{
    const std::string subject = "grant " + grant.partner + '/' + grant.name;
    const std::string remedy = grant_remedy(grant.partner, grant.name);
    if (grant.state != "good") {
        list.push_back({"grant", subject, grant.problem.empty() ? "is " + grant.state : grant.problem, remedy});
        return;
    }
    if (!grant.refresh_expires_at) {
        list.push_back({"grant", subject,
                        "Webex does not say when its refresh token ends: its end comes without warning", remedy,
                        false});
    } else if (*grant.refresh_expires_at < now + kExpiryAlarm) {
        const auto days = std::chrono::floor<std::chrono::hours>(*grant.refresh_expires_at - now).count() / 24;
        list.push_back({"grant", subject, "its refresh token ends in " + counted(days, "day", "days"), remedy});
    }
    add_scopes(list, grant, subject);
}

}  // namespace

Json to_json(const Attention& attention)
{
    Json json;
    json["kind"] = attention.kind;
    json["subject"] = attention.subject;
    json["detail"] = attention.detail;
    json["remedy"] = attention.remedy;
    json["urgent"] = attention.is_urgent;
    return json;
}

std::vector<Attention> attention_of(const StatusParts& parts)
{
    std::vector<Attention> list;
    for (const Problem& problem : parts.not_ready) {
        list.push_back({"not-ready", problem.subject, problem.detail, "the log of the daemon says more"});
    }
    if (parts.bridges.is_array()) {
        for (const Json& bridge : parts.bridges) add_bridge(list, bridge);
    }
    add_gaps(list, parts.gaps);
    if (parts.breakers.is_array()) {
        for (const Json& breaker : parts.breakers) add_breaker(list, breaker);
    }
    for (const GrantStatus& grant : parts.grants) add_grant(list, grant, parts.now);
    std::stable_partition(list.begin(), list.end(), [](const Attention& attention) { return attention.is_urgent; });
    return list;
}

}  // namespace bwsync
