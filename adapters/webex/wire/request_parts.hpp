// What the requests of all Webex families have in common. Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/http/message.hpp"

namespace bwsync {

HttpRequest request_to(const char* method, std::string target);
HttpRequest with_json(HttpRequest request, const nlohmann::json& body);

// Appends "?name=value" or "&name=value"; nothing when the value is empty.
void add_parameter(std::string& target, const char* name, const std::string& value);

}  // namespace bwsync
