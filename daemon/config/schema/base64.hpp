// Base64 with padding (RFC 4648, section 4), strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bwsync::config {

// The bytes; nothing when a character, the padding or the unused bits are not as the RFC has them.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace bwsync::config
