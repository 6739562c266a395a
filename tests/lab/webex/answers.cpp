#include "tests/lab/webex/answers.hpp"

#include "tests/lab/webex/codes.hpp"
#include "tests/lab/webex/format.hpp"

namespace bwsync::lab::webex {
namespace {

// In no table, seen in an example of the public OpenAPI file.
constexpr int kUnknownCode = 10022;

void add_text(Json& json, const char* name, const std::string& value)
{
    if (!value.empty()) json[name] = value;
}

bool shows_person(const Subscriber& subscriber, WebexSwitches::PersonId rule)
{
    if (subscriber.person_id.empty() || rule == WebexSwitches::PersonId::kNever) return false;
    return rule == WebexSwitches::PersonId::kAlways || subscriber.status == Status::kProvisioned;
}

Json error_list(const std::vector<AsyncError>& errors)
{
    Json list = Json::array();
    for (const AsyncError& error : errors) {
        Json one = Json::object();
        one["errorCode"] = error.code;
        one["description"] = error.description;
        list.push_back(std::move(one));
    }
    return list;
}

Json error_element(const Problem& why, bool code_as_string, bool with_code)
{
    Json element = Json::object();
    if (why.code != 0 && with_code) {
        if (code_as_string) {
            element["errorCode"] = std::to_string(why.code);
        } else {
            element["errorCode"] = why.code;
        }
        if (why.code == 5001) element["internalErrorCode"] = 30014;
    }
    if (!why.field.empty()) element["fieldName"] = why.field;
    element["description"] = why.message;
    return element;
}

}  // namespace

Problem problem(int code, std::string field, std::string detail)
{
    const ErrorCode* known = find_code(code);
    Problem made;
    made.status = known && known->http != 0 ? known->http : 409;
    made.code = code;
    made.message = detail.empty() ? code_text(code) : std::move(detail);
    made.field = std::move(field);
    return made;
}

Problem plain_problem(int status, std::string message)
{
    Problem made;
    made.status = status;
    made.message = std::move(message);
    return made;
}

Outcome done(int status, Json body)
{
    Outcome outcome;
    outcome.status = status;
    outcome.body = std::move(body);
    return outcome;
}

Outcome refuse(Problem why)
{
    Outcome outcome;
    outcome.status = why.status;
    outcome.refused = true;
    outcome.why = std::move(why);
    return outcome;
}

Json envelope(const Problem& why, const std::string& tracking_id, WebexSwitches::ErrorShape shape)
{
    using Shape = WebexSwitches::ErrorShape;
    Json body = Json::object();
    body["message"] = why.message;
    if (shape == Shape::kTopLevel) {
        if (why.code != 0) body["errorCode"] = why.code;
    } else if (shape == Shape::kNullErrors) {
        body["errors"] = nullptr;
    } else if (shape != Shape::kNoErrors) {
        const Json element = error_element(why, shape == Shape::kStringCode, shape != Shape::kNoCode);
        body["errors"] = Json::array();
        body["errors"].push_back(element);
    }
    if (shape != Shape::kHeaderTracking) body["trackingId"] = tracking_id;
    return body;
}

HttpResponse json_response(int status, const Json& body)
{
    HttpResponse response;
    response.status = status;
    if (body.is_null()) return response;
    response.headers.emplace_back("Content-Type", "application/json;charset=UTF-8");
    response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return response;
}

Json subscriber_json(const Subscriber& subscriber, const SubscriberView& view)
{
    const WebexSwitches& switches = view.switches;
    Json json = Json::object();
    json["id"] = subscriber.id;
    if (shows_person(subscriber, switches.person_id)) json["personId"] = subscriber.person_id;
    json["userId"] = subscriber.user_id;
    json["spEnterpriseId"] = subscriber.sp_enterprise_id;
    add_text(json, "firstName", subscriber.first_name);
    add_text(json, "lastName", subscriber.last_name);
    add_text(json, "email", subscriber.email);
    add_text(json, "primaryPhoneNumber", subscriber.primary_number);
    add_text(json, "mobilePhoneNumber", subscriber.mobile_number);
    add_text(json, "extension", subscriber.extension);
    json["package"] = subscriber.package;
    json["status"] = view.status_unknown ? "quarantined" : view.code_unknown ? "error" : status_name(subscriber.status);
    std::vector<AsyncError> errors = subscriber.errors;
    if (view.code_unknown) errors.assign(1, AsyncError{kUnknownCode, "An error that is in no table."});
    if (!errors.empty()) json["errors"] = error_list(errors);
    json["created"] = format_time(subscriber.created_ms, switches.timestamp_digits, switches.timestamp_offset);
    json["lastStatusChange"] = format_time(subscriber.status_ms, switches.timestamp_digits, switches.timestamp_offset);
    json["provisioningId"] = subscriber.provisioning_id;
    if (switches.self_activated_as_string || view.self_activated_string) {
        json["selfActivated"] = subscriber.self_activated ? "true" : "false";
    } else {
        json["selfActivated"] = subscriber.self_activated;
    }
    return json;
}

}  // namespace bwsync::lab::webex
