// Splitting and decoding of request targets and form bodies, and encoding for Link headers. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace bwsync::lab {

// Decodes %XX; with plus_is_space also '+'. nullopt for a '%' without two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

// Encodes everything but RFC 3986 unreserved characters, so '+' becomes %2B.
std::string percent_encode(std::string_view text);

// "a=1&b=2" (query or application/x-www-form-urlencoded body); nullopt when an escape is damaged.
std::optional<std::multimap<std::string, std::string>> parse_query(std::string_view text);

}  // namespace bwsync::lab
