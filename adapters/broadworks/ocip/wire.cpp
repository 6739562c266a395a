#include "adapters/broadworks/ocip/wire.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <optional>

namespace bwsync::ocip {

namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kReadSize = 64 * 1024;

std::string reason_of(const error_code& error)
{
    if (error.category() == asio::error::get_ssl_category()) {
        const char* reason = ERR_reason_error_string(static_cast<unsigned long>(error.value()));
        if (reason != nullptr) return std::string("TLS: ") + reason;
    }
    return error.message();
}

bool is_address(const std::string& host)
{
    error_code ignored;
    asio::ip::make_address(host, ignored);
    return !ignored;
}

struct Resolving {
    explicit Resolving(const asio::any_io_executor& executor) : resolver(executor), timer(executor) {}
    tcp::resolver resolver;
    asio::steady_timer timer;
    std::optional<error_code> error;
    tcp::resolver::results_type found;
};

using Addresses = std::vector<tcp::endpoint>;

// getaddrinfo cannot be interrupted; when it takes too long it is left to end by itself.
Task<Outcome<Addresses>> resolve(Server server, TimePoint deadline, std::stop_token stop)
{
    auto executor = co_await asio::this_coro::executor;
    auto state = std::make_shared<Resolving>(executor);
    state->timer.expires_at(deadline);
    auto on_done = [state](const error_code& error, tcp::resolver::results_type found) {
        state->error = error;
        state->found = std::move(found);
        state->timer.cancel();
    };
    state->resolver.async_resolve(server.host, std::to_string(server.port), std::move(on_done));
    auto on_stop = [state, executor] { asio::post(executor, [state] { state->timer.cancel(); }); };
    std::stop_callback callback(stop, on_stop);
    error_code ignored;
    if (!stop.stop_requested()) co_await state->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    if (stop.stop_requested()) co_return Trouble(TroubleKind::kStopped, "stopping");
    if (!state->error) co_return Trouble(TroubleKind::kUnreachable, "its name could not be resolved in time");
    if (*state->error) co_return Trouble(TroubleKind::kUnreachable, "its name: " + state->error->message());
    Addresses addresses;
    for (const auto& entry : state->found) addresses.push_back(entry.endpoint());
    co_return addresses;
}

}  // namespace

Outcome<std::shared_ptr<asio::ssl::context>> make_tls_context(const TlsFiles& files)
{
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    const auto failed = [](const std::string& what, const error_code& error) {
        return Trouble(TroubleKind::kMisconfigured, what + ": " + reason_of(error));
    };
    error_code error;
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                         asio::ssl::context::no_tlsv1_1);
    context->set_verify_mode(asio::ssl::verify_peer);
    if (files.ca_file.empty()) {
        // Not set_default_verify_paths: the process may point SSL_CERT_FILE elsewhere for another library's sake.
        context->add_verify_path(X509_get_default_cert_dir(), error);
        if (error) return failed("the system's trust store", error);
    } else {
        context->load_verify_file(files.ca_file, error);
        if (error) return failed("ca_file " + files.ca_file, error);
    }
    if (!files.client_cert_file.empty()) {
        context->use_certificate_chain_file(files.client_cert_file, error);
        if (error) return failed("client_cert_file " + files.client_cert_file, error);
        context->use_private_key_file(files.client_key_file, asio::ssl::context::pem, error);
        if (error) return failed("client_key_file " + files.client_key_file, error);
    }
    return context;
}

struct Wire::State {
    State(const asio::any_io_executor& e, std::shared_ptr<asio::ssl::context> t) : executor(e), context(std::move(t))
    {
        renew();
    }
    tcp::socket& socket() { return tls ? tls->next_layer() : *plain; }
    void renew()
    {
        if (context) {
            tls = std::make_unique<asio::ssl::stream<tcp::socket>>(executor, *context);
        } else {
            plain.emplace(executor);
        }
        is_late = false;
    }
    void close()
    {
        error_code ignored;
        socket().close(ignored);
    }
    Trouble trouble(const error_code& error, const std::stop_token& stop, TroubleKind otherwise)
    {
        close();
        if (stop.stop_requested()) return Trouble(TroubleKind::kStopped, "stopping");
        if (is_late) return Trouble(TroubleKind::kTimeout, "no answer in time");
        return Trouble(otherwise, reason_of(error));
    }

    asio::any_io_executor executor;
    std::shared_ptr<asio::ssl::context> context;
    std::optional<tcp::socket> plain;
    std::unique_ptr<asio::ssl::stream<tcp::socket>> tls;
    bool is_late = false;
};

// While it lives, the socket is closed at the deadline and on stop, which ends whatever waits on it.
class Wire::Limit final {
public:
    Limit(const std::shared_ptr<State>& state, TimePoint deadline, std::stop_token stop)
        : timer_(state->executor, deadline), on_stop_(std::move(stop), Close{state, state->executor})
    {
        // The handler may already be queued when this limit is lifted, hence the flag.
        timer_.async_wait([weak = std::weak_ptr(state), in_force = in_force_](const error_code& error) {
            const auto locked = weak.lock();
            if (error || !locked || !*in_force) return;
            locked->is_late = true;
            locked->close();
        });
    }
    ~Limit() { *in_force_ = false; }
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;

private:
    struct Close {
        std::weak_ptr<State> state;
        asio::any_io_executor executor;
        void operator()() const
        {
            asio::post(executor, [weak = state] {
                if (const auto locked = weak.lock()) locked->close();
            });
        }
    };
    asio::steady_timer timer_;
    std::shared_ptr<bool> in_force_ = std::make_shared<bool>(true);
    std::stop_callback<Close> on_stop_;
};

Wire::Wire(asio::any_io_executor executor, std::shared_ptr<asio::ssl::context> tls)
    : state_(std::make_shared<State>(executor, std::move(tls)))
{
}

Wire::~Wire()
{
    close();
}

void Wire::close()
{
    state_->close();
}

bool Wire::is_open() const
{
    if (!state_->socket().is_open()) return false;
    char byte = 0;
    const auto got = ::recv(state_->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR));
}

Task<Outcome<>> Wire::connect(Server server, std::string server_name, std::chrono::milliseconds limit,
                              std::stop_token stop)
{
    const auto state = state_;
    const TimePoint deadline = std::chrono::steady_clock::now() + limit;
    Outcome<Addresses> addresses = co_await resolve(server, deadline, stop);
    if (!addresses) co_return addresses.error();
    Trouble last(TroubleKind::kUnreachable, "its name has no address");
    const auto share =
        (deadline - std::chrono::steady_clock::now()) / std::max<int>(1, static_cast<int>(addresses->size()));
    for (const tcp::endpoint& address : *addresses) {
        state->renew();
        error_code error;
        {
            Limit guard(state, std::chrono::steady_clock::now() + share, stop);
            co_await state->socket().async_connect(address, asio::redirect_error(asio::use_awaitable, error));
            if (!error && state->tls) {
                const std::string name = server_name.empty() ? server.host : server_name;
                if (!is_address(name)) SSL_set_tlsext_host_name(state->tls->native_handle(), name.c_str());
                state->tls->set_verify_callback(asio::ssl::host_name_verification(name), error);
                co_await state->tls->async_handshake(asio::ssl::stream_base::client,
                                                     asio::redirect_error(asio::use_awaitable, error));
            }
        }
        if (!error && state->socket().is_open()) {
            state->socket().set_option(tcp::no_delay(true), error);
            co_return std::monostate();
        }
        last = state->trouble(error, stop, TroubleKind::kUnreachable);
        if (last.kind == TroubleKind::kStopped) break;
        last.kind = TroubleKind::kUnreachable;
    }
    co_return last;
}

Task<Outcome<>> Wire::write(std::string bytes, TimePoint deadline, std::stop_token stop)
{
    const auto state = state_;
    Limit guard(state, deadline, stop);
    error_code error;
    const asio::const_buffer buffer = asio::buffer(bytes);
    if (state->tls) {
        co_await asio::async_write(*state->tls, buffer, asio::redirect_error(asio::use_awaitable, error));
    } else {
        co_await asio::async_write(*state->plain, buffer, asio::redirect_error(asio::use_awaitable, error));
    }
    if (error) co_return state->trouble(error, stop, TroubleKind::kClosed);
    co_return std::monostate();
}

Task<Outcome<std::string>> Wire::read(TimePoint deadline, std::stop_token stop)
{
    const auto state = state_;
    Limit guard(state, deadline, stop);
    error_code error;
    std::string bytes(kReadSize, '\0');
    const asio::mutable_buffer buffer = asio::buffer(bytes);
    std::size_t size = 0;
    if (state->tls) {
        size = co_await state->tls->async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
    } else {
        size = co_await state->plain->async_read_some(buffer, asio::redirect_error(asio::use_awaitable, error));
    }
    if (error) co_return state->trouble(error, stop, TroubleKind::kClosed);
    bytes.resize(size);
    co_return bytes;
}

}  // namespace bwsync::ocip
