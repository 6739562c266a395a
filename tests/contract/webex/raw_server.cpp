#include "tests/contract/webex/raw_server.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <csignal>
#include <stdexcept>

namespace bwsync::test {

namespace {

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

std::size_t length_of(const std::string& head)
{
    const std::string name = "\r\ncontent-length:";
    const auto at = lower(head).find(name);
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + name.size()));
}

thread_local RawServer* current_server = nullptr;

}  // namespace

bool RawRequest::has_header(const std::string& name) const
{
    return lower(head).find("\r\n" + lower(name) + ":") != std::string::npos;
}

long RawConnection::receive(char* buffer, std::size_t size)
{
    if (tls_ != nullptr) return SSL_read(tls_, buffer, static_cast<int>(size));
    return ::recv(socket_, buffer, size, 0);
}

std::optional<RawRequest> RawConnection::read()
{
    char chunk[16384];
    while (socket_ >= 0) {
        const auto end = buffered_.find("\r\n\r\n");
        if (end != std::string::npos) {
            RawRequest request;
            request.head = buffered_.substr(0, end + 2);
            request.line = request.head.substr(0, request.head.find("\r\n"));
            const std::size_t length = length_of(request.head);
            if (buffered_.size() >= end + 4 + length) {
                request.body = buffered_.substr(end + 4, length);
                request.number = ++requests_;
                buffered_.erase(0, end + 4 + length);
                return request;
            }
        }
        const long got = receive(chunk, sizeof chunk);
        if (got <= 0) return std::nullopt;
        buffered_.append(chunk, static_cast<std::size_t>(got));
    }
    return std::nullopt;
}

bool RawConnection::write(const std::string& bytes)
{
    std::size_t sent = 0;
    while (sent < bytes.size() && socket_ >= 0) {
        const std::size_t left = bytes.size() - sent;
        const long now = tls_ != nullptr ? SSL_write(tls_, bytes.data() + sent, static_cast<int>(left))
                                         : ::send(socket_, bytes.data() + sent, left, MSG_NOSIGNAL);
        if (now <= 0) return false;
        sent += static_cast<std::size_t>(now);
    }
    return sent == bytes.size();
}

void RawConnection::finish()
{
    if (socket_ < 0) return;
    if (tls_ != nullptr) SSL_shutdown(tls_);
    ::shutdown(socket_, SHUT_RDWR);
    socket_ = -1;
}

void RawConnection::reset()
{
    if (socket_ < 0) return;
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    socket_ = -1;  // the server closes it now
}

void RawConnection::wait_until_closed()
{
    char chunk[4096];
    while (socket_ >= 0 && receive(chunk, sizeof chunk) > 0) {
    }
}

RawServer::RawServer(Handler handler, std::optional<TlsIdentity> tls) : handler_(std::move(handler))
{
    std::signal(SIGPIPE, SIG_IGN);
    if (tls) {
        tls_ = std::shared_ptr<SSL_CTX>(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
        SSL_CTX_set_max_proto_version(tls_.get(), tls->newest_version);
        SSL_CTX_set_min_proto_version(tls_.get(), TLS1_VERSION);
        const bool is_good = SSL_CTX_use_certificate_chain_file(tls_.get(), tls->cert_file.c_str()) == 1 &&
                             SSL_CTX_use_PrivateKey_file(tls_.get(), tls->key_file.c_str(), SSL_FILETYPE_PEM) == 1;
        if (!is_good) throw std::runtime_error("test certificate");
    }
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 128) != 0) {
        throw std::runtime_error("cannot listen");
    }
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

RawServer::~RawServer()
{
    is_stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
        const std::lock_guard lock(mutex_);
        for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
}

std::string RawServer::origin() const
{
    return std::string(tls_ ? "https" : "http") + "://127.0.0.1:" + std::to_string(port_);
}

void RawServer::accept_all()
{
    while (!is_stopping_) {
        const int socket = ::accept(listener_, nullptr, nullptr);
        if (socket < 0) continue;
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ++connections_;
        const std::lock_guard lock(mutex_);
        if (is_stopping_) ::shutdown(socket, SHUT_RDWR);
        sockets_.push_back(socket);
        threads_.emplace_back([this, socket] { serve(socket); });
    }
}

void RawServer::serve(int socket)
{
    current_server = this;
    std::shared_ptr<SSL> tls;
    bool is_ready = true;
    if (tls_) {
        tls = std::shared_ptr<SSL>(SSL_new(tls_.get()), SSL_free);
        SSL_set_fd(tls.get(), socket);
        is_ready = SSL_accept(tls.get()) == 1;
    }
    if (is_ready) {
        RawConnection connection(socket, tls.get());
        handler_(connection);
    }
    const std::lock_guard lock(mutex_);
    std::erase(sockets_, socket);
    ::close(socket);
}

void RawServer::note(const RawRequest& request)
{
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
}

int RawServer::count(const std::string& method_and_target) const
{
    const std::lock_guard lock(mutex_);
    const auto matches = [&](const RawRequest& request) { return request.is(method_and_target); };
    return static_cast<int>(std::count_if(requests_.begin(), requests_.end(), matches));
}

std::vector<RawRequest> RawServer::requests() const
{
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::string answer(const std::string& status, const std::string& body, const std::string& headers)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + headers +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

RawServer::Handler http_handler(std::function<bool(RawConnection&, const RawRequest&)> respond)
{
    return [respond = std::move(respond)](RawConnection& connection) {
        while (const auto request = connection.read()) {
            current_server->note(*request);
            if (!respond(connection, *request)) return;
        }
    };
}

}  // namespace bwsync::test
