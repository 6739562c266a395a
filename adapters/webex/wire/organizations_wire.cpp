#include "adapters/webex/wire/organizations_wire.hpp"

#include "adapters/webex/wire/answer_parts.hpp"
#include "adapters/webex/wire/request_parts.hpp"
#include "adapters/webex/wire/text.hpp"

namespace bwsync {

namespace {

using nlohmann::json;

std::string organization_path(const std::string& base, const std::string& id)
{
    return base + "/organizations/" + percent_encoded(id);
}

std::optional<WebexOrganization> organization_of(const json& object)
{
    WebexOrganization out;
    out.id = text_field(object, "id");
    if (out.id.empty()) return std::nullopt;
    out.display_name = text_field(object, "displayName");
    out.created = time_of(object, "created");
    return out;
}

}  // namespace

HttpRequest organizations_list_request(const std::string& base)
{
    return request_to("GET", base + "/organizations");
}

HttpRequest organization_get_request(const std::string& base, const std::string& id)
{
    return request_to("GET", organization_path(base, id));
}

HttpRequest organization_remove_request(const std::string& base, const std::string& id)
{
    return request_to("DELETE", organization_path(base, id));
}

std::optional<WebexOrganization> parse_organization(const std::string& body)
{
    return organization_of(parse_json(body));
}

std::optional<std::vector<WebexOrganization>> parse_organizations(const std::string& body)
{
    const json parsed = parse_json(body);
    return list_of<WebexOrganization>(member(parsed, "items"), organization_of);
}

}  // namespace bwsync
