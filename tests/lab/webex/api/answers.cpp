#include "tests/lab/webex/api/answers.hpp"

#include "tests/lab/webex/model/codes.hpp"
#include "tests/lab/webex/model/format.hpp"

namespace bwsync::lab::webex {
namespace {

bool shows_person(const Subscriber& subscriber, WebexSwitches::PersonId rule)
{
    if (subscriber.person_id.empty() || rule == WebexSwitches::PersonId::kNever) return false;
    return rule == WebexSwitches::PersonId::kAlways || subscriber.status == Status::kProvisioned;
}

std::string errors_text(const std::vector<AsyncError>& errors)
{
    std::string out = "[";
    for (const AsyncError& error : errors) {
        if (out.size() > 1) out += ',';
        ObjectText one(out);
        one.raw("errorCode", std::to_string(error.code));
        one.text("description", error.description);
    }
    return out + "]";
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

Outcome done_text(int status, std::string text)
{
    Outcome outcome;
    outcome.status = status;
    outcome.text = std::move(text);
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

HttpResponse text_response(int status, std::string json)
{
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/json;charset=UTF-8");
    response.body = std::move(json);
    return response;
}

HttpResponse json_response(int status, const Json& body)
{
    if (!body.is_null()) return text_response(status, body.dump(-1, ' ', false, Json::error_handler_t::replace));
    HttpResponse response;
    response.status = status;
    return response;
}

void add_subscriber(ObjectText& object, const Subscriber& subscriber, const SubscriberView& view)
{
    const WebexSwitches& switches = view.switches;
    object.text("id", subscriber.id);
    if (shows_person(subscriber, switches.person_id)) object.text("personId", subscriber.person_id);
    object.text("userId", subscriber.user_id);
    object.text("spEnterpriseId", subscriber.sp_enterprise_id);
    object.text_if_any("firstName", subscriber.first_name);
    object.text_if_any("lastName", subscriber.last_name);
    object.text_if_any("email", subscriber.email);
    object.text_if_any("primaryPhoneNumber", subscriber.primary_number);
    object.text_if_any("mobilePhoneNumber", subscriber.mobile_number);
    object.text_if_any("extension", subscriber.extension);
    object.text("package", subscriber.package);
    object.text("status", view.status_unknown ? "quarantined"
                          : view.code_unknown ? "error"
                                              : status_name(subscriber.status));
    if (view.code_unknown) {
        object.raw("errors", errors_text({AsyncError{kUnknownCode, "An error that is in no table."}}));
    } else if (!subscriber.errors.empty()) {
        object.raw("errors", errors_text(subscriber.errors));
    }
    object.text("created", format_time(subscriber.created_ms, switches.timestamp_digits, switches.timestamp_offset));
    object.text("lastStatusChange",
                format_time(subscriber.status_ms, switches.timestamp_digits, switches.timestamp_offset));
    object.text("provisioningId", subscriber.provisioning_id);
    const char* self_activated = subscriber.self_activated ? "true" : "false";
    if (switches.self_activated_as_string || view.self_activated_string) {
        object.text("selfActivated", self_activated);
    } else {
        object.raw("selfActivated", self_activated);
    }
}

void append_subscriber(std::string& out, const Subscriber& subscriber, const SubscriberView& view)
{
    ObjectText object(out);
    add_subscriber(object, subscriber, view);
}

std::string subscriber_text(const Subscriber& subscriber, const SubscriberView& view)
{
    std::string out;
    append_subscriber(out, subscriber, view);
    return out;
}

}  // namespace bwsync::lab::webex
