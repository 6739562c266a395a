// The header Content-Range (RFC 9110 section 14.4). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bwsync {

struct ContentRange {
    std::optional<std::uint64_t> first;  // absent in the answer 416
    std::uint64_t last = 0;              // with first: inclusive, not before it
    std::optional<std::uint64_t> total;  // absent: not known
};

// nullopt: not in bytes, or not to be understood.
std::optional<ContentRange> parse_content_range(std::string_view text);

}  // namespace bwsync
