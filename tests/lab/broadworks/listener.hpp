// Addresses of the emulator's listeners.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <string>

namespace bwsync::lab {

// "127.0.0.1:0", "[::1]:8025". Throws std::runtime_error with the text for anything else.
boost::asio::ip::tcp::endpoint listen_endpoint(const std::string& listen);

// Opens, binds and listens. Throws std::runtime_error that names the address.
void open_listener(boost::asio::ip::tcp::acceptor& acceptor, const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace bwsync::lab
