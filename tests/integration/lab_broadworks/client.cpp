#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "tests/integration/lab_broadworks/lab_fixture.hpp"

namespace bwsync::lab {

Client::Client(const std::string& host, int port)
{
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        socket_ = made;
    } else {
        ::close(made);
    }
}

Client::~Client()
{
    if (socket_ >= 0) ::close(socket_);
}

Client::Client(Client&& other) noexcept : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_))
{
}

void Client::send(const std::string& bytes)
{
    EXPECT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
}

bool Client::fill()
{
    pollfd wait{socket_, POLLIN, 0};
    const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(kDeadline).count();
    if (::poll(&wait, 1, static_cast<int>(limit)) != 1) {
        ADD_FAILURE() << "nothing came before the deadline";
        return false;
    }
    char bytes[65536];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
}

std::string Client::read_until(const std::string& text)
{
    std::size_t at = buffer_.find(text);
    while (at == std::string::npos) {
        const std::size_t searched = buffer_.size();
        if (!fill()) {
            ADD_FAILURE() << "the connection ended before '" << text << "'; got " << buffer_;
            return "";
        }
        // What was searched before is searched no more than it must.
        at = buffer_.find(text, searched < text.size() ? 0 : searched - text.size());
    }
    std::string found = buffer_.substr(0, at + text.size());
    buffer_.erase(0, at + text.size());
    return found;
}

bool Client::ends()
{
    while (fill()) {
    }
    return !::testing::Test::HasFailure();
}

}  // namespace bwsync::lab
