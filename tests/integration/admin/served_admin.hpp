// A real admin server on a free port, on a loop in a thread of its own, over scripted ports.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <thread>

#include "daemon/admin/http/admin_server.hpp"
#include "tests/integration/admin/fake_enterprises.hpp"
#include "tests/integration/admin/fakes.hpp"
#include "tests/integration/admin/raw_client.hpp"
#include "tests/support/recorded_telemetry.hpp"

namespace bwsync::test {

inline constexpr const char* kAdminToken = "test-token-0123456789-abcdefghijklmnop";

class ServedAdmin final {
public:
    ServedAdmin() : ServedAdmin(HttpLimits(), config::ServerTls()) {}
    explicit ServedAdmin(HttpLimits limits, config::ServerTls tls = {});
    ~ServedAdmin();

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    // Asks the server to stop and waits for it; true when it ended without an exception.
    bool stop();
    void request_stop() { stop_.request_stop(); }

    // One request with the token; the body is sent as JSON.
    RawAnswer get(const std::string& target) { return call("GET", target, ""); }
    RawAnswer post(const std::string& target, const std::string& body = "") { return call("POST", target, body); }
    RawAnswer call(const std::string& method, const std::string& target, const std::string& body);

    FakeOperations operations;
    FakeService service;
    FakeEnterprises enterprises;
    RecordedTelemetry telemetry;

private:
    boost::asio::io_context io_;
    std::stop_source stop_;
    std::unique_ptr<AdminServer> server_;
    std::exception_ptr failure_;
    std::thread thread_;
};

}  // namespace bwsync::test
