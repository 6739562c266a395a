// The two kinds of stream that the servers serve, told apart in one place.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace bwsync::lab {

using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

inline boost::asio::ip::tcp::socket& socket_of(boost::asio::ip::tcp::socket& socket)
{
    return socket;
}
inline boost::asio::ip::tcp::socket& socket_of(TlsStream& stream)
{
    return stream.next_layer();
}

}  // namespace bwsync::lab
