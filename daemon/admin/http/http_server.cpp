#include "daemon/admin/http/http_server.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <functional>
#include <list>
#include <variant>

#include "daemon/admin/http/http_problem.hpp"
#include "daemon/admin/http/http_target.hpp"
#include "daemon/runtime/sleep.hpp"
#include "daemon/runtime/task_group.hpp"

namespace bwsync {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Parser = http::request_parser<http::string_body>;
using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t kThrownAwayMax = std::size_t(1024) * 1024;

// One connection. `tcp` is its socket below TLS; a connection that is not at work may be closed at any time.
struct Session {
    PlainStream* tcp = nullptr;
    bool is_at_work = false;
    bool is_evicted = false;
    std::uint64_t order = 0;  // of the last change between waiting and at work
};

beast::tcp_stream& socket_of(PlainStream& stream)
{
    return stream;
}
beast::tcp_stream& socket_of(TlsStream& stream)
{
    return stream.next_layer();
}

// What to answer to a request that can't be read; nullopt: nothing, the peer is gone or too slow.
std::optional<ServerResponse> answer_to(const error_code& error)
{
    const bool is_about_http = error.category() == http::make_error_code(http::error::bad_method).category();
    if (!is_about_http || error == http::error::end_of_stream || error == http::error::partial_message)
        return std::nullopt;
    if (error == http::error::header_limit) return problem(431, "the header of the request is too large");
    if (error == http::error::body_limit) return problem(413, "the body of the request is too large");
    if (error == http::error::bad_version) return problem(505, "HTTP/1.1 and HTTP/1.0 are spoken here");
    return problem(400, "not a valid HTTP request: " + error.message());
}

ServerRequest head_of(const Parser& parser, HttpTarget target)
{
    const auto& message = parser.get();
    ServerRequest request;
    request.method = std::string(message.method_string());
    request.path = std::move(target.path);
    request.query = std::move(target.query);
    for (const auto& field : message) {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        request.headers.emplace(std::move(name), std::string(field.value()));
    }
    return request;
}

using Message = http::response<http::string_body>;

Message message_of(ServerResponse response, const Parser& parser, bool keeps_alive)
{
    Message message;
    message.version(11);
    message.result(static_cast<unsigned>(response.status));
    message.reason(std::string(reason_phrase(response.status)));
    message.set(http::field::content_type, response.content_type);
    message.set(http::field::cache_control, "no-store");
    message.set("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : response.headers) message.set(name, value);
    message.content_length(response.body.size());
    message.keep_alive(keeps_alive);
    const bool is_head = parser.is_header_done() && parser.get().method() == http::verb::head;
    if (!is_head) message.body() = std::move(response.body);
    return message;
}

}  // namespace

class HttpServer::Impl {
public:
    Impl(const asio::any_io_executor& executor, HttpServerSettings settings, HttpHandler& handler, Telemetry& telemetry)
        : executor_(executor),
          settings_(std::move(settings)),
          handler_(handler),
          telemetry_(telemetry),
          acceptor_(executor)
    {
    }

    Result<> listen();
    Task<> run(std::stop_token stop);
    std::uint16_t port() const
    {
        error_code ignored;
        const auto endpoint = acceptor_.local_endpoint(ignored);
        return ignored ? std::uint16_t(0) : endpoint.port();
    }

private:
    enum class Step { kNext, kClose };

    Result<> prepare_tls();
    Task<> accept_all(TaskGroup& sessions, std::stop_token stop);
    bool make_room();
    Task<> serve_plain(tcp::socket socket);
    Task<> serve_tls(tcp::socket socket);
    template <class Stream>
    Task<> serve(Stream& stream);
    template <class Stream>
    Task<Step> exchange(Stream& stream, beast::flat_buffer& buffer, Session& session);
    template <class Stream>
    Task<bool> wait_for_request(Stream& stream, beast::flat_buffer& buffer);
    template <class Stream>
    Task<Step> give_up(Stream& stream, error_code error, const Parser& parser);
    template <class Stream>
    Task<Step> refuse(Stream& stream, ServerResponse response, const Parser& parser);
    template <class Stream>
    Task<Step> answer(Stream& stream, ServerResponse response, const Parser& parser, bool keeps_alive);
    Task<ServerResponse> handled(ServerRequest request);
    void change(Session& session, bool is_at_work);
    void begin_stop();
    Task<> cut_off_late(std::stop_token called_off);
    void count(int status);

    asio::any_io_executor executor_;
    const HttpServerSettings settings_;
    HttpHandler& handler_;
    Telemetry& telemetry_;
    tcp::acceptor acceptor_;
    std::optional<asio::ssl::context> tls_;
    std::list<Session> sessions_;
    std::uint64_t order_ = 0;
    bool is_stopping_ = false;
};

Result<> HttpServer::Impl::prepare_tls()
{
    if (settings_.tls.cert_file.empty()) return std::monostate();
    error_code error;
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                      asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    tls_->use_certificate_chain_file(settings_.tls.cert_file, error);
    if (error) return Error(ErrorKind::kRejected, settings_.tls.cert_file + ": " + error.message());
    tls_->use_private_key_file(settings_.tls.key_file, asio::ssl::context::pem, error);
    if (error) return Error(ErrorKind::kRejected, settings_.tls.key_file + ": " + error.message());
    return std::monostate();
}

Result<> HttpServer::Impl::listen()
{
    Result<> tls = prepare_tls();
    if (!tls) return tls;
    const std::string where = settings_.listen.address + " port " + std::to_string(settings_.listen.port);
    error_code error;
    const auto address = asio::ip::make_address(settings_.listen.address, error);
    if (error) return Error(ErrorKind::kRejected, where + ": not an IP address");
    const tcp::endpoint endpoint(address, settings_.listen.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) return Error(ErrorKind::kRejected, "cannot listen on " + where + ": " + error.message());
    return std::monostate();
}

Task<> HttpServer::Impl::run(std::stop_token stop)
{
    // Sessions end by themselves; the stop of the group must not be theirs, or none could finish its answer.
    const std::stop_token never;
    TaskGroup sessions(executor_, never);
    co_await accept_all(sessions, stop);
    begin_stop();
    TaskGroup deadline(executor_, never);
    deadline.spawn([this](std::stop_token called_off) { return cut_off_late(called_off); });
    co_await sessions.join();
    deadline.request_stop();
    co_await deadline.join();
}

Task<> HttpServer::Impl::accept_all(TaskGroup& sessions, std::stop_token stop)
{
    auto close_acceptor = [this] {
        asio::post(executor_, [this] {
            error_code ignored;
            acceptor_.close(ignored);
        });
    };
    std::stop_callback on_stop(stop, close_acceptor);
    while (!stop.stop_requested()) {
        error_code error;
        tcp::socket socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::operation_aborted || stop.stop_requested()) break;
        if (error) {
            // Mostly out of descriptors: they come back when others close theirs.
            telemetry_.log(LogLevel::kError, "http.accept_failed",
                           {Field("server", settings_.name), Field("problem", error.message())});
            co_await sleep_for(std::chrono::milliseconds(200), stop);
            continue;
        }
        if (!make_room()) continue;
        auto shared = std::make_shared<tcp::socket>(std::move(socket));
        sessions.spawn([this, shared](std::stop_token) {
            return tls_ ? serve_tls(std::move(*shared)) : serve_plain(std::move(*shared));
        });
    }
}

// True when one more connection may be served. A full server closes the one that has waited longest for a request: who
// only holds connections open loses them to those who use theirs.
bool HttpServer::Impl::make_room()
{
    const auto counts = [](const Session& session) { return !session.is_evicted; };
    if (std::count_if(sessions_.begin(), sessions_.end(), counts) < settings_.limits.connections) return true;
    Session* oldest = nullptr;
    for (Session& session : sessions_) {
        if (session.is_at_work || session.is_evicted) continue;
        if (oldest == nullptr || session.order < oldest->order) oldest = &session;
    }
    if (oldest == nullptr) return false;
    oldest->is_evicted = true;
    oldest->tcp->close();
    return true;
}

Task<> HttpServer::Impl::serve_plain(tcp::socket socket)
{
    PlainStream stream(std::move(socket));
    co_await serve(stream);
}

Task<> HttpServer::Impl::serve_tls(tcp::socket socket)
{
    TlsStream stream(std::move(socket), *tls_);
    co_await serve(stream);
}

template <class Stream>
Task<> HttpServer::Impl::serve(Stream& stream)
{
    const auto session = sessions_.emplace(sessions_.end());
    session->tcp = &socket_of(stream);
    change(*session, false);
    bool goes_on = !is_stopping_;
    if constexpr (std::is_same_v<Stream, TlsStream>) {
        error_code error;
        stream.next_layer().expires_after(settings_.limits.handshake);
        co_await stream.async_handshake(asio::ssl::stream_base::server,
                                        asio::redirect_error(asio::use_awaitable, error));
        goes_on = goes_on && !error;
    }
    beast::flat_buffer buffer(settings_.limits.header_bytes + settings_.limits.body_bytes);
    while (goes_on) {
        const Step step = co_await exchange(stream, buffer, *session);
        goes_on = step == Step::kNext && !is_stopping_;
    }
    sessions_.erase(session);
    if (!settings_.connection_gauge.empty()) {
        const Labels none;
        telemetry_.set(settings_.connection_gauge, none, static_cast<double>(sessions_.size()));
    }
}

// One request and its answer.
template <class Stream>
Task<HttpServer::Impl::Step> HttpServer::Impl::exchange(Stream& stream, beast::flat_buffer& buffer, Session& session)
{
    change(session, false);
    const bool has_begun = co_await wait_for_request(stream, buffer);
    if (!has_begun) co_return Step::kClose;
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(settings_.limits.header_bytes));
    parser.body_limit(settings_.limits.body_bytes);
    socket_of(stream).expires_after(settings_.limits.request);
    error_code error;
    co_await http::async_read_header(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return co_await give_up(stream, error, parser);
    const std::string_view text(parser.get().target().data(), parser.get().target().size());
    std::optional<HttpTarget> target = parse_target(text);
    if (!target)
        co_return co_await refuse(stream, problem(400, "the target of the request is not a valid path"), parser);
    ServerRequest request = head_of(parser, std::move(*target));
    std::optional<ServerResponse> refusal = handler_.refuse(request);
    if (refusal) co_return co_await refuse(stream, std::move(*refusal), parser);
    co_await http::async_read(stream, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return co_await give_up(stream, error, parser);
    request.body = std::move(parser.get().body());
    change(session, true);
    socket_of(stream).expires_never();
    ServerResponse response = co_await handled(std::move(request));
    const bool keeps_alive = parser.get().keep_alive() && !is_stopping_;
    co_return co_await answer(stream, std::move(response), parser, keeps_alive);
}

// True when the first bytes of a request are there.
template <class Stream>
Task<bool> HttpServer::Impl::wait_for_request(Stream& stream, beast::flat_buffer& buffer)
{
    if (buffer.size() > 0) co_return true;
    socket_of(stream).expires_after(settings_.limits.idle);
    error_code error;
    const auto space = buffer.prepare(4096);
    const std::size_t read = co_await stream.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
    buffer.commit(read);
    co_return !error;
}

template <class Stream>
Task<HttpServer::Impl::Step> HttpServer::Impl::give_up(Stream& stream, error_code error, const Parser& parser)
{
    std::optional<ServerResponse> response = answer_to(error);
    if (!response) co_return Step::kClose;
    co_return co_await refuse(stream, std::move(*response), parser);
}

// An answer to a request that was not read to its end: what still comes is thrown away for a moment, because closing a
// socket with unread bytes resets it and the answer with it.
template <class Stream>
Task<HttpServer::Impl::Step> HttpServer::Impl::refuse(Stream& stream, ServerResponse response, const Parser& parser)
{
    co_await answer(stream, std::move(response), parser, false);
    beast::tcp_stream& socket = socket_of(stream);
    socket.expires_after(std::chrono::seconds(1));
    error_code error;
    std::string rest(16384, '\0');
    const asio::mutable_buffer space(rest.data(), rest.size());
    for (std::size_t thrown_away = 0; !error && thrown_away < kThrownAwayMax;) {
        thrown_away += co_await socket.async_read_some(space, asio::redirect_error(asio::use_awaitable, error));
    }
    co_return Step::kClose;
}

template <class Stream>
Task<HttpServer::Impl::Step> HttpServer::Impl::answer(Stream& stream, ServerResponse response, const Parser& parser,
                                                      bool keeps_alive)
{
    count(response.status);
    Message message = message_of(std::move(response), parser, keeps_alive);
    http::response_serializer<http::string_body> serializer(message);
    socket_of(stream).expires_after(settings_.limits.response);
    error_code error;
    co_await http::async_write(stream, serializer, asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return Step::kClose;
    if (keeps_alive) co_return Step::kNext;
    if constexpr (std::is_same_v<Stream, TlsStream>) {
        socket_of(stream).expires_after(std::chrono::seconds(1));
        co_await stream.async_shutdown(asio::redirect_error(asio::use_awaitable, error));
    }
    socket_of(stream).socket().shutdown(tcp::socket::shutdown_send, error);
    co_return Step::kClose;
}

// A bug behind one request must not stop the synchronisation: it costs that request only.
Task<ServerResponse> HttpServer::Impl::handled(ServerRequest request)
{
    const std::string method = request.method;
    std::string bug;
    try {
        ServerResponse response = co_await handler_.handle(std::move(request));
        co_return response;
    } catch (const std::exception& exception) {
        bug = exception.what();
    }
    telemetry_.log(LogLevel::kError, "http.handler_failed",
                   {Field("server", settings_.name), Field("method", method), Field("problem", bug)});
    co_return problem(500, "an internal error; the log has the details");
}

void HttpServer::Impl::change(Session& session, bool is_at_work)
{
    session.is_at_work = is_at_work;
    session.order = ++order_;
    if (!settings_.connection_gauge.empty()) {
        telemetry_.set(settings_.connection_gauge, Labels(), static_cast<double>(sessions_.size()));
    }
}

void HttpServer::Impl::begin_stop()
{
    error_code ignored;
    acceptor_.close(ignored);
    is_stopping_ = true;
    for (Session& session : sessions_) {
        if (!session.is_at_work) session.tcp->close();
    }
}

Task<> HttpServer::Impl::cut_off_late(std::stop_token called_off)
{
    const bool has_passed = co_await sleep_for(settings_.limits.stop, called_off);
    if (!has_passed) co_return;
    for (Session& session : sessions_) session.tcp->close();
}

void HttpServer::Impl::count(int status)
{
    if (settings_.request_counter.empty()) return;
    telemetry_.count(settings_.request_counter, Labels{std::to_string(status)});
}

HttpServer::HttpServer(const asio::any_io_executor& executor, HttpServerSettings settings, HttpHandler& handler,
                       Telemetry& telemetry)
    : impl_(std::make_unique<Impl>(executor, std::move(settings), handler, telemetry))
{
}

HttpServer::~HttpServer() = default;

Result<> HttpServer::listen()
{
    return impl_->listen();
}

std::uint16_t HttpServer::port() const
{
    return impl_->port();
}

Task<> HttpServer::run(std::stop_token stop)
{
    return impl_->run(std::move(stop));
}

}  // namespace bwsync
