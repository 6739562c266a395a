// Requests and answers of the HTTP server, as plain values.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bwsync {

struct ServerRequest {
    std::string method;                               // as sent: "GET"
    std::vector<std::string> path;                    // segments, percent-decoded; "/" gives none
    std::multimap<std::string, std::string> query;    // percent-decoded, + is a space
    std::multimap<std::string, std::string> headers;  // names in lower case
    std::string body;
};

struct ServerResponse {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;  // further ones
};

}  // namespace bwsync
