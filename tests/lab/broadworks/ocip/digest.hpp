// The digest login: signedPassword = MD5hex(nonce ":" SHA1hex(password)), both in lower case.
#pragma once

#include <string>
#include <string_view>

namespace bwsync::lab {

std::string signed_password(std::string_view nonce, std::string_view password);

}  // namespace bwsync::lab
