#include "adapters/webex/wire/request_parts.hpp"

#include "adapters/webex/wire/text.hpp"

namespace bwsync {

using nlohmann::json;

HttpRequest request_to(const char* method, std::string target)
{
    HttpRequest request;
    request.method = method;
    request.target = std::move(target);
    request.headers["Accept"] = "application/json";
    return request;
}

HttpRequest with_json(HttpRequest request, const json& body)
{
    request.content_type = "application/json";
    request.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return request;
}

void add_parameter(std::string& target, const char* name, const std::string& value)
{
    if (value.empty()) return;
    target += target.find('?') == std::string::npos ? '?' : '&';
    target += name;
    target += '=';
    target += percent_encoded(value);
}

}  // namespace bwsync
