#include "tests/lab/webex/api/workspaces_api.hpp"

#include <algorithm>

#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {
namespace {

constexpr std::size_t kIdMax = 256;

}  // namespace

bool WorkspacesApi::is_user_taken(const std::string& cluster, const std::string& user_id,
                                  const std::string& own_id) const
{
    if (partner_.world.holder(cluster, user_id)) return true;
    return std::any_of(workspaces_.begin(), workspaces_.end(), [&](const auto& entry) {
        const Workspace& one = entry.second;
        return one.id != own_id && one.cluster == cluster &&
               partner_.world.key(one.user_id) == partner_.world.key(user_id);
    });
}

Outcome WorkspacesApi::provision(const Exchange& call)
{
    const auto bad = check_body(call.body,
                                {{"provisioningId", true, Format::kText, false},
                                 {"userId", true, Format::kText, false},
                                 {"spEnterpriseId", true, Format::kText, false},
                                 {"displayName", true, Format::kText, false},
                                 {"primaryPhoneNumber", false, Format::kPhone, true},
                                 {"extension", false, Format::kExtension, true}},
                                partner_.config.switches);
    if (bad) return refuse(*bad);
    Workspace made;
    made.provisioning_id = text_of(call.body, "provisioningId");
    made.user_id = text_of(call.body, "userId");
    made.sp_enterprise_id = text_of(call.body, "spEnterpriseId");
    made.display_name = text_of(call.body, "displayName");
    made.primary_number = text_of(call.body, "primaryPhoneNumber");
    made.extension = text_of(call.body, "extension");
    const WebexTemplate* chosen = partner_.lifecycle.template_of(made.provisioning_id);
    if (!chosen) return refuse(2013, "provisioningId");
    const Customer* customer = partner_.world.customer(chosen->cluster, made.sp_enterprise_id);
    if (!customer || customer->state == Customer::State::kNone) return refuse(2007, "spEnterpriseId");
    if (customer->provisioning_id != made.provisioning_id) return refuse(2014, "provisioningId");
    if (customer->state != Customer::State::kActive || customer->deleting) return refuse(2034);
    if (is_user_taken(chosen->cluster, made.user_id, "")) return refuse(2009, "userId");
    for (const auto& [id, other] : workspaces_) {
        const bool is_here = other.cluster == chosen->cluster && other.sp_enterprise_id == made.sp_enterprise_id;
        if (is_here && other.display_name == made.display_name) return refuse(2040, "displayName");
    }
    made.id = public_id("PLACE", partner_.dice.uuid());
    made.cluster = chosen->cluster;
    made.created_ms = partner_.clock.now_ms();
    const Workspace& kept = workspaces_.emplace(made.id, made).first->second;
    return done(200, workspace_json(kept));
}

Outcome WorkspacesApi::update(const Exchange& call)
{
    if (call.id.size() > kIdMax) return refuse(1002, "workspaceId");
    const auto bad = check_body(call.body,
                                {{"userId", false, Format::kText, false},
                                 {"primaryPhoneNumber", false, Format::kPhone, true},
                                 {"extension", false, Format::kExtension, true}},
                                partner_.config.switches);
    if (bad) return refuse(*bad);
    const auto found = workspaces_.find(call.id);
    if (found == workspaces_.end()) return refuse(2039);
    Workspace& one = found->second;
    const auto user_id = optional_text(call.body, "userId");
    if (user_id && is_user_taken(one.cluster, *user_id, one.id)) return refuse(2009, "userId");
    if (user_id) one.user_id = *user_id;
    if (const auto number = optional_text(call.body, "primaryPhoneNumber")) one.primary_number = *number;
    if (const auto extension = optional_text(call.body, "extension")) one.extension = *extension;
    return done(200, workspace_json(one));
}

Outcome WorkspacesApi::remove(const Exchange& call)
{
    if (call.id.size() > kIdMax) return refuse(1002, "workspaceId");
    return workspaces_.erase(call.id) > 0 ? done(204) : refuse(2039);
}

Json WorkspacesApi::workspace_json(const Workspace& one) const
{
    const WebexSwitches& switches = partner_.config.switches;
    Json json = Json::object();
    json["id"] = one.id;
    json["provisioningId"] = one.provisioning_id;
    json["userId"] = one.user_id;
    json["spEnterpriseId"] = one.sp_enterprise_id;
    json["displayName"] = one.display_name;
    if (!one.primary_number.empty()) json["primaryPhoneNumber"] = one.primary_number;
    if (!one.extension.empty()) json["extension"] = one.extension;
    json["created"] = format_time(one.created_ms, switches.timestamp_digits, switches.timestamp_offset);
    return json;
}

Json WorkspacesApi::state() const
{
    Json all = Json::array();
    for (const auto& [id, one] : workspaces_) all.push_back(workspace_json(one));
    return all;
}

}  // namespace bwsync::lab::webex
