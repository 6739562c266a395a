// One application server's OCI-R port: hands what the Feed has for each reader to its socket. It can stop listening
// and listen again on the same port.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "tests/lab/broadworks/model/cluster_state.hpp"

namespace bwsync::lab {

class FeedServer final {
public:
    // Binds at once; throws std::runtime_error. index is the server's place in the cluster's feed.
    FeedServer(boost::asio::io_context& io, ClusterState& cluster, std::size_t index,
               const BroadworksConfig::FeedListener& listener);
    ~FeedServer();
    FeedServer(const FeedServer&) = delete;
    FeedServer& operator=(const FeedServer&) = delete;

    std::string host() const;
    std::uint16_t port() const;

    void start();
    void refuse();  // new connections are refused by the kernel; those there are stay
    void accept();  // and taken again. Throws std::runtime_error when somebody took the port
    void stop();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bwsync::lab
