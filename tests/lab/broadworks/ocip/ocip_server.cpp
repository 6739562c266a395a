#include "tests/lab/broadworks/ocip/ocip_server.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>

#include "daemon/runtime/task.hpp"
#include "tests/lab/broadworks/listener.hpp"
#include "tests/lab/broadworks/ocip/framer.hpp"
#include "tests/lab/broadworks/ocip/ocip_session.hpp"
#include "tests/lab/broadworks/tls_stream.hpp"

namespace bwsync::lab {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

}  // namespace

// Shared by the acceptor and every connection: outlives the server object while coroutines end.
struct OcipServer::State : std::enable_shared_from_this<OcipServer::State> {
    State(asio::io_context& context, ClusterState& shared) : io(context), cluster(shared), acceptor(context) {}

    asio::io_context& io;
    ClusterState& cluster;
    tcp::acceptor acceptor;
    std::optional<asio::ssl::context> ssl;
    bool stopped = false;
    std::uint64_t last_connection = 0;
    std::map<std::uint64_t, std::function<void()>> closers;  // by connection

    Task<> accept();
    Task<> serve_plain(tcp::socket socket);
    Task<> serve_tls(tcp::socket socket);
    template <class Stream>
    Task<> serve(std::shared_ptr<Stream> stream);
    template <class Stream>
    Task<bool> answer(std::shared_ptr<Stream> stream, std::shared_ptr<OcipConnection> connection, std::string document);
    Task<> wait(std::chrono::milliseconds delay);
    bool takes_another() const;
    void ended(std::uint64_t connection);
};

namespace {

template <class Stream>
void close_stream(Stream& stream)
{
    error_code ignored;
    socket_of(stream).shutdown(tcp::socket::shutdown_both, ignored);
    socket_of(stream).close(ignored);
}

// Closes the stream when nothing was read for the idle time.
template <class Stream>
void arm(asio::steady_timer& timer, std::chrono::milliseconds idle, std::weak_ptr<Stream> stream)
{
    if (idle.count() == 0) return;
    timer.expires_after(idle);
    timer.async_wait([stream](const error_code& error) {
        const auto alive = stream.lock();
        if (!error && alive) close_stream(*alive);
    });
}

}  // namespace

Task<> OcipServer::State::wait(std::chrono::milliseconds delay)
{
    asio::steady_timer timer(io);
    timer.expires_after(delay);
    error_code error;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
}

bool OcipServer::State::takes_another() const
{
    const std::size_t most = cluster.config.ocip_switches.connections_max;
    if (most != 0 && closers.size() >= most) return false;
    return cluster.faults.fires(FaultKind::kRefuse, "") == nullptr;
}

void OcipServer::State::ended(std::uint64_t connection)
{
    if (closers.erase(connection) != 0 && !stopped) --cluster.received.connections_open;
}

Task<> OcipServer::State::accept()
{
    const auto self = shared_from_this();
    while (!stopped) {
        error_code error;
        tcp::socket socket(io);
        co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::operation_aborted || stopped) co_return;
        if (error || !takes_another()) continue;  // the socket closes with the next turn
        socket.set_option(tcp::no_delay(true), error);
        if (ssl) {
            asio::co_spawn(io, serve_tls(std::move(socket)), asio::detached);
        } else {
            asio::co_spawn(io, serve_plain(std::move(socket)), asio::detached);
        }
    }
}

Task<> OcipServer::State::serve_plain(tcp::socket socket)
{
    const auto stream = std::make_shared<tcp::socket>(std::move(socket));
    co_await serve(stream);
}

Task<> OcipServer::State::serve_tls(tcp::socket socket)
{
    const auto self = shared_from_this();
    const auto stream = std::make_shared<TlsStream>(std::move(socket), *ssl);
    // A peer that connects and never shakes hands must not stay for good.
    asio::steady_timer limit(io);
    arm(limit, std::chrono::seconds(10), std::weak_ptr<TlsStream>(stream));
    error_code error;
    co_await stream->async_handshake(asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, error));
    limit.cancel();
    if (error) co_return;
    co_await serve(stream);
}

template <class Stream>
Task<> OcipServer::State::serve(std::shared_ptr<Stream> stream)
{
    const auto self = shared_from_this();
    const OcipSwitches& switches = cluster.config.ocip_switches;
    const std::uint64_t id = ++last_connection;
    closers.emplace(id, [weak = std::weak_ptr<Stream>(stream)] {
        if (const auto alive = weak.lock()) close_stream(*alive);
    });
    Received& received = cluster.received;
    ++received.connections;
    received.connections_open_max = std::max(received.connections_open_max, ++received.connections_open);
    const auto connection = std::make_shared<OcipConnection>(cluster, ssl.has_value());
    Framer framer("BroadsoftDocument", switches.document_max);
    std::array<char, 64 * 1024> bytes;
    asio::steady_timer idle(io);
    bool open = true;
    while (open) {
        arm(idle, switches.idle_timeout, std::weak_ptr<Stream>(stream));
        error_code error;
        const std::size_t count =
            co_await stream->async_read_some(asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
        idle.cancel();
        if (error || stopped) break;
        framer.feed(std::string_view(bytes.data(), count));
        std::optional<std::string> document = framer.next();
        while (open && document) {
            if (framer.has_leftover()) {
                ++received.pipelined;
                if (switches.refuse_pipelining) break;
            }
            open = co_await answer(stream, connection, std::move(*document));
            if (stopped) co_return;
            document = framer.next();
        }
        if (document && open) break;
        if (framer.overflown()) {
            ++received.unframed;
            break;
        }
    }
    close_stream(*stream);
    ended(id);
}

template <class Stream>
Task<bool> OcipServer::State::answer(std::shared_ptr<Stream> stream, std::shared_ptr<OcipConnection> connection,
                                     std::string document)
{
    const auto self = shared_from_this();
    OcipReply reply = connection->handle(document);
    if (reply.delay.count() > 0) co_await wait(reply.delay);
    if (stopped) co_return false;
    if (!reply.bytes.empty()) {
        error_code error;
        co_await asio::async_write(*stream, asio::buffer(reply.bytes),
                                   asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return false;
    }
    co_return !reply.close;
}

OcipServer::OcipServer(asio::io_context& io, ClusterState& cluster, const std::string& listen,
                       const std::string& cert_file, const std::string& key_file, const std::string& client_ca_file)
    : state_(std::make_shared<State>(io, cluster))
{
    if (!cert_file.empty()) {
        try {
            state_->ssl.emplace(asio::ssl::context::tls_server);
            state_->ssl->use_certificate_chain_file(cert_file);
            state_->ssl->use_private_key_file(key_file, asio::ssl::context::pem);
            if (!client_ca_file.empty()) {
                state_->ssl->load_verify_file(client_ca_file);
                state_->ssl->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
            }
        } catch (const boost::system::system_error& e) {
            throw std::runtime_error(cert_file + ", " + key_file + ": " + e.what());
        }
    }
    open_listener(state_->acceptor, listen_endpoint(listen));
}

OcipServer::~OcipServer()
{
    stop();
}

std::string OcipServer::host() const
{
    return state_->acceptor.local_endpoint().address().to_string();
}

std::uint16_t OcipServer::port() const
{
    return state_->acceptor.local_endpoint().port();
}

bool OcipServer::tls() const
{
    return state_->ssl.has_value();
}

void OcipServer::start()
{
    asio::co_spawn(state_->io, state_->accept(), asio::detached);
}

void OcipServer::stop()
{
    if (std::exchange(state_->stopped, true)) return;
    error_code ignored;
    state_->acceptor.close(ignored);
    for (const auto& [id, close] : state_->closers) close();
}

}  // namespace bwsync::lab
