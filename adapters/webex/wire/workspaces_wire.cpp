#include "adapters/webex/wire/workspaces_wire.hpp"

#include "adapters/webex/wire/answer_parts.hpp"
#include "adapters/webex/wire/request_parts.hpp"
#include "adapters/webex/wire/text.hpp"

namespace bwsync {

namespace {

using nlohmann::json;

constexpr const char* kWorkspaces = "/broadworks/workspaces";

std::string workspace_path(const std::string& base, const std::string& id)
{
    return base + kWorkspaces + "/" + percent_encoded(id);
}

}  // namespace

HttpRequest workspace_provision_request(const std::string& base, const WorkspaceRequest& request)
{
    json body = json::object();
    body["provisioningId"] = request.provisioning_id;
    body["userId"] = request.user_id;
    body["spEnterpriseId"] = request.sp_enterprise_id;
    body["displayName"] = request.display_name;
    if (!request.primary_phone_number.empty()) body["primaryPhoneNumber"] = request.primary_phone_number;
    if (!request.extension.empty()) body["extension"] = request.extension;
    return with_json(request_to("POST", base + kWorkspaces), body);
}

HttpRequest workspace_update_request(const std::string& base, const std::string& id, const WorkspaceUpdate& change)
{
    json body = json::object();
    if (change.user_id) body["userId"] = *change.user_id;
    if (change.primary_phone_number) body["primaryPhoneNumber"] = *change.primary_phone_number;
    if (change.extension) body["extension"] = *change.extension;
    return with_json(request_to("PUT", workspace_path(base, id)), body);
}

HttpRequest workspace_remove_request(const std::string& base, const std::string& id)
{
    return request_to("DELETE", workspace_path(base, id));
}

std::optional<WebexWorkspace> parse_workspace(const std::string& body)
{
    const json object = parse_json(body);
    WebexWorkspace out;
    out.id = text_field(object, "id");
    if (out.id.empty()) return std::nullopt;
    out.provisioning_id = text_field(object, "provisioningId");
    out.user_id = text_field(object, "userId");
    out.sp_enterprise_id = text_field(object, "spEnterpriseId");
    out.display_name = text_field(object, "displayName");
    out.primary_phone_number = text_field(object, "primaryPhoneNumber");
    out.extension = text_field(object, "extension");
    out.created = time_of(object, "created");
    return out;
}

}  // namespace bwsync
