// A small HTTP/1.1 server on the loop, with and without TLS: every size, time and number has a limit, so that nobody
// who reaches the port can hold the daemon up.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "daemon/admin/http/http_message.hpp"
#include "daemon/config/schema/config.hpp"
#include "daemon/domain/basics/result.hpp"
#include "daemon/ports/telemetry.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync {

struct HttpLimits {
    std::size_t header_bytes = std::size_t(16) * 1024;
    std::size_t body_bytes = std::size_t(64) * 1024;
    // When full, the connection that has waited longest for a request gives way; when all are at work, the new one.
    int connections = 64;
    std::chrono::milliseconds handshake{5000};
    std::chrono::milliseconds idle{30000};     // between two requests of a connection
    std::chrono::milliseconds request{10000};  // from its first byte to its last
    std::chrono::milliseconds response{30000};
    std::chrono::milliseconds stop{3000};  // for requests at work when the server stops
};

class HttpHandler {
public:
    virtual ~HttpHandler() = default;
    // Asked when the header is there and the body is not: an answer refuses the request without reading on.
    virtual std::optional<ServerResponse> refuse(const ServerRequest& head) = 0;
    virtual Task<ServerResponse> handle(ServerRequest request) = 0;
};

struct HttpServerSettings {
    std::string name;  // "admin", for log lines
    config::Listen listen;
    config::ServerTls tls;
    HttpLimits limits;
    // Where requests are counted by status and connections shown; empty: nowhere.
    std::string_view request_counter;
    std::string_view connection_gauge;
};

class HttpServer final {
public:
    // Handler and telemetry outlive this; this outlives run().
    HttpServer(const boost::asio::any_io_executor& executor, HttpServerSettings settings, HttpHandler& handler,
               Telemetry& telemetry);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    // Reads the TLS files and binds; kRejected says what is wrong. To be called once, before run().
    Result<> listen();
    // The port bound; 0 before listen().
    [[nodiscard]] std::uint16_t port() const;
    // Serves until stop: then idle connections are closed, requests at work are answered, and the port is free.
    Task<> run(std::stop_token stop);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bwsync
