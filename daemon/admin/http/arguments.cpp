#include "daemon/admin/http/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace bwsync {
namespace {

bool is_allowed(std::initializer_list<std::string_view> allowed, const std::string& name)
{
    return std::find(allowed.begin(), allowed.end(), name) != allowed.end();
}

std::string listed(std::initializer_list<std::string_view> allowed)
{
    std::string text;
    for (const std::string_view name : allowed) {
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text.empty() ? "none" : text;
}

Error unknown(const char* where, const std::string& name, std::initializer_list<std::string_view> allowed)
{
    return Error(ErrorKind::kRejected,
                 std::string("unknown ") + where + " '" + name + "'; allowed: " + listed(allowed));
}

}  // namespace

Result<Arguments> query_arguments(const ServerRequest& request, std::initializer_list<std::string_view> allowed)
{
    Arguments arguments;
    for (const auto& [name, value] : request.query) {
        if (!is_allowed(allowed, name)) return unknown("query parameter", name, allowed);
        if (!arguments.emplace(name, value).second) {
            return Error(ErrorKind::kRejected, "query parameter '" + name + "' stands twice");
        }
    }
    return arguments;
}

Result<Arguments> body_arguments(const ServerRequest& request, std::initializer_list<std::string_view> allowed)
{
    Arguments arguments;
    if (request.body.empty()) return arguments;
    // Flat by contract: depth is refused before anything is built from it.
    const auto flat = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) { return depth <= 2; };
    const nlohmann::json body = nlohmann::json::parse(request.body, flat, false);
    if (!body.is_object()) return Error(ErrorKind::kRejected, "the body is not a JSON object");
    for (const auto& [name, value] : body.items()) {
        if (!is_allowed(allowed, name)) return unknown("member", name, allowed);
        if (!value.is_string()) return Error(ErrorKind::kRejected, "member '" + name + "' is not a string");
        arguments.emplace(name, value.get<std::string>());
    }
    return arguments;
}

std::string argument(const Arguments& arguments, std::string_view name)
{
    const auto found = arguments.find(name);
    return found == arguments.end() ? std::string() : found->second;
}

Result<int> limit_argument(const Arguments& arguments, int otherwise)
{
    constexpr int kLimitMax = 1000;
    const std::string text = argument(arguments, "limit");
    if (text.empty()) return otherwise;
    int limit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (error != std::errc() || end != text.data() + text.size() || limit < 1 || limit > kLimitMax)
        return Error(ErrorKind::kRejected, "limit is a number from 1 to " + std::to_string(kLimitMax));
    return limit;
}

}  // namespace bwsync
