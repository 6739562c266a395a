#include "tests/lab/broadworks/ocir/feed_server.hpp"

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
#include "tests/lab/broadworks/tls_stream.hpp"

namespace bwsync::lab {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

template <class Stream>
void close_stream(Stream& stream, bool reset)
{
    error_code ignored;
    if (reset) socket_of(stream).set_option(tcp::socket::linger(true, 0), ignored);
    if (!reset) socket_of(stream).shutdown(tcp::socket::shutdown_both, ignored);
    socket_of(stream).close(ignored);
}

// As much as one write takes: pieces that need not travel apart go together.
std::string next_write(FeedClient& client)
{
    constexpr std::size_t kMost = 256 * 1024;
    std::string bytes;
    while (!client.pending.empty() && (!client.held || client.allowed > 0)) {
        bytes += *client.pending.front();
        client.pending.pop_front();
        ++client.written;
        if (client.allowed > 0) --client.allowed;
        if (client.flush_each || bytes.size() >= kMost) break;
    }
    if (client.pending.empty()) client.flush_each = false;
    return bytes;
}

}  // namespace

struct FeedServer::State : std::enable_shared_from_this<FeedServer::State> {
    State(asio::io_context& context, ClusterState& shared, std::size_t place)
        : io(context), cluster(shared), index(place), acceptor(context), ping_timer(context)
    {
    }

    asio::io_context& io;
    ClusterState& cluster;
    std::size_t index;
    tcp::acceptor acceptor;
    tcp::endpoint endpoint;  // as bound, so that the same port can be taken again
    std::optional<asio::ssl::context> ssl;
    asio::steady_timer ping_timer;
    bool stopped = false;
    std::uint64_t last_connection = 0;
    std::map<std::uint64_t, std::function<void()>> closers;

    Task<> accept_all();
    Task<> serve_plain(tcp::socket socket);
    Task<> serve_tls(tcp::socket socket);
    template <class Stream>
    Task<> write_all(std::shared_ptr<Stream> stream);
    template <class Stream>
    Task<bool> write(std::shared_ptr<Stream> stream, std::string bytes);
    template <class Stream>
    Task<> watch(std::shared_ptr<Stream> stream, std::shared_ptr<FeedClient> client);
    Task<> ping_always();
    Task<> wait_for_work(std::shared_ptr<FeedClient> client, std::shared_ptr<asio::steady_timer> timer);
};

Task<> FeedServer::State::accept_all()
{
    const auto self = shared_from_this();
    while (!stopped && acceptor.is_open()) {
        error_code error;
        tcp::socket socket(io);
        co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::operation_aborted || stopped) co_return;
        if (error) continue;
        const tcp::endpoint peer = socket.remote_endpoint(error);
        if (error) continue;
        if (!cluster.feed.may_read(peer.address().to_string())) {
            ++cluster.feed.counters(index).refused;
            continue;
        }
        socket.set_option(tcp::no_delay(true), error);
        if (ssl) {
            asio::co_spawn(io, serve_tls(std::move(socket)), asio::detached);
        } else {
            asio::co_spawn(io, serve_plain(std::move(socket)), asio::detached);
        }
    }
}

Task<> FeedServer::State::serve_plain(tcp::socket socket)
{
    const auto stream = std::make_shared<tcp::socket>(std::move(socket));
    co_await write_all(stream);
}

Task<> FeedServer::State::serve_tls(tcp::socket socket)
{
    const auto self = shared_from_this();
    const auto stream = std::make_shared<TlsStream>(std::move(socket), *ssl);
    error_code error;
    co_await stream->async_handshake(asio::ssl::stream_base::server, asio::redirect_error(asio::use_awaitable, error));
    if (error || stopped) co_return;
    co_await write_all(stream);
}

Task<> FeedServer::State::wait_for_work(std::shared_ptr<FeedClient> client, std::shared_ptr<asio::steady_timer> timer)
{
    const auto ready = [&] {
        return stopped || client->closing || (!client->pending.empty() && (!client->held || client->allowed > 0));
    };
    while (!ready()) {
        timer->expires_at(asio::steady_timer::time_point::max());
        error_code woken;
        co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
}

template <class Stream>
Task<> FeedServer::State::write_all(std::shared_ptr<Stream> stream)
{
    const auto self = shared_from_this();
    const std::uint64_t id = ++last_connection;
    const auto client = cluster.feed.attach(index);
    const auto timer = std::make_shared<asio::steady_timer>(io);
    client->wake = [weak = std::weak_ptr<asio::steady_timer>(timer)] {
        if (const auto alive = weak.lock()) alive->cancel();
    };
    closers.emplace(id, [weak = std::weak_ptr<Stream>(stream), client] {
        client->closing = true;
        if (client->wake) client->wake();
        if (const auto alive = weak.lock()) close_stream(*alive, false);
    });
    asio::co_spawn(io, watch(stream, client), asio::detached);
    bool open = true;
    while (open) {
        co_await wait_for_work(client, timer);
        if (stopped || client->closing) break;
        std::string bytes = next_write(*client);
        open = co_await write(stream, std::move(bytes));
    }
    if (stopped) co_return;
    close_stream(*stream, client->reset);
    client->wake = nullptr;
    cluster.feed.detach(index, client);
    closers.erase(id);
}

template <class Stream>
Task<bool> FeedServer::State::write(std::shared_ptr<Stream> stream, std::string bytes)
{
    const std::size_t limit = cluster.config.feed.write_bytes;
    const std::size_t piece = limit == 0 ? bytes.size() : limit;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        error_code error;
        const std::size_t count = std::min(piece, bytes.size() - at);
        co_await asio::async_write(*stream, asio::buffer(bytes.data() + at, count),
                                   asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return false;
    }
    co_return true;
}

// A reader must never write; its bytes are counted. The end of its side ends the connection.
template <class Stream>
Task<> FeedServer::State::watch(std::shared_ptr<Stream> stream, std::shared_ptr<FeedClient> client)
{
    const auto self = shared_from_this();
    std::array<char, 1024> bytes;
    error_code error;
    while (!error) {
        const std::size_t count =
            co_await stream->async_read_some(asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
        if (stopped) co_return;
        cluster.feed.counters(index).bytes_received += count;
    }
    client->closing = true;
    if (client->wake) client->wake();
}

Task<> FeedServer::State::ping_always()
{
    const auto self = shared_from_this();
    const FeedSwitches& switches = cluster.config.feed;
    while (switches.ping && !stopped) {
        ping_timer.expires_after(switches.ping_interval);
        error_code error;
        co_await ping_timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
        if (error || stopped) co_return;
        cluster.feed.ping(index);
    }
}

FeedServer::FeedServer(asio::io_context& io, ClusterState& cluster, std::size_t index,
                       const BroadworksConfig::FeedListener& listener)
    : state_(std::make_shared<State>(io, cluster, index))
{
    if (!listener.cert_file.empty()) {
        try {
            state_->ssl.emplace(asio::ssl::context::tls_server);
            state_->ssl->use_certificate_chain_file(listener.cert_file);
            state_->ssl->use_private_key_file(listener.key_file, asio::ssl::context::pem);
        } catch (const boost::system::system_error& e) {
            throw std::runtime_error(listener.cert_file + ", " + listener.key_file + ": " + e.what());
        }
    }
    open_listener(state_->acceptor, listen_endpoint(listener.listen));
    state_->endpoint = state_->acceptor.local_endpoint();
}

FeedServer::~FeedServer()
{
    stop();
}

std::string FeedServer::host() const
{
    return state_->endpoint.address().to_string();
}

std::uint16_t FeedServer::port() const
{
    return state_->endpoint.port();
}

void FeedServer::start()
{
    asio::co_spawn(state_->io, state_->accept_all(), asio::detached);
    asio::co_spawn(state_->io, state_->ping_always(), asio::detached);
}

void FeedServer::refuse()
{
    error_code ignored;
    state_->acceptor.close(ignored);
}

void FeedServer::accept()
{
    if (state_->acceptor.is_open()) return;
    open_listener(state_->acceptor, state_->endpoint);
    asio::co_spawn(state_->io, state_->accept_all(), asio::detached);
}

void FeedServer::stop()
{
    if (std::exchange(state_->stopped, true)) return;
    error_code ignored;
    state_->acceptor.close(ignored);
    state_->ping_timer.cancel();
    const auto closers = state_->closers;
    for (const auto& [id, close] : closers) close();
}

}  // namespace bwsync::lab
