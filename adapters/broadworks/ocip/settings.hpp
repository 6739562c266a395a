// Settings of the OCI-P side of one cluster, as plain values. main fills them from the configuration.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace bwsync::ocip {

// kAuto: plain password over TLS, digest without. kPlain is refused without TLS.
enum class LoginMode { kAuto, kDigest, kPlain };

struct Server {
    std::string host;
    std::uint16_t port = 0;
    bool tls = false;
};

// Empty: the system's trust store, the host's own name, no client certificate.
struct TlsFiles {
    std::string ca_file;
    std::string server_name;
    std::string client_cert_file;
    std::string client_key_file;
};

struct Settings {
    std::string cluster;          // label of metrics and log lines
    std::vector<Server> servers;  // in order of preference; at least one
    TlsFiles tls;
    std::string user;
    std::function<std::string()> password;  // asked at each login, never kept
    LoginMode login = LoginMode::kAuto;
    std::size_t connections = 4;
    std::size_t commands_per_document = 15;                       // 1 to 15
    double requests_per_second = 100;                             // commands, not documents; above 0
    std::chrono::milliseconds timeout{std::chrono::seconds(30)};  // of one document

    std::chrono::milliseconds connect_timeout{std::chrono::seconds(8)};
    std::chrono::milliseconds idle_max{std::chrono::seconds(60)};
    std::chrono::milliseconds age_max{std::chrono::seconds(300)};
    // After a refused login nothing is sent for so long, doubling: accounts lock.
    std::chrono::milliseconds login_pause_first{std::chrono::minutes(1)};
    std::chrono::milliseconds login_pause_max{std::chrono::minutes(15)};
    // After every server failed, calls fail at once for so long, doubling.
    std::chrono::milliseconds unreachable_pause_first{std::chrono::milliseconds(500)};
    std::chrono::milliseconds unreachable_pause_max{std::chrono::seconds(10)};
    // A server that failed is asked again after so long, sooner only when no other is left.
    std::chrono::milliseconds server_pause{std::chrono::seconds(30)};
    std::size_t answer_max_bytes = 64U << 20;
    std::size_t callers_max = 1024;  // calls that may wait; further ones fail with kRetry
};

}  // namespace bwsync::ocip
