// Requests and answers of HTTP as the rest of the daemon sees them, and what can go wrong between the two.
#pragma once

#include <map>
#include <string>

#include "daemon/domain/basics/result.hpp"

namespace bwsync {

struct HttpRequest {
    std::string method = "GET";
    std::string target;  // path and query as they go on the wire (percent-encoded), beginning with a slash
    std::map<std::string, std::string> headers;  // never Host, Content-Length or Expect: they are made from the rest
    std::string content_type;                    // of the body; ignored without one
    std::string body;
};

// Any status from 200 on, 3xx included: redirects are never followed.
struct HttpAnswer {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case; repeated ones joined with ", "
    std::string body;                            // as received, whatever the charset or encoding
};

struct HttpFailure {
    enum class Kind {
        kNotSent,         // provably never a whole request at the server: may be repeated, whatever the method
        kUnknownOutcome,  // perhaps acted on
        kBodyLost,        // the status arrived, the body did not, or was cut, or was too long
        kCancelled,       // stopped before anything was sent
    };
    HttpFailure() = default;
    HttpFailure(Kind k, std::string l, std::string w) : kind(k), label(std::move(l)), what(std::move(w)) {}

    Kind kind = Kind::kNotSent;
    std::string label;         // timeout | refused | reset | tls | bad_body: the metric's word
    std::string what;          // for a person; no address, no header
    int status = 0;            // with kBodyLost
    bool is_too_long = false;  // the body went over HttpSettings::answer_bytes_max
};

using HttpOutcome = Result<HttpAnswer, HttpFailure>;

}  // namespace bwsync
