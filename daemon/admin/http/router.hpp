// Which handler a request belongs to: a table of methods and path patterns. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bwsync {

// "/api/v1/bridges/{}/pause": {} stands for any one segment that is not empty.
struct RoutePattern {
    std::string_view method;
    std::string_view path;
};

struct RouteMatch {
    int index = -1;                       // of the pattern; -1: none
    std::vector<std::string> parameters;  // what stood for {}
    std::string allow;                    // no pattern, but the path is known for these methods: "GET, HEAD"
};

// HEAD is served wherever GET is.
RouteMatch match_route(const std::vector<RoutePattern>& patterns, std::string_view method,
                       const std::vector<std::string>& path);

}  // namespace bwsync
