#include "daemon/admin/http/http_problem.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

namespace bwsync {

std::string_view reason_phrase(int status)
{
    switch (status) {
        case 200:
            return "OK";
        case 202:
            return "Accepted";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Error";
    }
}

ServerResponse problem(int status, std::string_view detail)
{
    nlohmann::ordered_json body;
    body["type"] = "about:blank";
    body["title"] = std::string(reason_phrase(status));
    body["status"] = status;
    body["detail"] = std::string(detail);
    ServerResponse response;
    response.status = status;
    response.content_type = "application/problem+json";
    response.body = body.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
    return response;
}

ServerResponse problem(const Error& error)
{
    switch (error.kind) {
        case ErrorKind::kNotFound:
            return problem(404, error.what);
        case ErrorKind::kConflict:
            return problem(409, error.what);
        case ErrorKind::kRejected:
            return problem(400, error.what);
        case ErrorKind::kUnauthorized:
            return problem(422, error.what);
        case ErrorKind::kRetry:
        case ErrorKind::kRateLimited:
        case ErrorKind::kUnknownOutcome:
        case ErrorKind::kCancelled:
            break;
    }
    using std::chrono::seconds;
    const auto wait = std::chrono::ceil<seconds>(error.retry_after.value_or(seconds(1)));
    ServerResponse response = problem(503, error.what);
    response.headers.emplace_back("Retry-After", std::to_string(std::max<seconds::rep>(wait.count(), 1)));
    return response;
}

}  // namespace bwsync
