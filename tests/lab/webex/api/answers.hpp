// Building of answers: JSON bodies, the error envelope in all its shapes, Link headers.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/lab/http/http_server.hpp"
#include "tests/lab/webex/api/json_text.hpp"
#include "tests/lab/webex/config.hpp"
#include "tests/lab/webex/model/model.hpp"

namespace bwsync::lab::webex {

using Json = nlohmann::ordered_json;  // members come in the order of the published schema

// In no table, seen in an example of the public OpenAPI file.
inline constexpr int kUnknownCode = 10022;

// Why a request is refused. code 0: the envelope carries no errorCode (edge errors such as 401).
struct Problem {
    int status = 400;
    int code = 0;
    std::string message;
    std::string field;  // the parameter of 1001 and 1002
};

// The status and text of a code; for codes without an HTTP status 409.
Problem problem(int code, std::string field = "", std::string detail = "");
Problem plain_problem(int status, std::string message);

// What an operation makes of a request.
struct Outcome {
    int status = 200;
    Json body;         // null: none
    std::string text;  // a body that is written already; counts instead of body
    std::vector<std::pair<std::string, std::string>> headers;
    bool refused = false;
    Problem why;
};
Outcome done(int status, Json body = Json());
Outcome done_text(int status, std::string text);
Outcome refuse(Problem why);
inline Outcome refuse(int code, std::string field = "", std::string detail = "")
{
    return refuse(problem(code, std::move(field), std::move(detail)));
}

Json envelope(const Problem& why, const std::string& tracking_id, WebexSwitches::ErrorShape shape);
HttpResponse json_response(int status, const Json& body);
HttpResponse text_response(int status, std::string json);

struct SubscriberView {
    const WebexSwitches& switches;
    bool status_unknown = false;  // faults that falsify what is shown
    bool code_unknown = false;
    bool self_activated_string = false;
};
// Appends the object of the published schema.
void append_subscriber(std::string& out, const Subscriber& subscriber, const SubscriberView& view);
std::string subscriber_text(const Subscriber& subscriber, const SubscriberView& view);
// Its members, for an object that has more.
void add_subscriber(ObjectText& object, const Subscriber& subscriber, const SubscriberView& view);

}  // namespace bwsync::lab::webex
