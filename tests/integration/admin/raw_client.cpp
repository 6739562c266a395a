#include "tests/integration/admin/raw_client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>

namespace bwsync::test {

RawClient::RawClient(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("connect");
}

RawClient::~RawClient()
{
    close(socket_);
}

bool RawClient::send(const std::string& bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t sent = ::send(socket_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
        if (sent < 0) return false;
        done += static_cast<std::size_t>(sent);
    }
    return true;
}

bool RawClient::read_more()
{
    pollfd wait{socket_, POLLIN, 0};
    if (poll(&wait, 1, 10000) != 1) return false;
    std::array<char, 65536> bytes{};
    const ssize_t length = recv(socket_, bytes.data(), bytes.size(), 0);
    if (length <= 0) return false;
    buffer_.append(bytes.data(), static_cast<std::size_t>(length));
    return true;
}

RawAnswer RawClient::receive(bool is_head)
{
    RawAnswer answer;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!read_more()) return answer;
    }
    std::istringstream head(buffer_.substr(0, end + 2));
    std::string line;
    std::getline(head, line);
    answer.status = std::stoi(line.substr(line.find(' ') + 1));
    while (std::getline(head, line)) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        const std::size_t colon = line.find(": ");
        if (colon == std::string::npos) continue;
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        answer.headers[name] = line.substr(colon + 2);
    }
    buffer_.erase(0, end + 4);
    const std::size_t length =
        is_head || answer.headers.count("content-length") == 0 ? 0 : std::stoul(answer.headers["content-length"]);
    while (buffer_.size() < length) {
        if (!read_more()) break;
    }
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
}

bool RawClient::is_closed_within(std::chrono::milliseconds limit)
{
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        pollfd wait{socket_, POLLIN, 0};
        if (left.count() <= 0 || poll(&wait, 1, static_cast<int>(left.count())) != 1) return false;
        std::array<char, 65536> bytes{};
        if (recv(socket_, bytes.data(), bytes.size(), 0) <= 0) return true;
    }
}

RawAnswer exchange(std::uint16_t port, const std::string& bytes)
{
    RawClient client(port);
    client.send(bytes);
    return client.receive(bytes.rfind("HEAD ", 0) == 0);
}

}  // namespace bwsync::test
