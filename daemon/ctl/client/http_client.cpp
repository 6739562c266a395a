#include "daemon/ctl/client/http_client.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/rfc2818_verification.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <charconv>
#include <fstream>
#include <iterator>

namespace bwsync::ctl {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::uint64_t kBodyMax = std::uint64_t(256) * 1024 * 1024;
constexpr std::chrono::seconds kConnectLimit{10};

std::string where(const Endpoint& endpoint)
{
    const bool is_v6 = endpoint.host.find(':') != std::string::npos;
    return (is_v6 ? '[' + endpoint.host + ']' : endpoint.host) + ':' + std::to_string(endpoint.port);
}

Error no_answer(const Endpoint& endpoint, const std::string& step, const error_code& error)
{
    const bool is_late = error == beast::error::timeout;
    return Error(ErrorKind::kRetry,
                 where(endpoint) + ": " + step + ": " + (is_late ? "no answer in time" : error.message()));
}

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate first_certificate(const std::string& file)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_file(file.c_str(), "r"), &BIO_free);
    return Certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr, &X509_free);
}

// One exchange on a loop of its own: asynchronous, since only that way a read can be given a limit.
class Exchange {
public:
    Exchange(const Endpoint& endpoint, const ClientRequest& request) : endpoint_(endpoint), request_(request) {}

    Result<ClientResponse> run()
    {
        if (!endpoint_.is_tls) {
            beast::tcp_stream stream(io_);
            Result<> connected = connect(stream);
            return connected ? talk(stream, stream) : connected.error();
        }
        ssl::context context(ssl::context::tls_client);
        Result<> prepared = prepare(context);
        if (!prepared) return prepared.error();
        TlsStream stream(io_, context);
        SSL_set_tlsext_host_name(stream.native_handle(), endpoint_.host.c_str());
        Result<> connected = connect(stream.next_layer());
        if (!connected) return connected.error();
        error_code error;
        stream.async_handshake(ssl::stream_base::client, [&error](error_code result) { error = result; });
        finish();
        if (error) return no_answer(endpoint_, "TLS handshake", error);
        return talk(stream, stream.next_layer());
    }

private:
    // Runs what was started to its end; the streams' limits see to it that there is one.
    void finish()
    {
        io_.restart();
        io_.run();
    }

    Result<> connect(beast::tcp_stream& stream)
    {
        error_code error;
        tcp::resolver resolver(io_);
        const auto found = resolver.resolve(endpoint_.host, std::to_string(endpoint_.port), error);
        if (error) return no_answer(endpoint_, "name look-up", error);
        stream.expires_after(std::min<std::chrono::milliseconds>(kConnectLimit, request_.limit));
        stream.async_connect(found, [&error](error_code result, const tcp::endpoint&) { error = result; });
        finish();
        if (error) return no_answer(endpoint_, "connect", error);
        stream.expires_after(request_.limit);
        return std::monostate();
    }

    Result<> prepare(ssl::context& context)
    {
        error_code error;
        context.set_verify_mode(ssl::verify_peer, error);
        if (!endpoint_.pinned_file.empty()) return pin(context);
        if (endpoint_.ca_file.empty()) {
            context.set_default_verify_paths(error);
        } else {
            context.load_verify_file(endpoint_.ca_file, error);
        }
        if (error) return Error(ErrorKind::kRejected, endpoint_.ca_file + ": " + error.message());
        context.set_verify_callback(ssl::rfc2818_verification(endpoint_.host));
        return std::monostate();
    }

    Result<> pin(ssl::context& context)
    {
        std::shared_ptr<X509> own = first_certificate(endpoint_.pinned_file);
        if (!own) return Error(ErrorKind::kRejected, endpoint_.pinned_file + ": holds no certificate that can be read");
        context.set_verify_callback([own](bool, ssl::verify_context& verified) {
            // Certificates above the server's own do not matter: the key behind this one is proven by the handshake.
            X509_STORE_CTX* handle = verified.native_handle();
            return X509_STORE_CTX_get_error_depth(handle) > 0 ||
                   X509_cmp(X509_STORE_CTX_get_current_cert(handle), own.get()) == 0;
        });
        return std::monostate();
    }

    template <class Stream>
    Result<ClientResponse> talk(Stream& stream, beast::tcp_stream& socket)
    {
        http::request<http::string_body> message(http::string_to_verb(request_.method),
                                                 endpoint_.base + request_.target, 11);
        message.set(http::field::host, where(endpoint_));
        message.set(http::field::user_agent, "bwsyncctl");
        message.set(http::field::accept, "application/json");
        message.set(http::field::connection, "close");
        if (!request_.token.empty()) message.set(http::field::authorization, "Bearer " + request_.token);
        if (!request_.body.empty()) message.set(http::field::content_type, "application/json");
        message.body() = request_.body;
        message.prepare_payload();
        error_code error;
        http::async_write(stream, message, [&error](error_code result, std::size_t) { error = result; });
        finish();
        // A server that refuses early closes while the rest is being written; its answer may be there all the same.
        const error_code written = error;
        http::response_parser<http::string_body> parser;
        parser.body_limit(kBodyMax);
        beast::flat_buffer buffer;
        http::async_read(stream, buffer, parser, [&error](error_code result, std::size_t) { error = result; });
        finish();
        if (error && !parser.is_done()) return no_answer(endpoint_, "request", written ? written : error);
        error_code ignored;
        socket.socket().shutdown(tcp::socket::shutdown_both, ignored);
        ClientResponse response;
        response.status = static_cast<int>(parser.get().result_int());
        response.content_type = std::string(parser.get()[http::field::content_type]);
        response.body = std::move(parser.get().body());
        return response;
    }

    const Endpoint& endpoint_;
    const ClientRequest& request_;
    asio::io_context io_{1};
};

}  // namespace

Result<Endpoint> parse_url(const std::string& url)
{
    const Error bad(ErrorKind::kRejected, "'" + url + "' is not a URL like http://127.0.0.1:9480");
    Endpoint endpoint;
    std::string rest = url;
    if (rest.rfind("https://", 0) == 0) endpoint.is_tls = true;
    if (!endpoint.is_tls && rest.rfind("http://", 0) != 0) return bad;
    rest.erase(0, endpoint.is_tls ? 8 : 7);
    const std::size_t slash = rest.find('/');
    endpoint.base = slash == std::string::npos ? std::string() : rest.substr(slash);
    while (!endpoint.base.empty() && endpoint.base.back() == '/') endpoint.base.pop_back();
    rest = rest.substr(0, slash);
    if (rest.find('@') != std::string::npos || url.find_first_of("?# \t\r\n") != std::string::npos) return bad;
    std::string port = endpoint.is_tls ? "443" : "80";
    const std::size_t bracket = rest.find(']');
    const std::size_t colon = rest.rfind(':');
    if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) {
        port = rest.substr(colon + 1);
        rest = rest.substr(0, colon);
    }
    if (rest.size() > 2 && rest.front() == '[' && rest.back() == ']') rest = rest.substr(1, rest.size() - 2);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
    if (rest.empty() || error != std::errc() || end != port.data() + port.size() || endpoint.port == 0) return bad;
    endpoint.host = rest;
    return endpoint;
}

Result<ClientResponse> send(const Endpoint& endpoint, const ClientRequest& request)
{
    try {
        return Exchange(endpoint, request).run();
    } catch (const boost::system::system_error& error) {
        return Error(ErrorKind::kRetry, where(endpoint) + ": " + error.what());
    }
}

}  // namespace bwsync::ctl
