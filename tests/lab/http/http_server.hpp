// A small HTTP/1.1 server on the lab's io_context: it hands every request to one coroutine and sends what
// that returns. It is made for an emulator, so an answer can also be lost, cut, reset or held on purpose.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/runtime/task.hpp"

namespace bwsync::lab {

struct HttpRequest {
    std::string method;                             // as sent, upper case for all registered methods
    std::string target;                             // the raw request target, before any decoding
    std::string path;                               // percent-decoded, without the query; '+' stays '+'
    std::multimap<std::string, std::string> query;  // percent-decoded; '+' decodes to a space
    std::map<std::string, std::string> headers;     // names in lower case; repeated headers joined with ", "
    std::string body;
    std::string remote;  // "address:port" of the peer
};

struct HttpResponse {
    // What becomes of the answer. All but kSend end the connection.
    enum class Fate {
        kSend,             // head and body, keep-alive as the client asked
        kCloseUnanswered,  // the request was processed, the connection ends without a byte (FIN)
        kReset,            // the same with a TCP reset
        kTruncate,         // the whole head, half of the body, then the end of the connection
        kHang,             // nothing is sent; the connection stays open until the peer gives up
    };

    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    Fate fate = Fate::kSend;
    std::chrono::milliseconds delay{0};       // real time before the first byte
    std::chrono::milliseconds body_delay{0};  // real time between the two halves of the body
    std::string prefix;                       // bytes sent before the status line, e.g. an interim answer
};

// Empty file names mean plain HTTP. Both are PEM; the certificate file may hold a chain.
struct TlsFiles {
    std::string cert_file;
    std::string key_file;
};

struct HttpLimits {
    std::size_t header_bytes = 32 * 1024;       // more: 431
    std::size_t body_bytes = 64 * 1024 * 1024;  // more: 413
    std::size_t connections = 4096;             // more: closed at once
    std::chrono::milliseconds idle{120'000};    // a connection without a request is closed
};

class HttpServer final {
public:
    using Handler = std::function<Task<HttpResponse>(HttpRequest)>;

    // Binds at once: a busy port, a bad address or an unreadable certificate throws std::runtime_error.
    // listen is "address:port", "[::1]:port" for IPv6; port 0 takes a free one.
    HttpServer(asio::io_context& io, const std::string& listen, const TlsFiles& tls, Handler handler,
               HttpLimits limits = {});
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    // "http://127.0.0.1:41234", with the port that was bound; https for TLS. No slash at the end.
    std::string url() const;

    // Accepts from now on; connections made since the constructor wait in the backlog.
    void start();

    // Ends the acceptor and every open connection. The destructor does the same.
    void stop();

    // Down: the port refuses connections and open ones end; up: the same port again. Both may be repeated.
    // Going up throws std::runtime_error when somebody else has taken the port meanwhile.
    void set_down(bool down);

    // Ends every open connection, also idle ones, with a FIN or a reset; how many there were.
    std::size_t close_connections(bool reset);

    // How many connections were accepted since the start (a client that reuses connections keeps it low).
    std::size_t accepted() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace bwsync::lab
