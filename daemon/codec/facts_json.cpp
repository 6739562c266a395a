#include "daemon/codec/facts_json.hpp"

#include "daemon/codec/json_text.hpp"

namespace bwsync {

namespace {

nlohmann::json services_to_json(const std::vector<AssignedService>& services)
{
    nlohmann::json list = nlohmann::json::array();
    for (const AssignedService& service : services) {
        nlohmann::json item = nlohmann::json::object();
        item["name"] = service.name;
        if (service.is_active) item["active"] = *service.is_active;
        list.push_back(std::move(item));
    }
    return list;
}

std::vector<AssignedService> services_from_json(const nlohmann::json& object)
{
    std::vector<AssignedService> services;
    const auto found = object.find("services");
    if (found == object.end()) return services;
    for (const nlohmann::json& item : *found) {
        AssignedService service;
        service.name = json_string(item, "name");
        if (item.contains("active")) service.is_active = item.at("active").get<bool>();
        services.push_back(std::move(service));
    }
    return services;
}

}  // namespace

std::string facts_to_json(const UserFacts& facts)
{
    nlohmann::json object = nlohmann::json::object();
    object["userId"] = facts.user_id;
    object["serviceProviderId"] = facts.service_provider_id;
    object["groupId"] = facts.group_id;
    object["firstName"] = facts.first_name;
    object["lastName"] = facts.last_name;
    object["phoneNumber"] = facts.phone_number;
    object["countryCode"] = facts.country_code;
    object["nationalPrefix"] = facts.national_prefix;
    object["extension"] = facts.extension;
    object["mobilePhoneNumber"] = facts.mobile_phone_number;
    object["emailAddress"] = facts.email_address;
    object["language"] = facts.language;
    object["timeZone"] = facts.time_zone;
    object["impId"] = facts.imp_id;
    object["impActive"] = facts.imp_active;
    object["alternateUserIds"] = facts.alternate_user_ids;
    object["servicePacks"] = facts.service_packs;
    object["services"] = services_to_json(facts.services);
    return json_text(object);
}

UserFacts facts_from_json(std::string_view text)
{
    const nlohmann::json object = nlohmann::json::parse(text);
    UserFacts facts;
    facts.user_id = json_string(object, "userId");
    facts.service_provider_id = json_string(object, "serviceProviderId");
    facts.group_id = json_string(object, "groupId");
    facts.first_name = json_string(object, "firstName");
    facts.last_name = json_string(object, "lastName");
    facts.phone_number = json_string(object, "phoneNumber");
    facts.country_code = json_string(object, "countryCode");
    facts.national_prefix = json_string(object, "nationalPrefix");
    facts.extension = json_string(object, "extension");
    facts.mobile_phone_number = json_string(object, "mobilePhoneNumber");
    facts.email_address = json_string(object, "emailAddress");
    facts.language = json_string(object, "language");
    facts.time_zone = json_string(object, "timeZone");
    facts.imp_id = json_string(object, "impId");
    facts.imp_active = object.value("impActive", false);
    facts.alternate_user_ids = json_strings(object, "alternateUserIds");
    facts.service_packs = json_strings(object, "servicePacks");
    facts.services = services_from_json(object);
    return facts;
}

}  // namespace bwsync
