#include "tests/integration/lab_webex/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <stdexcept>

namespace bwsync::lab::test {

HttpClient::HttpClient(const std::string& url, int read_timeout_ms) : read_timeout_ms_(read_timeout_ms)
{
    const auto host = url.find("//") + 2;
    const auto slash = std::min(url.find('/', host), url.size());
    const auto colon = url.find(':', host);
    host_ = url.substr(host, colon - host);
    port_ = std::stoi(url.substr(colon + 1, slash - colon - 1));
    base_ = url.substr(slash);
}

HttpClient::~HttpClient()
{
    close();
}

void HttpClient::close()
{
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    pending_.clear();
}

void HttpClient::connect()
{
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    timeval limit{};
    limit.tv_sec = read_timeout_ms_ / 1000;
    limit.tv_usec = (read_timeout_ms_ % 1000) * 1000;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    ::inet_pton(AF_INET, host_.c_str(), &address.sin_addr);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("cannot connect to the lab");
    }
    ++connects_;
}

Reply HttpClient::request(const std::string& method, const std::string& target, const std::string& body,
                          Headers headers)
{
    std::string path = base_ + target;
    if (target.rfind("http", 0) == 0) path = target.substr(target.find('/', target.find("//") + 2));
    std::string bytes = method + " " + path + " HTTP/1.1\r\nHost: " + host_ + "\r\n";
    for (const auto& [name, value] : headers) bytes += name + ": " + value + "\r\n";
    if (!body.empty() || method == "POST" || method == "PUT") {
        bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    return raw(bytes + "\r\n" + body);
}

Reply HttpClient::raw(const std::string& bytes)
{
    if (socket_ < 0) connect();
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto n = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) break;
        sent += static_cast<std::size_t>(n);
    }
    Reply reply = read_reply();
    const auto connection = reply.headers.find("connection");
    if (!reply.complete || (connection != reply.headers.end() && connection->second == "close")) close();
    return reply;
}

bool HttpClient::fill(Reply& reply)
{
    char bytes[16 * 1024];
    const auto n = ::recv(socket_, bytes, sizeof bytes, 0);
    if (n < 0) {
        reply.timed_out = errno == EAGAIN || errno == EWOULDBLOCK;
        reply.reset = errno == ECONNRESET;
    }
    if (n <= 0) return false;
    pending_.append(bytes, static_cast<std::size_t>(n));
    return true;
}

Reply HttpClient::read_reply()
{
    Reply reply;
    while (pending_.find("\r\n\r\n") == std::string::npos) {
        if (!fill(reply)) return reply;
    }
    const auto head_end = pending_.find("\r\n\r\n");
    const std::string head = pending_.substr(0, head_end);
    pending_.erase(0, head_end + 4);
    reply.status = std::stoi(head.substr(9, 3));
    std::size_t line = head.find("\r\n");
    while (line != std::string::npos) {
        const auto next = head.find("\r\n", line + 2);
        const std::string text = head.substr(line + 2, next - line - 2);
        const auto colon = text.find(": ");
        std::string name = text.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        reply.headers[name] = text.substr(colon + 2);
        line = next;
    }
    const auto length = reply.headers.find("content-length");
    const std::size_t size = length == reply.headers.end() ? 0 : std::stoul(length->second);
    while (pending_.size() < size) {
        if (!fill(reply)) break;
    }
    reply.body = pending_.substr(0, size);
    reply.complete = reply.body.size() == size;
    pending_.erase(0, reply.body.size());
    return reply;
}

}  // namespace bwsync::lab::test
