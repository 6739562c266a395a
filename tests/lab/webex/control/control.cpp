// The control API of one partner: reading its state, seeding, acting for people, faults, grants, settings.
#include <algorithm>
#include <utility>

#include "tests/lab/webex/model/codes.hpp"
#include "tests/lab/webex/pipeline/emulator_impl.hpp"
#include "tests/lab/webex/switches.hpp"

namespace bwsync::lab {

using namespace webex;

namespace {

HttpResponse control_error(int status, const std::string& text)
{
    webex::Json body = webex::Json::object();
    body["error"] = text;
    return json_response(status, body);
}

// What follows the partner: "/webex/acme/state" and "/state" are the same.
std::string local_path(const std::string& path, const std::string& name)
{
    const std::string prefix = "/webex/" + name;
    return path.compare(0, prefix.size(), prefix) == 0 ? path.substr(prefix.size()) : path;
}

// "true", "2008", "20s": the text of a scalar.
std::string scalar_text(const nlohmann::json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

HttpResponse WebexEmulator::Impl::control(const HttpRequest& request)
{
    const std::string path = local_path(request.path, config_.name);
    if (request.method == "GET") return control_get(path, request);
    if (request.method != "POST") return control_error(405, "GET or POST");
    const Json body = request.body.empty() ? Json::object() : Json::parse(request.body, nullptr, false);
    if (!body.is_object()) return control_error(400, "the body is not a JSON object");
    webex::Json answer = webex::Json::object();
    const auto wrong = control_post(path, body, answer);
    if (wrong && *wrong == "unknown path") return control_error(404, *wrong + " " + path);
    return wrong ? control_error(400, *wrong) : json_response(200, answer);
}

HttpResponse WebexEmulator::Impl::control_get(const std::string& path, const HttpRequest& request)
{
    if (path == "/state") return text_response(200, state(request));
    webex::Json answer;
    if (path == "/received") {
        answer = received_.report(oauth_.refreshes());
    } else if (path == "/calls") {
        const auto limit = parse_count(parameter(request.query, "limit").value_or("1000"));
        answer["calls"] = received_.calls(parameter(request.query, "userId").value_or(""),
                                          static_cast<std::size_t>(limit.value_or(1000)));
    } else if (path == "/billing") {
        answer = billing_.state();
    } else if (path == "/workspaces") {
        answer["workspaces"] = workspaces_.state();
    } else if (path == "/faults") {
        answer["faults"] = faults_.list();
    } else if (path == "/switches") {
        for (const auto& row : webex_switch_descriptions(config_.switches)) {
            answer[row.name] = webex::Json::object();
            answer[row.name]["value"] = row.value;
            answer[row.name]["values"] = row.values;
            answer[row.name]["meaning"] = row.meaning;
        }
    } else {
        return control_error(404, "unknown path " + path);
    }
    return json_response(200, answer);
}

std::optional<std::string> WebexEmulator::Impl::control_post(const std::string& path, const Json& body,
                                                             webex::Json& answer)
{
    if (path.rfind("/faults", 0) == 0) return control_faults(path, body, answer);
    if (path.rfind("/grants", 0) == 0 || path.rfind("/tokens", 0) == 0) return control_grants(path, body, answer);
    if (path.rfind("/subscribers", 0) == 0) return control_subscribers(path, body, answer);
    if (path == "/received/reset") {
        received_.reset();
        oauth_.reset_counts();
        return std::nullopt;
    }
    if (path == "/people/remove") {
        const Person* person = world_.person_with_email(text_of(body, "email"));
        if (!person) return "no person with this email";
        lifecycle_.remove_person(std::string(person->id));
        return std::nullopt;
    }
    if (path == "/billing/columns") return billing_.set_columns(body);
    if (path == "/billing/file") return billing_.set_file(body);
    if (path == "/billing/plant") return billing_.plant(body);
    if (path == "/billing/fail-next") return billing_.fail_next(body);
    if (path == "/listener") return control_listener(body, answer);
    if (path == "/fixtures") return fixtures_.set(body);
    if (path == "/fixtures/clear") {
        fixtures_.clear();
        return std::nullopt;
    }
    return control_settings(path, body);
}

std::optional<std::string> WebexEmulator::Impl::control_faults(const std::string& path, const Json& body,
                                                               webex::Json& answer)
{
    if (path == "/faults/clear") {
        faults_.clear();
        return std::nullopt;
    }
    if (path != "/faults") return "unknown path";
    int id = 0;
    const auto wrong = faults_.add(body, id);
    answer["id"] = id;
    return wrong;
}

std::optional<std::string> WebexEmulator::Impl::control_grants(const std::string& path, const Json& body,
                                                               webex::Json& answer)
{
    const std::string refresh_token = text_of(body, "refreshToken");
    if (path == "/grants/expire") {
        answer["grants"] = oauth_.expire(refresh_token);
    } else if (path == "/grants/revoke") {
        answer["grants"] = oauth_.revoke(refresh_token);
    } else if (path == "/tokens/invalidate") {
        answer["tokens"] = oauth_.invalidate_access_tokens();
    } else if (path == "/grants/add") {
        if (refresh_token.empty()) return "refreshToken is missing";
        std::set<std::string> scopes;
        for (const Json& scope : body.value("scopes", Json::array())) scopes.insert(scalar_text(scope));
        oauth_.add_grant(refresh_token, std::move(scopes));
    } else {
        return "unknown path";
    }
    return std::nullopt;
}

std::optional<std::string> WebexEmulator::Impl::control_listener(const Json& body, webex::Json& answer)
{
    const std::string action = text_of(body, "action");
    if (action == "down" || action == "up") {
        server_.set_down(action == "down");
    } else if (action == "close-connections" || action == "reset-connections") {
        answer["connections"] = server_.close_connections(action == "reset-connections");
    } else {
        return "action: expected down, up, close-connections or reset-connections";
    }
    return std::nullopt;
}

// {"name": value, ...}: all or, when one is wrong, none.
std::optional<std::string> WebexEmulator::Impl::control_settings(const std::string& path, const Json& body)
{
    if (path == "/switches") {
        WebexSwitches changed = config_.switches;
        for (const auto& [name, value] : body.items()) {
            if (auto wrong = set_webex_switch(changed, name, scalar_text(value))) return wrong;
        }
        if (changed.case_sensitive_ids != config_.switches.case_sensitive_ids) {
            return "case_sensitive_ids can only be set in the configuration";
        }
        config_.switches = changed;
        return std::nullopt;
    }
    if (path == "/delays") {
        WebexDelays changed = config_.delays;
        for (const auto& [name, value] : body.items()) {
            if (auto wrong = set_webex_delay(changed, name, scalar_text(value))) return wrong;
        }
        config_.delays = changed;
        return std::nullopt;
    }
    if (path != "/rate-limit") return "unknown path";
    WebexRateLimit changed = config_.rate_limit;
    for (const auto& [name, value] : body.items()) {
        if (!value.is_number() || value.get<double>() < 0) return name + ": expected a number from 0";
        if (name != "requests_per_second" && name != "burst") return "unknown member '" + name + "'";
        (name == "burst" ? changed.burst : changed.requests_per_second) = value.get<double>();
    }
    config_.rate_limit = changed;
    tokens_ = changed.burst;
    refilled_ = std::chrono::steady_clock::now();
    return std::nullopt;
}

void WebexEmulator::Impl::append_subscriber_state(std::string& out, const Subscriber& subscriber) const
{
    WebexSwitches shown;
    shown.person_id = WebexSwitches::PersonId::kAlways;
    ObjectText object(out);
    add_subscriber(object, subscriber, SubscriberView{shown});
    object.text_if_any("language", subscriber.language);
    object.text_if_any("timezone", subscriber.timezone);
    object.text("cluster", subscriber.customer->cluster);
    object.raw("consentMails", std::to_string(subscriber.consent_mails));
}

void WebexEmulator::Impl::append_organization_state(std::string& out, const Customer& customer) const
{
    static constexpr const char* kStates[] = {"none", "creating", "no-admin", "active"};
    ObjectText object(out);
    object.text("id", customer.organization_id);
    object.text("displayName", customer.sp_enterprise_id);
    object.text("created", format_time(customer.created_ms, 3, false));
    object.text("state", customer.deleting ? "deleting" : kStates[static_cast<int>(customer.state)]);
    object.text("enterpriseId", customer.enterprise_id);
    object.text("spEnterpriseId", customer.sp_enterprise_id);
    object.text("provisioningId", customer.provisioning_id);
    object.text("cluster", customer.cluster);
    object.text("adminPersonId", customer.admin_person_id);
    object.raw("subscribers", std::to_string(customer.members.size()));
    object.text("syncStatus", customer.sync.status);
}

// {"organizations","subscribers","people","grants"}; ?userId= shows one user's subscribers and nobody's person.
std::string WebexEmulator::Impl::state(const HttpRequest& request) const
{
    const auto separate = [](std::string& list) {
        if (!list.empty()) list += ',';
    };
    std::string organizations, subscribers, people;
    for (const auto& customer : world_.customers()) {
        if (customer->state == Customer::State::kNone) continue;
        separate(organizations);
        append_organization_state(organizations, *customer);
    }
    const auto wanted = parameter(request.query, "userId");
    for (const Subscriber* one : world_.subscribers()) {
        if (wanted && world_.key(one->user_id) != world_.key(*wanted)) continue;
        separate(subscribers);
        append_subscriber_state(subscribers, *one);
    }
    for (const auto& [id, person] : world_.people()) {
        if (wanted) break;
        separate(people);
        ObjectText object(people);
        object.text("id", id);
        object.text("email", person->email);
        object.text("firstName", person->first_name);
        object.text("lastName", person->last_name);
        object.text("orgId", person->organization_id);
        object.raw("administrator", person->administrator ? "true" : "false");
    }
    return "{\"organizations\":[" + organizations + "],\"subscribers\":[" + subscribers + "],\"people\":[" + people +
           "],\"grants\":" + oauth_.state().dump() + "}";
}

}  // namespace bwsync::lab
