#include "adapters/webex/wire/requests.hpp"

#include "adapters/webex/wire/request_parts.hpp"
#include "adapters/webex/wire/text.hpp"

namespace bwsync {

namespace {

using nlohmann::json;

constexpr const char* kSubscribers = "/broadworks/subscribers";
constexpr int kPageSize = 100;  // the most that one page holds

json provision_body(const ProvisionRequest& request)
{
    json body = json::object();
    body["provisioningId"] = request.provisioning_id;
    body["userId"] = request.user_id;
    body["spEnterpriseId"] = request.sp_enterprise_id;
    body["firstName"] = request.first_name;
    body["lastName"] = request.last_name;
    body["package"] = request.package;
    const auto optional = [&body](const char* name, const std::string& value) {
        if (!value.empty()) body[name] = value;
    };
    optional("primaryPhoneNumber", request.primary_phone_number);
    optional("mobilePhoneNumber", request.mobile_phone_number);
    optional("extension", request.extension);
    optional("email", request.email);
    optional("language", request.language);
    optional("timezone", request.time_zone);
    optional("spEnterpriseGroupId", request.sp_enterprise_group_id);
    return body;
}

json update_body(const UpdateRequest& request)
{
    json body = json::object();
    const auto optional = [&body](const char* name, const std::optional<std::string>& value) {
        if (value) body[name] = *value;
    };
    optional("userId", request.user_id);
    optional("firstName", request.first_name);
    optional("lastName", request.last_name);
    optional("primaryPhoneNumber", request.primary_phone_number);
    optional("mobilePhoneNumber", request.mobile_phone_number);
    optional("extension", request.extension);
    optional("timezone", request.time_zone);
    optional("package", request.package);
    return body;
}

std::string subscriber_path(const std::string& base, const std::string& id)
{
    return base + kSubscribers + "/" + percent_encoded(id);
}

}  // namespace

HttpRequest list_request(const std::string& base, const SubscriberFilter& filter)
{
    std::string target = base + kSubscribers + "?max=" + std::to_string(kPageSize);
    add_parameter(target, "userId", filter.user_id);
    add_parameter(target, "personId", filter.person_id);
    add_parameter(target, "email", filter.email);
    add_parameter(target, "spEnterpriseId", filter.sp_enterprise_id);
    add_parameter(target, "provisioningId", filter.provisioning_id);
    if (filter.last_status_change_after) {
        const auto since = filter.last_status_change_after->time_since_epoch();
        add_parameter(target, "lastStatusChange", std::to_string(since.count()));
    }
    return request_to("GET", std::move(target));
}

HttpRequest get_request(const std::string& base, const std::string& id)
{
    return request_to("GET", subscriber_path(base, id));
}

HttpRequest provision_request(const std::string& base, const ProvisionRequest& request)
{
    return with_json(request_to("POST", base + kSubscribers), provision_body(request));
}

HttpRequest update_request(const std::string& base, const std::string& id, const UpdateRequest& request)
{
    return with_json(request_to("PUT", subscriber_path(base, id)), update_body(request));
}

HttpRequest remove_request(const std::string& base, const std::string& id)
{
    return request_to("DELETE", subscriber_path(base, id));
}

HttpRequest precheck_request(const std::string& base, const ProvisionRequest& request)
{
    return with_json(request_to("POST", base + kSubscribers + "/validate"), provision_body(request));
}

HttpRequest precheck_email_request(const std::string& base, const EmailPrecheck& request)
{
    json customer = json::object();
    customer["primaryEmail"] = request.customer_primary_email;
    json body = json::object();
    body["email"] = request.email;
    body["customerInfo"] = std::move(customer);
    return with_json(request_to("POST", base + kSubscribers + "/validate"), body);
}

HttpRequest consent_move_request(const std::string& base, const std::string& id)
{
    return request_to("POST", base + "/subscribers/" + percent_encoded(id) + "/emails/consentMove");
}

}  // namespace bwsync
