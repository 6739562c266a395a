#include "adapters/broadworks/feed/connection.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <vector>

#include "daemon/runtime/timed_wait.hpp"

namespace bwsync::feed {

namespace {

using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket&>;

// The socket with what can end a wait on it. Shared, because a timer or a stop may fire while the owner goes away.
struct Line {
    explicit Line(const asio::any_io_executor& executor) : socket(executor), timer(executor) {}

    void cut(Connection::End why)
    {
        if (end == Connection::End::kNone) end = why;
        error_code ignored;
        socket.close(ignored);
    }

    tcp::socket socket;
    asio::steady_timer timer;
    std::unique_ptr<TlsStream> tls;
    Connection::End end = Connection::End::kNone;
    unsigned waits = 0;  // which wait the timer belongs to
};

// While it lives, the line is cut when the limit passes or stop is requested. Asio 1.18 can cancel whole sockets only.
class Limit {
public:
    Limit(std::shared_ptr<Line> line, Millis limit, std::stop_token stop)
        : line_(std::move(line)), on_stop_(std::move(stop), Cut{line_, line_->socket.get_executor()})
    {
        const unsigned wait = ++line_->waits;
        line_->timer.expires_after(limit);
        line_->timer.async_wait([weak = std::weak_ptr(line_), wait](error_code error) {
            const auto held = weak.lock();
            if (!error && held && held->waits == wait) held->cut(Connection::End::kSilent);
        });
    }
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;
    ~Limit()
    {
        ++line_->waits;
        line_->timer.cancel();
    }

private:
    struct Cut {
        std::weak_ptr<Line> weak;
        asio::any_io_executor executor;
        void operator()() const
        {
            asio::post(executor, [weak = weak] {
                if (const auto line = weak.lock()) line->cut(Connection::End::kStopped);
            });
        }
    };
    std::shared_ptr<Line> line_;
    std::stop_callback<Cut> on_stop_;
};

class TcpConnection final : public Connection {
public:
    TcpConnection(std::shared_ptr<Line> line, std::shared_ptr<asio::ssl::context> context)
        : context_(std::move(context)), line_(std::move(line))
    {
    }
    ~TcpConnection() override { TcpConnection::close(); }

    Task<Read> read(std::span<char> into, Millis silence, std::stop_token stop) override;
    void close() override { line_->cut(End::kClosed); }

private:
    std::shared_ptr<asio::ssl::context> context_;  // outlives the stream in line_
    std::shared_ptr<Line> line_;
};

Task<Connection::Read> TcpConnection::read(std::span<char> into, Millis silence, std::stop_token stop)
{
    const auto line = line_;
    const auto buffer = asio::buffer(into.data(), into.size());
    error_code error;
    Read read;
    {
        const Limit limit(line, silence, stop);
        if (line->tls) {
            read.size = co_await line->tls->async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
        } else {
            read.size = co_await line->socket.async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
        }
    }
    if (read.size > 0) co_return read;
    read.end = line->end == End::kNone ? End::kClosed : line->end;
    read.detail = read.end == End::kSilent ? "nothing came for " + std::to_string(silence.count()) + " ms"
                                           : "the connection ended: " + error.message();
    co_return read;
}

// Keep-alive probes find a dead peer where the silence timeout is long: after about 30 + 3 * 10 s.
void keep_alive(tcp::socket& socket)
{
    error_code ignored;
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    const auto set = [&](int option, int value) {
        ::setsockopt(socket.native_handle(), IPPROTO_TCP, option, &value, sizeof value);
    };
    set(TCP_KEEPIDLE, 30);
    set(TCP_KEEPINTVL, 10);
    set(TCP_KEEPCNT, 3);
}

// getaddrinfo cannot be interrupted: its answer goes to shared state, and whoever waits may leave earlier.
struct LookUp {
    explicit LookUp(const asio::any_io_executor& executor) : resolver(executor) {}
    tcp::resolver resolver;
    Signal bell;
    bool is_done = false;
    error_code error;
    std::vector<tcp::endpoint> endpoints;
};

void start(const std::shared_ptr<LookUp>& look_up, const Address& address)
{
    const auto port = std::to_string(address.port);
    look_up->resolver.async_resolve(address.host, port, tcp::resolver::numeric_service,
                                    [look_up](error_code error, const tcp::resolver::results_type& results) {
                                        look_up->is_done = true;
                                        look_up->error = error;
                                        for (const auto& entry : results)
                                            look_up->endpoints.push_back(entry.endpoint());
                                        look_up->bell.ring();
                                    });
}

std::shared_ptr<asio::ssl::context> make_context(const ClientTls& tls, std::string& failure)
{
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    error_code error;
    const auto check = [&](const std::string& what) {
        if (error && failure.empty()) failure = what + ": " + error.message();
    };
    ::SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    if (tls.ca_file.empty()) {
        // Not set_default_verify_paths: the process points SSL_CERT_FILE elsewhere for the HTTP library's sake.
        context->add_verify_path(::X509_get_default_cert_dir(), error);
        check("the system's trust store");
    } else {
        context->load_verify_file(tls.ca_file, error);
        check("ca_file " + tls.ca_file);
    }
    if (!tls.client_cert_file.empty()) {
        context->use_certificate_chain_file(tls.client_cert_file, error);
        check("client_cert_file " + tls.client_cert_file);
        context->use_private_key_file(tls.client_key_file, asio::ssl::context::pem, error);
        check("client_key_file " + tls.client_key_file);
    }
    context->set_verify_mode(asio::ssl::verify_peer);
    return context;
}

std::unique_ptr<TlsStream> make_stream(Line& line, asio::ssl::context& context, const Address& address)
{
    auto stream = std::make_unique<TlsStream>(line.socket, context);
    const std::string& name = address.tls.server_name.empty() ? address.host : address.tls.server_name;
    stream->set_verify_callback(asio::ssl::host_name_verification(name));
    error_code is_no_address;
    asio::ip::make_address(name, is_no_address);
    // A server name is announced; an address must not be (RFC 6066, 3).
    if (is_no_address) SSL_set_tlsext_host_name(stream->native_handle(), name.c_str());
    return stream;
}

std::string describe(const Line& line, const char* what, error_code error)
{
    if (line.end == Connection::End::kSilent) return std::string(what) + ": timed out";
    return std::string(what) + ": " + error.message();
}

}  // namespace

Task<Connected> connect(asio::any_io_executor executor, Address address, std::stop_token stop)
{
    Connected result;
    std::shared_ptr<asio::ssl::context> context;
    if (address.is_tls) context = make_context(address.tls, result.failure);
    if (!result.failure.empty()) co_return result;

    const auto look_up = std::make_shared<LookUp>(executor);
    start(look_up, address);
    co_await wait_for(look_up->bell, address.connect_timeout, stop);
    if (!look_up->is_done) look_up->error = asio::error::timed_out;
    if (look_up->error) result.failure = "the name cannot be resolved: " + look_up->error.message();

    for (const auto& endpoint : look_up->endpoints) {
        if (stop.stop_requested()) break;
        const auto line = std::make_shared<Line>(executor);
        error_code error;
        const char* what = "connecting";
        {
            const Limit limit(line, address.connect_timeout, stop);
            co_await line->socket.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
        }
        if (!error && context) {
            what = "TLS";
            line->tls = make_stream(*line, *context, address);
            const Limit limit(line, address.connect_timeout, stop);
            co_await line->tls->async_handshake(TlsStream::client, asio::redirect_error(asio::use_awaitable, error));
        }
        if (!error && line->end == Connection::End::kNone) {
            keep_alive(line->socket);
            result.connection = std::make_unique<TcpConnection>(line, context);
            break;
        }
        result.failure = describe(*line, what, error);
    }
    if (!result.connection && result.failure.empty()) result.failure = "the name has no address";
    co_return result;
}

}  // namespace bwsync::feed
