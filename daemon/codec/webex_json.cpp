#include "daemon/codec/webex_json.hpp"

#include <array>
#include <utility>

#include "daemon/codec/json_text.hpp"

namespace bwsync {

namespace {

template <class T, class M>
using Member = std::pair<const char*, M T::*>;

constexpr std::array<Member<ProvisionRequest, std::string>, 13> kProvisionMembers = {{
    {"provisioningId", &ProvisionRequest::provisioning_id},
    {"userId", &ProvisionRequest::user_id},
    {"spEnterpriseId", &ProvisionRequest::sp_enterprise_id},
    {"firstName", &ProvisionRequest::first_name},
    {"lastName", &ProvisionRequest::last_name},
    {"package", &ProvisionRequest::package},
    {"primaryPhoneNumber", &ProvisionRequest::primary_phone_number},
    {"mobilePhoneNumber", &ProvisionRequest::mobile_phone_number},
    {"extension", &ProvisionRequest::extension},
    {"email", &ProvisionRequest::email},
    {"language", &ProvisionRequest::language},
    {"timezone", &ProvisionRequest::time_zone},
    {"spEnterpriseGroupId", &ProvisionRequest::sp_enterprise_group_id},
}};

constexpr std::array<Member<UpdateRequest, std::optional<std::string>>, 8> kUpdateMembers = {{
    {"userId", &UpdateRequest::user_id},
    {"firstName", &UpdateRequest::first_name},
    {"lastName", &UpdateRequest::last_name},
    {"primaryPhoneNumber", &UpdateRequest::primary_phone_number},
    {"mobilePhoneNumber", &UpdateRequest::mobile_phone_number},
    {"extension", &UpdateRequest::extension},
    {"timezone", &UpdateRequest::time_zone},
    {"package", &UpdateRequest::package},
}};

constexpr std::array<Member<WebexSubscriber, std::string>, 13> kSubscriberMembers = {{
    {"id", &WebexSubscriber::id},
    {"personId", &WebexSubscriber::person_id},
    {"userId", &WebexSubscriber::user_id},
    {"spEnterpriseId", &WebexSubscriber::sp_enterprise_id},
    {"provisioningId", &WebexSubscriber::provisioning_id},
    {"firstName", &WebexSubscriber::first_name},
    {"lastName", &WebexSubscriber::last_name},
    {"email", &WebexSubscriber::email},
    {"primaryPhoneNumber", &WebexSubscriber::primary_phone_number},
    {"mobilePhoneNumber", &WebexSubscriber::mobile_phone_number},
    {"extension", &WebexSubscriber::extension},
    {"package", &WebexSubscriber::package},
    {"statusText", &WebexSubscriber::status_text},
}};

constexpr std::array<Member<WorkspaceRequest, std::string>, 6> kWorkspaceMembers = {{
    {"provisioningId", &WorkspaceRequest::provisioning_id},
    {"userId", &WorkspaceRequest::user_id},
    {"spEnterpriseId", &WorkspaceRequest::sp_enterprise_id},
    {"displayName", &WorkspaceRequest::display_name},
    {"primaryPhoneNumber", &WorkspaceRequest::primary_phone_number},
    {"extension", &WorkspaceRequest::extension},
}};

nlohmann::json request_object(const WorkspaceRequest& request)
{
    nlohmann::json object = nlohmann::json::object();
    for (const auto& [key, member] : kWorkspaceMembers) object[key] = request.*member;
    return object;
}

WorkspaceRequest request_of(const nlohmann::json& object)
{
    WorkspaceRequest request;
    for (const auto& [key, member] : kWorkspaceMembers) request.*member = json_string(object, key);
    return request;
}

Instant instant_of(const nlohmann::json& object, const char* key)
{
    return Instant(Millis(object.value(key, std::int64_t{0})));
}

}  // namespace

std::string json_quoted(std::string_view text)
{
    return json_text(nlohmann::json(std::string(text)));
}

std::string provision_to_json(const ProvisionRequest& request)
{
    nlohmann::json object = nlohmann::json::object();
    for (const auto& [key, member] : kProvisionMembers) object[key] = request.*member;
    return json_text(object);
}

ProvisionRequest provision_from_json(std::string_view text)
{
    const nlohmann::json object = nlohmann::json::parse(text);
    ProvisionRequest request;
    for (const auto& [key, member] : kProvisionMembers) request.*member = json_string(object, key);
    return request;
}

std::string update_to_json(const UpdateRequest& request)
{
    nlohmann::json object = nlohmann::json::object();
    for (const auto& [key, member] : kUpdateMembers) {
        if (request.*member) object[key] = *(request.*member);
    }
    return json_text(object);
}

UpdateRequest update_from_json(std::string_view text)
{
    const nlohmann::json object = nlohmann::json::parse(text);
    UpdateRequest request;
    for (const auto& [key, member] : kUpdateMembers) {
        if (object.contains(key)) request.*member = object.at(key).get<std::string>();
    }
    return request;
}

std::string webex_subscriber_to_json(const WebexSubscriber& subscriber)
{
    nlohmann::json object = nlohmann::json::object();
    for (const auto& [key, member] : kSubscriberMembers) object[key] = subscriber.*member;
    object["status"] = std::string(name_of(subscriber.status));
    nlohmann::json errors = nlohmann::json::array();
    for (const WebexError& error : subscriber.errors) {
        nlohmann::json item = nlohmann::json::object();
        item["errorCode"] = error.code;
        item["description"] = error.description;
        errors.push_back(std::move(item));
    }
    object["errors"] = std::move(errors);
    object["selfActivated"] = subscriber.self_activated;
    object["createdMs"] = subscriber.created.time_since_epoch().count();
    object["lastStatusChangeMs"] = subscriber.last_status_change.time_since_epoch().count();
    return json_text(object);
}

WebexSubscriber webex_subscriber_from_json(std::string_view text)
{
    const nlohmann::json object = nlohmann::json::parse(text);
    WebexSubscriber subscriber;
    for (const auto& [key, member] : kSubscriberMembers) subscriber.*member = json_string(object, key);
    subscriber.status = webex_status(json_string(object, "status"));
    for (const nlohmann::json& item : object.value("errors", nlohmann::json::array())) {
        WebexError error;
        error.code = item.value("errorCode", 0);
        error.description = json_string(item, "description");
        subscriber.errors.push_back(std::move(error));
    }
    subscriber.self_activated = object.value("selfActivated", false);
    subscriber.created = instant_of(object, "createdMs");
    subscriber.last_status_change = instant_of(object, "lastStatusChangeMs");
    return subscriber;
}

std::string workspace_to_json(const WorkspaceRow& workspace)
{
    nlohmann::json object = nlohmann::json::object();
    object["id"] = workspace.id;
    object["wanted"] = request_object(workspace.wanted);
    object["done"] = request_object(workspace.done);
    object["isUncertain"] = workspace.is_uncertain;
    object["isByCommand"] = workspace.is_by_command;
    object["isRemovalOrdered"] = workspace.is_removal_ordered;
    return json_text(object);
}

WorkspaceRow workspace_from_json(std::string_view text)
{
    const nlohmann::json object = nlohmann::json::parse(text);
    WorkspaceRow workspace;
    workspace.id = json_string(object, "id");
    workspace.wanted = request_of(object.at("wanted"));
    workspace.done = request_of(object.at("done"));
    workspace.is_uncertain = object.value("isUncertain", false);
    workspace.is_by_command = object.value("isByCommand", false);
    workspace.is_removal_ordered = object.value("isRemovalOrdered", false);
    return workspace;
}

}  // namespace bwsync
