// The target of a request line, taken apart. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bwsync {

struct HttpTarget {
    std::vector<std::string> path;  // decoded segments without empty ones at the end
    std::multimap<std::string, std::string> query;
};

// nullopt: not a path of its own ("http://..."), a broken percent escape, a control character or bytes that are not
// UTF-8 (RFC 3986).
std::optional<HttpTarget> parse_target(std::string_view target);

// One segment or value as it goes into a target: all but unreserved characters escaped.
std::string path_segment(std::string_view text);

bool is_valid_utf8(std::string_view text);

}  // namespace bwsync
