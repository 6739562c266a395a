#include "daemon/admin/http/router.hpp"

#include <optional>

namespace bwsync {
namespace {

std::optional<std::vector<std::string>> match_path(std::string_view pattern, const std::vector<std::string>& path)
{
    std::vector<std::string> parameters;
    for (const std::string& segment : path) {
        if (pattern.empty()) return std::nullopt;
        pattern.remove_prefix(1);  // the slash
        const std::size_t end = pattern.find('/');
        const std::string_view wanted = pattern.substr(0, end);
        pattern = end == std::string_view::npos ? std::string_view() : pattern.substr(end);
        if (wanted == "{}" && !segment.empty()) {
            parameters.push_back(segment);
        } else if (wanted != segment) {
            return std::nullopt;
        }
    }
    if (!pattern.empty() && pattern != "/") return std::nullopt;
    return parameters;
}

}  // namespace

RouteMatch match_route(const std::vector<RoutePattern>& patterns, std::string_view method,
                       const std::vector<std::string>& path)
{
    RouteMatch match;
    const std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        std::optional<std::vector<std::string>> parameters = match_path(patterns[i].path, path);
        if (!parameters) continue;
        if (patterns[i].method == wanted) {
            match.index = static_cast<int>(i);
            match.parameters = std::move(*parameters);
            match.allow.clear();
            return match;
        }
        if (!match.allow.empty()) match.allow += ", ";
        match.allow += patterns[i].method;
        if (patterns[i].method == "GET") match.allow += ", HEAD";
    }
    return match;
}

}  // namespace bwsync
