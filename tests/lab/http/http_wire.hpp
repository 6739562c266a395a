// The text side of the lab's HTTP server: listen addresses, request targets, the head of an answer.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "tests/lab/http/http_server.hpp"

namespace bwsync::lab {

// "127.0.0.1:0", "localhost:80", "[::1]:443"; std::runtime_error with the text for anything else.
asio::ip::tcp::endpoint parse_http_listen(const std::string& listen);

// "127.0.0.1:41234", "[::1]:41234".
std::string endpoint_text(const asio::ip::tcp::endpoint& endpoint);

// Status line and headers, with the empty line.
std::string response_head(const HttpResponse& response, bool keep_alive);

// Splits request.target into path and query; false when it cannot be decoded.
bool fill_target(HttpRequest& request);

HttpResponse plain_answer(int status, std::string text);

}  // namespace bwsync::lab
