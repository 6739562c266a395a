// One TCP connection to the feed, with TLS where asked for: look up, connect, read. Every wait has a limit and ends at
// once on stop. Nothing is ever written: the feed has no login and no acknowledgement.
#pragma once

// clang-format off
#include <utility>  // before anything of Asio: Boost 1.74's awaitable.hpp needs it and does not include it
// clang-format on

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

#include "daemon/domain/basics/time.hpp"
#include "daemon/runtime/task.hpp"

namespace bwsync::feed {

struct ClientTls {
    std::string ca_file;           // empty: the system's trust store
    std::string server_name;       // empty: the host; what the certificate must say
    std::string client_cert_file;  // both or none
    std::string client_key_file;
};

struct Address {
    std::string host;  // a name or an address, without brackets
    std::uint16_t port = 8025;
    bool is_tls = false;
    ClientTls tls;
    Millis connect_timeout{10'000};  // for the look-up, each address tried, and the TLS handshake
};

class Connection {
public:
    enum class End { kNone, kClosed, kSilent, kStopped };
    struct Read {
        std::size_t size = 0;  // 0: the connection has ended
        End end = End::kNone;
        std::string detail;  // for a person
    };

    virtual ~Connection() = default;
    // The first bytes that come; waits at most `silence`.
    virtual Task<Read> read(std::span<char> into, Millis silence, std::stop_token stop) = 0;
    virtual void close() = 0;
};

struct Connected {
    std::unique_ptr<Connection> connection;  // null: it failed
    std::string failure;                     // why, for a person
};

// Addresses of the host are tried one after the other. Certificates are read anew each time.
Task<Connected> connect(asio::any_io_executor executor, Address address, std::stop_token stop);

}  // namespace bwsync::feed
