// A TCP client that sends exactly what it is told: well-formed requests, half of one, or garbage.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace bwsync::test {

struct RawAnswer {
    int status = 0;                              // 0: the peer closed without an answer
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

class RawClient final {
public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    // False when the peer has closed.
    bool send(const std::string& bytes);
    // One answer, by its Content-Length; waits ten seconds at most.
    RawAnswer receive(bool is_head = false);
    // True when the peer closes within the limit; bytes that come are thrown away.
    bool is_closed_within(std::chrono::milliseconds limit);

private:
    bool read_more();

    int socket_ = -1;
    std::string buffer_;
};

// One request on a connection of its own.
RawAnswer exchange(std::uint16_t port, const std::string& bytes);

}  // namespace bwsync::test
