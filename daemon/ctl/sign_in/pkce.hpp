// Proof that who trades a code is who asked for it (RFC 7636), and the state that ties an answer to its question.
#pragma once

#include <string>

namespace bwsync::ctl {

// 32 bytes of the system's chance in base64url: 43 characters. Good as code verifier and as state.
std::string random_word();

// Method S256: base64url of the verifier's SHA-256.
std::string code_challenge(const std::string& verifier);

}  // namespace bwsync::ctl
