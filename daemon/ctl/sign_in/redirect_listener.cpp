#include "daemon/ctl/sign_in/redirect_listener.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <istream>
#include <list>
#include <optional>

namespace bwsync::ctl {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kRequestMax = 16 * 1024;
constexpr std::size_t kLineMax = 8 * 1024;
constexpr std::size_t kConnectionsMax = 32;  // browsers open some ahead of need and send nothing on them
constexpr std::chrono::seconds kRequestLimit{20};
constexpr std::chrono::seconds kPageLimit{5};

std::string page(int status, const std::string& title, const std::string& text)
{
    const std::string body = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>bwsync: " + title +
                             "</title></head><body><h1>" + title + "</h1><p>" + text + "</p></body></html>\n";
    const std::string reason = status == 200 ? "OK" : status == 404 ? "Not Found" : "Bad Request";
    return "HTTP/1.1 " + std::to_string(status) + ' ' + reason +
           "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
           "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\nConnection: close\r\n\r\n" +
           body;
}

// "GET /callback?code=… HTTP/1.1"; empty when it is something else.
std::string target_of(const std::string& line)
{
    const std::size_t end = line.find(" HTTP/1.");
    if (line.rfind("GET ", 0) != 0 || end == std::string::npos) return {};
    return line.substr(4, end - 4);
}

}  // namespace

class RedirectListener::Work {
public:
    explicit Work(RedirectUri uri) : uri_(std::move(uri)) {}

    Result<> listen()
    {
        error_code error;
        tcp::resolver resolver(io_);
        // Browsers take localhost for either address of the machine.
        const auto found = resolver.resolve(uri_.host, std::to_string(uri_.port), tcp::resolver::passive, error);
        if (error) return Error(ErrorKind::kRejected, uri_.host + ": " + error.message());
        error_code last;
        for (const auto& each : found) {
            tcp::acceptor& acceptor = acceptors_.emplace_back(io_);
            const tcp::endpoint endpoint = each.endpoint();
            if (!endpoint.address().is_loopback())
                return Error(ErrorKind::kRejected, uri_.host + " is not this machine");
            acceptor.open(endpoint.protocol(), error);
            if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
            if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
            if (!error) acceptor.bind(endpoint, error);
            if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
            if (!error) continue;
            last = error;
            acceptors_.pop_back();
        }
        if (!acceptors_.empty()) return std::monostate();
        return Error(ErrorKind::kRejected,
                     "cannot listen on " + uri_.host + " port " + std::to_string(uri_.port) + ": " + last.message());
    }

    Result<std::string> wait(const Wait& wait)
    {
        wait_ = &wait;
        for (tcp::acceptor& acceptor : acceptors_) accept(acceptor);
        if (wait.has_terminal) watch_terminal();
        asio::steady_timer timer(io_, wait.limit);
        timer.async_wait([this](error_code error) {
            if (!error) end(Error(ErrorKind::kRetry, "nobody answered in time; nothing was changed"));
        });
        io_.restart();
        while (!outcome_ && io_.run_one() > 0) {
        }
        wait_ = nullptr;
        return *outcome_;
    }

    void finish(bool is_signed_in)
    {
        if (!answering_) return;
        const std::string text = is_signed_in ? page(200, "Signed in", "bwsync has its grant. This page can be closed.")
                                              : page(400, "Not signed in", "The command that is being run says why.");
        show(answering_, text);
        io_.restart();
        // Other connections of the browser may stay open for long: only the one that answered is waited for.
        const auto limit = std::chrono::steady_clock::now() + kPageLimit;
        while (answering_ && io_.run_one_until(limit) > 0) {
        }
    }

private:
    struct Connection {
        explicit Connection(asio::io_context& io) : socket(io), timer(io), buffer(kRequestMax) {}
        tcp::socket socket;
        asio::steady_timer timer;
        asio::streambuf buffer;
        std::string answer;
    };
    using Place = std::shared_ptr<Connection>;

    void accept(tcp::acceptor& acceptor)
    {
        const Place place = std::make_shared<Connection>(io_);
        acceptor.async_accept(place->socket, [this, &acceptor, place](error_code error) {
            if (error == asio::error::operation_aborted) return;
            const bool has_room = open_ < kConnectionsMax;
            if (!error && has_room) read(place);
            accept(acceptor);
        });
    }

    void read(const Place& place)
    {
        ++open_;
        place->timer.expires_after(kRequestLimit);
        place->timer.async_wait([place](error_code error) {
            error_code ignored;
            if (!error) place->socket.close(ignored);
        });
        asio::async_read_until(place->socket, place->buffer, "\r\n\r\n", [this, place](error_code error, std::size_t) {
            place->timer.cancel();
            --open_;
            if (error || !wait_) return;
            std::istream lines(&place->buffer);
            std::string line;
            std::getline(lines, line);
            take(place, target_of(line));
        });
    }

    void take(const Place& place, const std::string& target)
    {
        const std::size_t mark = std::min(target.find('?'), target.size());
        if (target.empty() || target.substr(0, mark) != uri_.path) {
            show(place, page(404, "Nothing here", "This address waits for a sign-in only."));
            return;
        }
        const auto parameters = query_parameters(mark < target.size() ? target.substr(mark + 1) : "");
        if (!parameters) {
            reject(place, parameters.error());
            return;
        }
        Result<std::string> code = code_of(*parameters, wait_->state);
        const bool is_ours = code || code.error().kind == ErrorKind::kUnauthorized;
        if (!is_ours) {
            reject(place, code.error());
            return;
        }
        answering_ = place;
        end(std::move(code));
    }

    void reject(const Place& place, const Error& error)
    {
        wait_->tell("a browser came without the answer that is waited for: " + error.what);
        show(place, page(400, "Not this sign-in", "Open the address that the running command shows."));
    }

    void show(const Place& place, std::string text)
    {
        place->answer = std::move(text);
        asio::async_write(place->socket, asio::buffer(place->answer), [this, place](error_code, std::size_t) {
            error_code ignored;
            place->socket.shutdown(tcp::socket::shutdown_both, ignored);
            place->socket.close(ignored);
            if (place == answering_) answering_.reset();
        });
    }

    void watch_terminal()
    {
        const int descriptor = ::dup(STDIN_FILENO);
        error_code error;
        terminal_.emplace(io_);
        terminal_->assign(descriptor, error);
        if (error) return;
        read_terminal();
    }

    void read_terminal()
    {
        asio::async_read_until(*terminal_, typed_, '\n', [this](error_code error, std::size_t) {
            if (error || !wait_) return;  // the end of the input: the browser may still come
            std::istream lines(&typed_);
            std::string line;
            std::getline(lines, line);
            Result<std::string> code = code_of_pasted(line, wait_->state);
            if (code || code.error().kind == ErrorKind::kUnauthorized) {
                end(std::move(code));
                return;
            }
            wait_->tell(code.error().what);
            read_terminal();
        });
    }

    void end(Result<std::string> outcome)
    {
        if (outcome_) return;
        outcome_.emplace(std::move(outcome));
        error_code ignored;
        for (tcp::acceptor& acceptor : acceptors_) acceptor.close(ignored);
        if (terminal_) terminal_->close(ignored);
    }

    const RedirectUri uri_;
    asio::io_context io_{1};
    std::list<tcp::acceptor> acceptors_;
    std::optional<asio::posix::stream_descriptor> terminal_;
    asio::streambuf typed_{kLineMax};
    const Wait* wait_ = nullptr;
    std::optional<Result<std::string>> outcome_;
    Place answering_;
    std::size_t open_ = 0;
};

RedirectListener::RedirectListener(std::unique_ptr<Work> work) : work_(std::move(work)) {}
RedirectListener::~RedirectListener() = default;

Result<std::unique_ptr<RedirectListener>> RedirectListener::listen(const RedirectUri& uri)
{
    auto work = std::make_unique<Work>(uri);
    Result<> listening = work->listen();
    if (!listening) return listening.error();
    return std::unique_ptr<RedirectListener>(new RedirectListener(std::move(work)));
}

Result<std::string> RedirectListener::wait(const Wait& wait)
{
    return work_->wait(wait);
}

void RedirectListener::finish(bool is_signed_in)
{
    work_->finish(is_signed_in);
}

}  // namespace bwsync::ctl
