#include "adapters/webex/wire/outcomes.hpp"

#include "adapters/webex/wire/responses.hpp"

namespace bwsync {

namespace {

// From its ends alone: it is for a metric.
bool looks_like_json(const std::string& body)
{
    const auto first = body.find_first_not_of(" \t\r\n");
    const auto last = body.find_last_not_of(" \t\r\n");
    return first != std::string::npos && body[first] == '{' && body[last] == '}';
}

}  // namespace

std::string code_label(const HttpOutcome& outcome)
{
    if (!outcome) return outcome.error().label;
    const bool should_be_json = is_success(outcome->status) && outcome->status != 204;
    if (should_be_json && !looks_like_json(outcome->body)) return "bad_body";
    return std::to_string(outcome->status);
}

WebexFailure failure_of(const HttpFailure& http, const std::string& tracking_id)
{
    WebexFailure failure;
    failure.what = http.what;
    failure.http_status = http.status;
    failure.tracking_id = tracking_id;
    switch (http.kind) {
        case HttpFailure::Kind::kNotSent:
            failure.kind = WebexFailure::Kind::kNotSent;
            break;
        case HttpFailure::Kind::kCancelled:
            failure.kind = WebexFailure::Kind::kCancelled;
            break;
        case HttpFailure::Kind::kUnknownOutcome:
        case HttpFailure::Kind::kBodyLost:
            failure.kind = WebexFailure::Kind::kUnknownOutcome;
            break;
    }
    return failure;
}

WebexFailure simple_failure(WebexFailure::Kind kind, std::string what)
{
    WebexFailure failure;
    failure.kind = kind;
    failure.what = std::move(what);
    return failure;
}

WebexFailure token_failure(const Error& error)
{
    using Kind = WebexFailure::Kind;
    if (error.kind == ErrorKind::kUnauthorized) return simple_failure(Kind::kNoGrant, error.what);
    if (error.kind == ErrorKind::kCancelled) return simple_failure(Kind::kCancelled, error.what);
    return simple_failure(Kind::kNotSent, error.what);
}

WebexFailure unreadable(const HttpAnswer& answer)
{
    WebexFailure failure = simple_failure(WebexFailure::Kind::kUnknownOutcome, "the answer can't be read");
    failure.http_status = answer.status;
    failure.tracking_id = tracking_id(answer);
    return failure;
}

CallTrace trace_of(const HttpAnswer& answer)
{
    CallTrace trace;
    trace.http_status = answer.status;
    trace.tracking_id = tracking_id(answer);
    return trace;
}

}  // namespace bwsync
