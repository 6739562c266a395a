#include "tests/lab/webex/api/people_api.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {
namespace {

constexpr std::int64_t kYoungMs = 24LL * 3600 * 1000;
constexpr std::size_t kIdsMax = 85;

bool exists(const Customer* customer)
{
    return customer && (customer->state == Customer::State::kActive || customer->state == Customer::State::kNoAdmin);
}

std::set<std::string> split(const std::string& text)
{
    std::istringstream in(text);
    std::set<std::string> out;
    for (std::string part; std::getline(in, part, ',');) out.insert(part);
    return out;
}

Outcome not_found(const char* what)
{
    return refuse(plain_problem(404, std::string("The requested ") + what + " could not be found."));
}

}  // namespace

PeopleApi::PeopleApi(Partner& partner)
    : partner_(partner),
      own_organization_(public_id("ORGANIZATION", partner.dice.uuid())),
      own_created_ms_(partner.clock.now_ms() - 400 * kYoungMs)
{
}

Json PeopleApi::organization_json(const std::string& id, const std::string& name, std::int64_t created_ms) const
{
    Json json = Json::object();
    json["id"] = id;
    json["displayName"] = name;
    json["created"] = format_time(created_ms, 0, true);  // the example of organisations shows a numeric offset
    return json;
}

Outcome PeopleApi::list_organizations(const Exchange&)
{
    Json items = Json::array();
    items.push_back(organization_json(own_organization_, partner_.config.name, own_created_ms_));
    for (const auto& customer : partner_.world.customers()) {
        if (!exists(customer.get())) continue;
        items.push_back(organization_json(customer->organization_id, customer->sp_enterprise_id, customer->created_ms));
    }
    Json body = Json::object();
    body["items"] = std::move(items);
    return done(200, std::move(body));
}

// Also opens management access to the customer, effective a little later (guide, Managing your customer organizations).
Outcome PeopleApi::get_organization(const Exchange& call)
{
    if (call.id == own_organization_) {
        return done(200, organization_json(own_organization_, partner_.config.name, own_created_ms_));
    }
    Customer* customer = partner_.world.customer_by_organization(call.id);
    if (!exists(customer)) return not_found("organization");
    const std::int64_t now = partner_.clock.now_ms();
    if (customer->access_until_ms <= now) {
        customer->access_from_ms = now + partner_.config.delays.management_access.count();
    }
    customer->access_until_ms = now + partner_.config.switches.management_access_lasts.count();
    return done(200, organization_json(customer->organization_id, customer->sp_enterprise_id, customer->created_ms));
}

std::optional<Problem> PeopleApi::check_access(const std::string& organization_id) const
{
    const Customer* customer = partner_.world.customer_by_organization(organization_id);
    if (!partner_.config.switches.management_access_needed || !customer) return std::nullopt;
    const std::int64_t now = partner_.clock.now_ms();
    if (customer->access_from_ms != 0 && now >= customer->access_from_ms && now < customer->access_until_ms) {
        return std::nullopt;
    }
    return plain_problem(403, "Access to the customer organization has not been established.");
}

// What is younger than a day is not deleted with a token that is older than it (guide, Authentication).
std::optional<Problem> PeopleApi::check_age(const Exchange& call, std::int64_t created_ms) const
{
    const bool young = partner_.clock.now_ms() - created_ms < kYoungMs;
    if (!partner_.config.switches.young_delete_refused || !young || call.token_issued_ms >= created_ms)
        return std::nullopt;
    return plain_problem(403, "The access token does not cover this object.");
}

std::optional<Problem> PeopleApi::check_deletable(const Customer& customer) const
{
    if (!customer.members.empty()) {
        return plain_problem(409, "Org cannot be deleted as it has active subscriptions or licenses.");
    }
    if (customer.sync.enabled || customer.sync.status != "NOT_SYNCED") {
        return plain_problem(409, "Org cannot be deleted as Directory Synchronization is enabled.");
    }
    if (partner_.world.people_in(customer.organization_id) > 1) {
        return plain_problem(409, "Org cannot be deleted as it has more than 1 user.");
    }
    return std::nullopt;
}

Outcome PeopleApi::delete_organization(const Exchange& call)
{
    Customer* customer = partner_.world.customer_by_organization(call.id);
    if (!exists(customer)) return not_found("organization");
    if (auto bad = check_access(call.id)) return refuse(*bad);
    if (auto bad = check_age(call, customer->created_ms)) return refuse(*bad);
    if (auto bad = check_deletable(*customer)) return refuse(*bad);
    if (!customer->deleting) partner_.lifecycle.remove_organization(*customer);
    return done(204);
}

Json PeopleApi::person_json(const Person& person) const
{
    const WebexSwitches& switches = partner_.config.switches;
    Json json = Json::object();
    json["id"] = person.id;
    json["emails"] = Json::array();
    if (!person.email.empty()) json["emails"].push_back(person.email);
    if (!person.primary_number.empty()) {
        Json number = Json::object();
        number["type"] = "work";
        number["value"] = person.primary_number;
        number["primary"] = true;
        json["phoneNumbers"] = Json::array();
        json["phoneNumbers"].push_back(std::move(number));
    }
    if (!person.extension.empty()) json["extension"] = person.extension;
    const std::string both = person.first_name + " " + person.last_name;
    json["displayName"] = person.display_name.empty() ? both : person.display_name;
    json["firstName"] = person.first_name;
    json["lastName"] = person.last_name;
    json["orgId"] = person.organization_id;
    json["roles"] = Json::array();
    if (person.administrator) json["roles"].push_back(public_id("ROLE", "id_full_admin"));
    json["licenses"] = Json::array();
    json["created"] = format_time(person.created_ms, switches.timestamp_digits, switches.timestamp_offset);
    json["lastModified"] = format_time(person.modified_ms, switches.timestamp_digits, switches.timestamp_offset);
    json["invitePending"] = false;
    json["loginEnabled"] = true;
    json["type"] = "person";
    return json;
}

// One of email, id and orgId must narrow it: without, the partner's own organisation is meant, which holds nobody here.
Outcome PeopleApi::list_people(const Exchange& call)
{
    const auto email = parameter(call.request.query, "email");
    const auto ids = parameter(call.request.query, "id");
    const auto name = parameter(call.request.query, "displayName");
    const std::string organization = parameter(call.request.query, "orgId").value_or("");
    Page page;
    if (auto bad = parse_page(call.request.query, 100, 1000, partner_.config.switches, page)) return refuse(*bad);
    if (auto bad = check_access(organization)) return refuse(*bad);
    const std::set<std::string> wanted = split(ids.value_or(""));
    if (wanted.size() > kIdsMax) return refuse(plain_problem(400, "Too many ids."));
    std::vector<const Person*> found;
    if (email) {
        if (const Person* person = partner_.world.person_with_email(*email)) found.push_back(person);
    } else if (ids) {
        for (const std::string& id : wanted) {
            if (const Person* person = partner_.world.person(id)) found.push_back(person);
        }
    } else if (!organization.empty() || name) {
        for (const auto& [id, person] : partner_.world.people()) found.push_back(person.get());
    }
    std::erase_if(found, [&](const Person* person) {
        const std::string shown = person->first_name + " " + person->last_name;
        return (!organization.empty() && person->organization_id != organization) ||
               (name && shown.rfind(*name, 0) != 0);
    });
    Json body = Json::object();
    body["items"] = Json::array();
    for (std::size_t i = page.offset; i < std::min(found.size(), page.offset + page.max); ++i) {
        body["items"].push_back(person_json(*found[i]));
    }
    Json missing = Json::array();
    for (const std::string& id : wanted) {
        if (!partner_.world.person(id)) missing.push_back(id);
    }
    if (!missing.empty()) body["notFoundIds"] = std::move(missing);
    Outcome outcome = done(200, std::move(body));
    const bool more = found.size() > page.offset + page.max;
    const std::string link = link_header(call, partner_.base_url + "/people", page, more, partner_.config.switches);
    if (!link.empty()) outcome.headers.emplace_back("Link", link);
    return outcome;
}

Outcome PeopleApi::get_person(const Exchange& call)
{
    const Person* person = partner_.world.person(call.id);
    if (!person) return not_found("person");
    if (auto bad = check_access(person->organization_id)) return refuse(*bad);
    return done(200, person_json(*person));
}

// This family has no codes of its own: 400 with a text. Lists of texts, texts and one boolean, nothing else.
std::optional<Problem> PeopleApi::check_person_body(const nlohmann::json& body, const Person& person) const
{
    const auto wrong = [](const std::string& name) { return plain_problem(400, "Invalid value for " + name + "."); };
    static const std::set<std::string> kTexts = {"displayName", "firstName",  "lastName", "nickName",  "avatar",
                                                 "orgId",       "department", "manager",  "managerId", "title"};
    static const std::set<std::string> kLists = {"emails", "roles", "licenses", "siteUrls"};
    static const std::set<std::string> kCalling = {"phoneNumbers", "extension", "locationId"};
    if (text_of(body, "displayName").empty()) return wrong("displayName");
    for (const auto& [name, value] : body.items()) {
        const bool is_texts = value.is_array() && std::all_of(value.begin(), value.end(),
                                                              [](const auto& entry) { return entry.is_string(); });
        if (kTexts.contains(name) && !value.is_string()) return wrong(name);
        if (kLists.contains(name) && !is_texts) return wrong(name);
        if (name == "addresses" && !value.is_array()) return wrong(name);
        if (name == "loginEnabled" && !value.is_boolean()) return wrong(name);
        if (kCalling.contains(name) && partner_.config.switches.person_numbers_refused) return wrong(name);
        const bool is_known = kTexts.contains(name) || kLists.contains(name) || kCalling.contains(name) ||
                              name == "addresses" || name == "loginEnabled";
        if (!is_known && partner_.config.switches.refuse_unknown_fields) return wrong(name);
    }
    const auto emails = body.find("emails");
    if (emails != body.end() && (emails->size() != 1 || !is_email(emails->at(0).get<std::string>()))) {
        return wrong("emails");
    }
    if (body.contains("orgId") && body.at("orgId") != person.organization_id) return wrong("orgId");
    return std::nullopt;
}

// Replaces the person: names that are not sent are gone. A new e-mail is the subscriber's too.
Outcome PeopleApi::update_person(const Exchange& call)
{
    Person* person = partner_.world.person(call.id);
    if (!person) return not_found("person");
    if (auto bad = check_access(person->organization_id)) return refuse(*bad);
    if (auto bad = check_person_body(call.body, *person)) return refuse(*bad);
    const std::string email =
        call.body.contains("emails") ? call.body.at("emails").at(0).get<std::string>() : person->email;
    const Person* holder = partner_.world.person_with_email(email);
    if (holder && holder != person) return refuse(plain_problem(409, "The email is already in use."));
    Subscriber* subscriber = partner_.world.with_person(call.id);
    partner_.world.set_email(*person, email);
    if (subscriber) partner_.world.set_email(*subscriber, email);
    person->display_name = text_of(call.body, "displayName");
    person->first_name = text_of(call.body, "firstName");
    person->last_name = text_of(call.body, "lastName");
    person->modified_ms = partner_.clock.now_ms();
    return done(200, person_json(*person));
}

Outcome PeopleApi::delete_person(const Exchange& call)
{
    const Person* person = partner_.world.person(call.id);
    if (!person) return not_found("person");
    if (auto bad = check_access(person->organization_id)) return refuse(*bad);
    if (auto bad = check_age(call, person->created_ms)) return refuse(*bad);
    partner_.lifecycle.remove_person(call.id);
    return done(204);
}

}  // namespace bwsync::lab::webex
