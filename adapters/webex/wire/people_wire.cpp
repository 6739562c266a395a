#include "adapters/webex/wire/people_wire.hpp"

#include <array>

#include "adapters/webex/wire/answer_parts.hpp"
#include "adapters/webex/wire/request_parts.hpp"
#include "adapters/webex/wire/text.hpp"

namespace bwsync {

namespace {

using nlohmann::json;

constexpr const char* kPeopleAtOnce = "100";

// What PUT takes, but for what only Webex Calling may set and nickName, which Webex sets itself.
constexpr std::array<const char*, 14> kKept = {"emails",    "displayName", "firstName", "lastName",   "avatar",
                                               "orgId",     "roles",       "licenses",  "department", "manager",
                                               "managerId", "title",       "addresses", "siteUrls"};

std::string person_path(const std::string& base, const std::string& id)
{
    return base + "/people/" + percent_encoded(id);
}

std::vector<std::string> texts_of(const json& value)
{
    std::vector<std::string> out;
    if (value.is_string()) out.push_back(value.get<std::string>());
    if (!value.is_array()) return out;
    for (const json& entry : value) {
        if (entry.is_string()) out.push_back(entry.get<std::string>());
    }
    return out;
}

std::optional<WebexPerson> person_of(const json& object)
{
    WebexPerson out;
    out.id = text_field(object, "id");
    if (out.id.empty()) return std::nullopt;
    out.organization_id = text_field(object, "orgId");
    out.emails = texts_of(member(object, "emails"));
    out.display_name = text_field(object, "displayName");
    out.first_name = text_field(object, "firstName");
    out.last_name = text_field(object, "lastName");
    out.roles = texts_of(member(object, "roles"));
    out.licenses = texts_of(member(object, "licenses"));
    out.created = time_of(object, "created");
    out.invite_pending = flag_of(object, "invitePending");
    out.login_enabled = flag_of(object, "loginEnabled");
    return out;
}

// displayName is the one field that a PUT must have.
void complete_display_name(json& body)
{
    if (!text_field(body, "displayName").empty()) return;
    std::string name = text_field(body, "firstName");
    const std::string last = text_field(body, "lastName");
    if (!name.empty() && !last.empty()) name += ' ';
    name += last;
    const auto emails = texts_of(member(body, "emails"));
    if (name.empty() && !emails.empty()) name = emails.front();
    body["displayName"] = name;
}

}  // namespace

HttpRequest people_list_request(const std::string& base, const PersonFilter& filter)
{
    std::string target = base + "/people";
    add_parameter(target, "max", kPeopleAtOnce);
    add_parameter(target, "orgId", filter.organization_id);
    add_parameter(target, "email", filter.email);
    return request_to("GET", std::move(target));
}

HttpRequest person_get_request(const std::string& base, const std::string& id)
{
    return request_to("GET", person_path(base, id));
}

HttpRequest person_remove_request(const std::string& base, const std::string& id)
{
    return request_to("DELETE", person_path(base, id));
}

std::optional<HttpRequest> person_update_request(const std::string& base, const std::string& id,
                                                 const std::string& current, const PersonChange& change)
{
    const json person = parse_json(current);
    if (!person_of(person)) return std::nullopt;
    json body = json::object();
    for (const char* name : kKept) {
        const json& value = member(person, name);
        if (!value.is_null()) body[name] = value;
    }
    const auto can_log_in = flag_of(person, "loginEnabled");
    if (can_log_in) body["loginEnabled"] = *can_log_in;
    complete_display_name(body);
    const json before = body;
    if (change.email) body["emails"] = json::array({*change.email});
    if (change.first_name) body["firstName"] = *change.first_name;
    if (change.last_name) body["lastName"] = *change.last_name;
    if (change.display_name) body["displayName"] = *change.display_name;
    if (body == before) return std::nullopt;
    return with_json(request_to("PUT", person_path(base, id)), body);
}

std::optional<WebexPerson> parse_person(const std::string& body)
{
    return person_of(parse_json(body));
}

std::optional<std::vector<WebexPerson>> parse_people(const std::string& body)
{
    const json parsed = parse_json(body);
    return list_of<WebexPerson>(member(parsed, "items"), person_of);
}

}  // namespace bwsync
