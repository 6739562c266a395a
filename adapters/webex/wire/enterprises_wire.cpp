#include "adapters/webex/wire/enterprises_wire.hpp"

#include <array>

#include "adapters/webex/wire/answer_parts.hpp"
#include "adapters/webex/wire/request_parts.hpp"
#include "adapters/webex/wire/text.hpp"

namespace bwsync {

namespace {

using nlohmann::json;

constexpr const char* kEnterprisesAtOnce = "1000";

std::string sync_path(const std::string& base, const std::string& id)
{
    return base + "/broadworks/enterprises/" + percent_encoded(id) + "/broadworksDirectorySync";
}

struct Count {
    const char* name;
    std::optional<long long> DirectorySyncCounts::*field;
};

constexpr std::array<Count, 16> kCounts = {{
    {"usersAdded", &DirectorySyncCounts::users_added},
    {"usersUpdated", &DirectorySyncCounts::users_updated},
    {"usersDeleted", &DirectorySyncCounts::users_deleted},
    {"machinesAdded", &DirectorySyncCounts::machines_added},
    {"machinesUpdated", &DirectorySyncCounts::machines_updated},
    {"machinesDeleted", &DirectorySyncCounts::machines_deleted},
    {"userContactsAdded", &DirectorySyncCounts::user_contacts_added},
    {"userContactsUpdated", &DirectorySyncCounts::user_contacts_updated},
    {"userContactsDeleted", &DirectorySyncCounts::user_contacts_deleted},
    {"orgContactsAdded", &DirectorySyncCounts::org_contacts_added},
    {"orgContactsUpdated", &DirectorySyncCounts::org_contacts_updated},
    {"orgContactsDeleted", &DirectorySyncCounts::org_contacts_deleted},
    {"totalExternalUsersInCI", &DirectorySyncCounts::total_external_users},
    {"totalExternalMachinesInCI", &DirectorySyncCounts::total_external_machines},
    {"totalUserContactsInContactService", &DirectorySyncCounts::total_user_contacts},
    {"totalOrgContactsInContactService", &DirectorySyncCounts::total_org_contacts},
}};

DirectorySync sync_of(const json& object)
{
    DirectorySync out;
    out.is_enabled = flag_of(object, "enableDirSync");
    const json& status = member(object, "directorySyncStatus");
    out.status_text = text_field(status, "syncStatus");
    out.status = directory_sync_status(out.status_text);
    out.last_start = time_of(status, "lastSyncStartTime");
    out.last_end = time_of(status, "lastSyncEndTime");
    out.last_success = time_of(status, "lastSuccessfulSyncTime");
    out.last_tracking_id = text_field(status, "lastSyncTrackingId");
    out.errors = errors_of(status);
    for (const Count& count : kCounts) out.counts.*count.field = number_field(status, count.name);
    return out;
}

std::optional<WebexEnterprise> enterprise_of(const json& object)
{
    WebexEnterprise out;
    out.id = text_field(object, "id");
    if (out.id.empty()) return std::nullopt;
    out.organization_id = text_field(object, "orgId");
    out.sp_enterprise_id = text_field(object, "spEnterpriseId");
    out.provisioning_id = text_field(object, "provisioningId");
    out.sync = sync_of(member(object, "broadworksDirectorySync"));
    return out;
}

ExternalUserAction action_of(const std::string& text)
{
    if (text == "ADD") return ExternalUserAction::kAdded;
    if (text == "UPDATE") return ExternalUserAction::kUpdated;
    if (text == "DELETE") return ExternalUserAction::kDeleted;
    if (text == "NO_OPERATION") return ExternalUserAction::kNothing;
    return ExternalUserAction::kUnknown;
}

}  // namespace

HttpRequest enterprises_list_request(const std::string& base, const EnterpriseFilter& filter)
{
    std::string target = base + "/broadworks/enterprises";
    add_parameter(target, "max", kEnterprisesAtOnce);
    add_parameter(target, "spEnterpriseId", filter.sp_enterprise_id);
    if (filter.sp_enterprise_id.empty()) add_parameter(target, "startsWith", filter.starts_with);
    return request_to("GET", std::move(target));
}

HttpRequest sync_status_request(const std::string& base, const std::string& id)
{
    return request_to("GET", sync_path(base, id));
}

HttpRequest sync_enable_request(const std::string& base, const std::string& id, bool is_enabled)
{
    json body = json::object();
    body["enableDirSync"] = is_enabled;
    return with_json(request_to("PUT", sync_path(base, id)), body);
}

HttpRequest sync_trigger_request(const std::string& base, const std::string& id)
{
    json body = json::object();
    body["syncStatus"] = "SYNC_NOW";
    return with_json(request_to("POST", sync_path(base, id)), body);
}

HttpRequest sync_user_request(const std::string& base, const std::string& id, const std::string& user_id)
{
    json body = json::object();
    body["userId"] = user_id;
    return with_json(request_to("POST", sync_path(base, id) + "/externalUser"), body);
}

std::optional<std::vector<WebexEnterprise>> parse_enterprises(const std::string& body)
{
    const json parsed = parse_json(body);
    const json& items = member(parsed, "items");
    if (items.is_array()) return list_of<WebexEnterprise>(items, enterprise_of);
    const auto one = enterprise_of(items.is_object() ? items : parsed);
    if (!one) return std::nullopt;
    return std::vector<WebexEnterprise>(1, *one);
}

std::optional<DirectorySync> parse_directory_sync(const std::string& body)
{
    const json parsed = parse_json(body);
    // Enterprises wrap the same object; an answer that does so as well is understood.
    const json& wrapped = member(parsed, "broadworksDirectorySync");
    const json& object = wrapped.is_object() ? wrapped : parsed;
    const bool tells =
        flag_of(object, "enableDirSync").has_value() || member(object, "directorySyncStatus").is_object();
    if (!tells) return std::nullopt;
    return sync_of(object);
}

std::optional<ExternalUser> parse_external_user(const std::string& body)
{
    const json parsed = parse_json(body);
    const json& user = member(parsed, "userResponse");
    ExternalUser out;
    out.action_text = text_field(parsed, "status");
    if (out.action_text.empty() && !user.is_object()) return std::nullopt;
    out.action = action_of(out.action_text);
    out.user_id = text_field(user, "userId");
    out.first_name = text_field(user, "firstName");
    out.last_name = text_field(user, "lastName");
    out.extension = text_field(user, "extension");
    out.number = text_field(user, "number");
    out.mobile = text_field(user, "mobile");
    return out;
}

}  // namespace bwsync
