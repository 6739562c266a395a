// The bearer token of the admin API: where it comes from, and how it is compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/config/schema/secret.hpp"
#include "daemon/domain/basics/result.hpp"

namespace bwsync {

// The file in state_directory that holds the token when the configuration names none.
std::string admin_token_file(const std::string& state_directory);

// The configured token; else that of the file, which is made at the first start: 32 random bytes as base64url, mode
// 0600. A file that is not a regular one of ours with mode 0600 or less is refused, because others may know what it
// holds. kRejected says what is wrong and what to do. Two processes that start at once end with the same token.
Result<std::string> admin_token(const std::optional<Secret>& configured, const std::string& state_directory);

// Compares in a time that does not depend on where the two differ. An empty token is never right.
bool is_token(std::string_view given, std::string_view token);

// The token of an Authorization header (RFC 6750); empty: it holds none.
std::string_view bearer_token(std::string_view authorization);

}  // namespace bwsync
