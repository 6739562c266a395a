// One HTTP request and its answer, blocking, with a limit in time and size. The tool's only user of Boost.Beast.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/domain/basics/result.hpp"

namespace bwsync::ctl {

struct Endpoint {
    bool is_tls = false;
    std::string host;  // without brackets
    std::uint16_t port = 0;
    std::string base;  // path before every target, without a slash at the end
    // With TLS: certificates to trust; empty: the system's.
    std::string ca_file;
    // With TLS: the certificate in this file must be the server's own, whatever name it carries (it is read from the
    // same configuration as the address).
    std::string pinned_file;
};

// "http://HOST[:PORT][/PATH]", https too. kRejected says what is wrong.
Result<Endpoint> parse_url(const std::string& url);

struct ClientRequest {
    std::string method = "GET";
    std::string target;  // encoded
    std::string token;
    std::string body;  // JSON; empty: none
    std::chrono::milliseconds limit{30000};
};

struct ClientResponse {
    int status = 0;
    std::string content_type;
    std::string body;
};

// kRetry: no answer, with the reason for a person (refused, timed out, certificate). Whether the request was carried
// out is unknown then.
Result<ClientResponse> send(const Endpoint& endpoint, const ClientRequest& request);

}  // namespace bwsync::ctl
