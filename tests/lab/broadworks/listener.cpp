#include "tests/lab/broadworks/listener.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/system/system_error.hpp>
#include <charconv>
#include <stdexcept>

namespace bwsync::lab {

using boost::asio::ip::tcp;

tcp::endpoint listen_endpoint(const std::string& listen)
{
    const std::size_t colon = listen.rfind(':');
    const auto bad = [&] { return std::runtime_error("'" + listen + "' is not ADDRESS:PORT"); };
    if (colon == std::string::npos) throw bad();
    std::string host = listen.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    unsigned port = 0;
    const char* const end = listen.data() + listen.size();
    const auto [stop, failed] = std::from_chars(listen.data() + colon + 1, end, port);
    if (failed != std::errc() || stop != end || port > 65535) throw bad();
    boost::system::error_code error;
    const auto address = boost::asio::ip::make_address(host, error);
    if (error) throw bad();
    return {address, static_cast<std::uint16_t>(port)};
}

void open_listener(tcp::acceptor& acceptor, const tcp::endpoint& endpoint)
{
    try {
        acceptor.open(endpoint.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(endpoint);
        acceptor.listen();
    } catch (const boost::system::system_error& e) {
        throw std::runtime_error(endpoint.address().to_string() + ":" + std::to_string(endpoint.port()) + ": " +
                                 e.what());
    }
}

}  // namespace bwsync::lab
