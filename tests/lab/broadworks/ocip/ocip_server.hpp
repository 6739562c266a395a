// The Open Client Server's two ports, plain and TLS: one coroutine per connection, one document at a time.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "tests/lab/broadworks/model/cluster_state.hpp"

namespace bwsync::lab {

class OcipServer final {
public:
    // Binds at once; throws std::runtime_error for a bad address, a busy port or unreadable PEM files. Empty file
    // names mean plain TCP. The cluster outlives the server.
    OcipServer(boost::asio::io_context& io, ClusterState& cluster, const std::string& listen,
               const std::string& cert_file, const std::string& key_file, const std::string& client_ca_file);
    ~OcipServer();
    OcipServer(const OcipServer&) = delete;
    OcipServer& operator=(const OcipServer&) = delete;

    std::string host() const;
    std::uint16_t port() const;
    bool tls() const;

    void start();
    // Ends the acceptor and all connections. The destructor does the same.
    void stop();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bwsync::lab
