#include "tests/lab/http/http_server.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/ssl.hpp>
#include <cctype>
#include <set>
#include <stdexcept>

#include "tests/lab/http/http_wire.hpp"

namespace bwsync::lab {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;
using Parser = http::request_parser<http::string_body>;

std::string text_of(boost::string_view view)
{
    return std::string(view.data(), view.size());
}

std::map<std::string, std::string> headers_of(const Parser::value_type& message)
{
    std::map<std::string, std::string> headers;
    for (const auto& field : message) {
        std::string name = text_of(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        std::string& value = headers[name];
        if (!value.empty()) value += ", ";
        value += text_of(field.value());
    }
    return headers;
}

// What a damaged request is answered with; 0: nothing, the connection is gone or idle.
int status_for(const error_code& error)
{
    if (error == http::error::header_limit) return 431;
    if (error == http::error::body_limit) return 413;
    const bool from_parser = error.category() == http::make_error_code(http::error::bad_method).category();
    return from_parser && error != http::error::end_of_stream && error != http::error::partial_message ? 400 : 0;
}

}  // namespace

struct HttpServer::State final : std::enable_shared_from_this<State> {
    State(asio::io_context& io, HttpLimits the_limits, Handler the_handler)
        : acceptor(io), limits(the_limits), handler(std::move(the_handler)), tls(asio::ssl::context::tls_server)
    {
    }

    Task<> accept();
    template <class Stream>
    Task<> serve(std::shared_ptr<Stream> stream);
    template <class Stream>
    Task<bool> exchange(std::shared_ptr<Stream> stream, std::shared_ptr<beast::flat_buffer> buffer, std::string remote);
    template <class Stream>
    Task<bool> answer(std::shared_ptr<Stream> stream, HttpResponse response, bool keep_alive);
    template <class Stream>
    Task<bool> write(std::shared_ptr<Stream> stream, std::string bytes);
    template <class Stream>
    Task<> hang(std::shared_ptr<Stream> stream);
    Task<HttpResponse> handle(HttpRequest request);
    Task<> pause(std::chrono::milliseconds time);

    void listen(const tcp::endpoint& endpoint, const std::string& name);
    void spawn_accept();

    tcp::acceptor acceptor;
    tcp::endpoint bound;
    HttpLimits limits;
    Handler handler;
    asio::ssl::context tls;
    bool uses_tls = false;
    bool stopped = false;
    std::size_t accepted = 0;
    std::set<tcp::socket*> open;
};

namespace {

// Keeps the list of open sockets right however a session ends.
class Registration final {
public:
    Registration(std::set<tcp::socket*>& open, tcp::socket& socket) : open_(open), socket_(&socket)
    {
        open_.insert(socket_);
    }
    ~Registration() { open_.erase(socket_); }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

private:
    std::set<tcp::socket*>& open_;
    tcp::socket* socket_;
};

void close_socket(tcp::socket& socket)
{
    error_code ignored;
    socket.shutdown(tcp::socket::shutdown_both, ignored);
    socket.close(ignored);
}

void reset_socket(tcp::socket& socket)
{
    error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

}  // namespace

Task<> HttpServer::State::pause(std::chrono::milliseconds time)
{
    if (time.count() <= 0) co_return;
    asio::steady_timer timer(acceptor.get_executor(), time);
    error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

Task<HttpResponse> HttpServer::State::handle(HttpRequest request)
{
    std::string failure;
    try {
        co_return co_await handler(std::move(request));
    } catch (const std::exception& error) {
        failure = error.what();
    }
    co_return plain_answer(500, "the lab failed: " + failure);
}

template <class Stream>
Task<bool> HttpServer::State::write(std::shared_ptr<Stream> stream, std::string bytes)
{
    beast::get_lowest_layer(*stream).expires_after(limits.idle);
    error_code error;
    co_await asio::async_write(*stream, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
}

template <class Stream>
Task<> HttpServer::State::hang(std::shared_ptr<Stream> stream)
{
    beast::get_lowest_layer(*stream).expires_never();
    std::string discarded(512, '\0');
    error_code error;
    while (!error) {
        co_await stream->async_read_some(asio::buffer(discarded), asio::redirect_error(asio::use_awaitable, error));
    }
}

// Sends the answer, or does with it what its fate says. True when the connection may carry another request.
template <class Stream>
Task<bool> HttpServer::State::answer(std::shared_ptr<Stream> stream, HttpResponse response, bool keep_alive)
{
    tcp::socket& socket = beast::get_lowest_layer(*stream).socket();
    co_await pause(response.delay);
    if (response.fate == HttpResponse::Fate::kHang) {
        co_await hang(stream);
        co_return false;
    }
    if (response.fate == HttpResponse::Fate::kReset) {
        reset_socket(socket);
        co_return false;
    }
    if (response.fate == HttpResponse::Fate::kCloseUnanswered) co_return false;
    const bool truncate = response.fate == HttpResponse::Fate::kTruncate;
    const std::string head = response.prefix + response_head(response, keep_alive);
    const std::size_t half = response.body.size() / 2;
    if (!truncate && response.body_delay.count() <= 0) {
        const bool sent = co_await write(stream, head + response.body);
        co_return sent&& keep_alive;
    }
    bool sent = co_await write(stream, head + response.body.substr(0, half));
    if (truncate || !sent) co_return false;
    co_await pause(response.body_delay);
    sent = co_await write(stream, response.body.substr(half));
    co_return sent&& keep_alive;
}

template <class Stream>
Task<bool> HttpServer::State::exchange(std::shared_ptr<Stream> stream, std::shared_ptr<beast::flat_buffer> buffer,
                                       std::string remote)
{
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    parser.body_limit(limits.body_bytes);
    beast::get_lowest_layer(*stream).expires_after(limits.idle);
    error_code error;
    co_await http::async_read_header(*stream, *buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (!error && parser.get()[http::field::expect] == "100-continue") {
        const bool sent = co_await write(stream, "HTTP/1.1 100 Continue\r\n\r\n");
        if (!sent) co_return false;
    }
    if (!error) {
        co_await http::async_read(*stream, *buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    }
    if (error) {
        const int status = status_for(error);
        if (status == 0) co_return false;
        co_return co_await answer(stream, plain_answer(status, error.message()), false);
    }
    Parser::value_type message = parser.release();
    HttpRequest request;
    request.method = text_of(message.method_string());
    request.target = text_of(message.target());
    request.headers = headers_of(message);
    request.body = std::move(message.body());
    request.remote = std::move(remote);
    if (!fill_target(request)) co_return co_await answer(stream, plain_answer(400, "bad request target"), false);
    const bool head_only = request.method == "HEAD";
    HttpResponse response = co_await handle(std::move(request));
    if (head_only) response.body.clear();
    co_return co_await answer(stream, std::move(response), message.keep_alive() && !stopped);
}

template <class Stream>
Task<> HttpServer::State::serve(std::shared_ptr<Stream> stream)
{
    const auto self = shared_from_this();
    tcp::socket& socket = beast::get_lowest_layer(*stream).socket();
    const Registration registration(open, socket);
    error_code error;
    socket.set_option(tcp::no_delay(true), error);
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) co_return;
    const std::string remote = endpoint_text(peer);
    if constexpr (!std::is_same_v<Stream, beast::tcp_stream>) {
        beast::get_lowest_layer(*stream).expires_after(limits.idle);
        co_await stream->async_handshake(asio::ssl::stream_base::server,
                                         asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return;
    }
    const auto buffer = std::make_shared<beast::flat_buffer>();
    bool more = true;
    while (more && !stopped) more = co_await exchange(stream, buffer, remote);
    if (socket.is_open()) close_socket(socket);
}

Task<> HttpServer::State::accept()
{
    const auto self = shared_from_this();
    // A failed session is a bug of the lab: the exception leaves io_context::run() and ends the program.
    const auto on_end = [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    };
    while (!stopped) {
        error_code error;
        tcp::socket socket(acceptor.get_executor());
        co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
        if (stopped || !acceptor.is_open()) co_return;
        if (error) {
            co_await pause(std::chrono::milliseconds(20));  // out of descriptors, or the peer was gone already
            continue;
        }
        ++accepted;
        if (open.size() >= limits.connections) continue;
        if (uses_tls) {
            using TlsStream = asio::ssl::stream<beast::tcp_stream>;
            auto stream = std::make_shared<TlsStream>(std::move(socket), tls);
            auto session = [self, stream] { return self->serve(stream); };
            asio::co_spawn(acceptor.get_executor(), std::move(session), on_end);
        } else {
            auto stream = std::make_shared<beast::tcp_stream>(std::move(socket));
            auto session = [self, stream] { return self->serve(stream); };
            asio::co_spawn(acceptor.get_executor(), std::move(session), on_end);
        }
    }
}

HttpServer::HttpServer(asio::io_context& io, const std::string& listen, const TlsFiles& tls, Handler handler,
                       HttpLimits limits)
    : state_(std::make_shared<State>(io, limits, std::move(handler)))
{
    const tcp::endpoint endpoint = parse_http_listen(listen);
    if (!tls.cert_file.empty()) {
        error_code error;
        state_->tls.use_certificate_chain_file(tls.cert_file, error);
        if (error) throw std::runtime_error("certificate file '" + tls.cert_file + "': " + error.message());
        state_->tls.use_private_key_file(tls.key_file, asio::ssl::context::pem, error);
        if (error) throw std::runtime_error("key file '" + tls.key_file + "': " + error.message());
        state_->uses_tls = true;
    }
    state_->listen(endpoint, listen);
}

void HttpServer::State::listen(const tcp::endpoint& endpoint, const std::string& name)
{
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) bound = acceptor.local_endpoint(error);
    if (!error) return;
    error_code ignored;
    acceptor.close(ignored);
    throw std::runtime_error("listen '" + name + "': " + error.message());
}

HttpServer::~HttpServer()
{
    stop();
}

std::string HttpServer::url() const
{
    return (state_->uses_tls ? "https://" : "http://") + endpoint_text(state_->bound);
}

void HttpServer::State::spawn_accept()
{
    auto accepting = [self = shared_from_this()] { return self->accept(); };
    asio::co_spawn(acceptor.get_executor(), std::move(accepting), [](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    });
}

void HttpServer::start()
{
    state_->spawn_accept();
}

void HttpServer::stop()
{
    state_->stopped = true;
    error_code ignored;
    state_->acceptor.close(ignored);
    close_connections(false);
}

void HttpServer::set_down(bool down)
{
    error_code ignored;
    if (down) {
        state_->acceptor.close(ignored);
        close_connections(false);
    } else if (!state_->acceptor.is_open()) {
        state_->listen(state_->bound, endpoint_text(state_->bound));
        state_->spawn_accept();
    }
}

std::size_t HttpServer::close_connections(bool reset)
{
    const std::set<tcp::socket*> open = state_->open;
    for (tcp::socket* socket : open) reset ? reset_socket(*socket) : close_socket(*socket);
    return open.size();
}

std::size_t HttpServer::accepted() const
{
    return state_->accepted;
}

}  // namespace bwsync::lab
