// A byte stream to one server, TCP or TLS, whose every operation has a time limit and ends when stop is requested.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include "adapters/broadworks/ocip/settings.hpp"
#include "adapters/broadworks/ocip/trouble.hpp"
#include "daemon/runtime/task.hpp"

namespace boost::asio::ssl {
class context;
}

namespace bwsync::ocip {

using TimePoint = std::chrono::steady_clock::time_point;

// TLS 1.2 or newer, certificate and host name verified. kMisconfigured names the file that cannot be used.
[[nodiscard]] Outcome<std::shared_ptr<asio::ssl::context>> make_tls_context(const TlsFiles& files);

// After any trouble the wire is closed and of no more use. Used from the io thread only.
class Wire final {
public:
    // tls: null for plain TCP.
    Wire(asio::any_io_executor executor, std::shared_ptr<asio::ssl::context> tls);
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    // Tries each address of the host in turn; every address gets an equal share of the limit.
    Task<Outcome<>> connect(Server server, std::string server_name, std::chrono::milliseconds limit,
                            std::stop_token stop);
    Task<Outcome<>> write(std::string bytes, TimePoint deadline, std::stop_token stop);
    // What arrived, at least one byte.
    Task<Outcome<std::string>> read(TimePoint deadline, std::stop_token stop);
    void close();
    // False when the peer has closed it meanwhile, as far as the kernel knows.
    [[nodiscard]] bool is_open() const;

private:
    struct State;
    class Limit;
    std::shared_ptr<State> state_;
};

}  // namespace bwsync::ocip
