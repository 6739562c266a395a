// What Webex sends back through the browser when somebody has signed in, or has not. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "daemon/domain/basics/result.hpp"

namespace bwsync::ctl {

// The parts of the redirect URI that answers are compared with.
struct RedirectUri {
    bool is_loopback = false;  // plain http to this machine: bwsyncctl can listen there
    std::string host;          // without brackets
    std::uint16_t port = 0;
    std::string path;  // begins with a slash
};
// kRejected: it is no URL.
Result<RedirectUri> parse_redirect_uri(const std::string& uri);

// The parameters of a query, decoded. kRejected: damaged, or one of them comes twice (RFC 6749 section 3.1).
Result<std::map<std::string, std::string>> query_parameters(const std::string& query);

// The code in an answer. Errors:
//  kConflict      its state is not `state`: it belongs to another sign-in, or to nobody
//  kUnauthorized  consent was refused, or Webex could not give it; what to do is in the text
//  kRejected      it is no answer
Result<std::string> code_of(const std::map<std::string, std::string>& parameters, const std::string& state);

// The code in what a person pasted: the whole address that the browser ended at, its query, or the code alone, which
// carries no state (the code verifier then alone ties it to this sign-in). Errors as above.
Result<std::string> code_of_pasted(const std::string& text, const std::string& state);

}  // namespace bwsync::ctl
