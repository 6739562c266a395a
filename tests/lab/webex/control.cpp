// The control API of one partner: reading its state, seeding, acting for people, faults, grants, settings.
#include <algorithm>
#include <utility>

#include "tests/lab/webex/codes.hpp"
#include "tests/lab/webex/emulator_impl.hpp"
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

std::optional<AsyncError> parse_error(const nlohmann::json& json)
{
    if (!json.is_object() || !json.contains("errorCode") || !json["errorCode"].is_number_integer()) return std::nullopt;
    const int code = json["errorCode"].get<int>();
    const std::string text = text_of(json, "description");
    return AsyncError{code, text.empty() ? code_text(code) : text};
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

Subscriber* WebexEmulator::Impl::named(const Json& body)
{
    if (Subscriber* by_id = world_.find(text_of(body, "id"))) return by_id;
    const auto found = world_.with_user_id(text_of(body, "userId"));
    return found.empty() ? nullptr : found.front();
}

std::optional<std::string> WebexEmulator::Impl::control_subscribers(const std::string& path, const Json& body,
                                                                    webex::Json& answer)
{
    if (path == "/subscribers") {
        const Json rows = body.value("subscribers", Json());
        if (!rows.is_array()) return "subscribers: expected an array";
        std::size_t made = 0;
        for (const Json& row : rows) {
            if (auto wrong = seed_subscriber(row)) return "subscriber " + std::to_string(made) + ": " + *wrong;
            ++made;
        }
        answer["subscribers"] = made;
        return std::nullopt;
    }
    const bool known = path == "/subscribers/remove" || path == "/subscribers/status" || path == "/subscribers/act";
    if (!known) return "unknown path";
    Subscriber* subscriber = named(body);
    if (!subscriber) return "no such subscriber";
    if (path == "/subscribers/status") return set_subscriber_status(*subscriber, body);
    if (path == "/subscribers/act") return act(*subscriber, body);
    lifecycle_.remove(*subscriber);
    return std::nullopt;
}

// Exists from now on, without a request: what was there before the daemon came.
std::optional<std::string> WebexEmulator::Impl::seed_subscriber(const Json& row)
{
    if (!row.is_object()) return "expected an object";
    static constexpr const char* kKnown[] = {"userId",
                                             "spEnterpriseId",
                                             "provisioningId",
                                             "firstName",
                                             "lastName",
                                             "email",
                                             "primaryPhoneNumber",
                                             "mobilePhoneNumber",
                                             "extension",
                                             "package",
                                             "status",
                                             "errors",
                                             "selfActivated",
                                             "language",
                                             "timezone"};
    for (const auto& [name, value] : row.items()) {
        if (std::find(std::begin(kKnown), std::end(kKnown), name) == std::end(kKnown)) return "unknown member " + name;
    }
    const WebexTemplate* chosen = lifecycle_.template_of(text_of(row, "provisioningId"));
    const std::string user_id = text_of(row, "userId");
    const std::string enterprise = text_of(row, "spEnterpriseId");
    const auto status = parse_status(row.value("status", "provisioned"));
    if (!chosen) return "provisioningId: no such template";
    if (user_id.empty() || enterprise.empty()) return "userId and spEnterpriseId are needed";
    if (world_.holder(chosen->cluster, user_id)) return "userId is taken";
    if (!status) return "status: not one of the seven";
    auto made = std::make_unique<Subscriber>();
    made->id = public_id("SUBSCRIBER", dice_.uuid());
    made->user_id = user_id;
    made->sp_enterprise_id = enterprise;
    made->provisioning_id = chosen->provisioning_id;
    made->first_name = text_of(row, "firstName");
    made->last_name = text_of(row, "lastName");
    made->email = text_of(row, "email");
    made->primary_number = text_of(row, "primaryPhoneNumber");
    made->mobile_number = text_of(row, "mobilePhoneNumber");
    made->extension = text_of(row, "extension");
    made->package = row.value("package", "basic");
    made->self_activated = row.value("selfActivated", false);
    made->created_ms = clock_.now_ms();
    made->customer = &lifecycle_.customer_for(chosen->cluster, enterprise, chosen->provisioning_id);
    Subscriber& placed = world_.add(std::move(made));
    lifecycle_.place(placed, *status);
    for (const Json& error : row.value("errors", Json::array())) {
        if (const auto parsed = parse_error(error)) placed.errors.push_back(*parsed);
    }
    return std::nullopt;
}

std::optional<std::string> WebexEmulator::Impl::set_subscriber_status(Subscriber& subscriber, const Json& body)
{
    const auto status = parse_status(text_of(body, "status"));
    if (!status) return "status: not one of the seven";
    std::vector<AsyncError> errors;
    for (const Json& error : body.value("errors", Json::array())) {
        const auto parsed = parse_error(error);
        if (!parsed) return "errors: expected {\"errorCode\": n, \"description\"?: text}";
        errors.push_back(*parsed);
    }
    lifecycle_.place(subscriber, *status);
    subscriber.errors = std::move(errors);
    return std::nullopt;
}

// What a person does: the user in the activation portal or mail, or an administrator of another organisation.
std::optional<std::string> WebexEmulator::Impl::act(Subscriber& subscriber, const Json& body)
{
    const std::string action = text_of(body, "action");
    if (action == "enter-email") return lifecycle_.enter_email(subscriber, text_of(body, "email"));
    if (action == "confirm-email") return lifecycle_.confirm_email(subscriber);
    if (action == "consent") return lifecycle_.consent(subscriber);
    if (action == "claim" || action == "person-gone") {
        (action == "claim" ? subscriber.claimed : subscriber.person_gone) = true;
        return std::nullopt;
    }
    const bool later = action == "fail-next";
    if (action != "fail" && !later) return "unknown action '" + action + "'";
    if (!body.contains("code") || !body["code"].is_number_integer()) return "code is missing";
    const int code = body["code"].get<int>();
    const AsyncError error{code, code_text(code)};
    if (later) {
        subscriber.doom = error;
    } else {
        lifecycle_.fail(subscriber, error);
    }
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
