// A server that misbehaves on purpose: it speaks HTTP by hand, one thread a connection, and writes exactly the bytes
// that a test gives it. With and without TLS.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace bwsync::test {

struct RawRequest {
    std::string line;  // "POST /x HTTP/1.1"
    std::string head;  // the request line and the headers, as received
    std::string body;
    int number = 0;  // 1 for the first request of its connection

    [[nodiscard]] bool is(const std::string& method_and_target) const
    {
        return line == method_and_target + " HTTP/1.1";
    }
    [[nodiscard]] bool has_header(const std::string& name) const;  // without regard to case
};

// One accepted connection. Everything ends quietly when the peer is gone or the server stops.
class RawConnection {
public:
    RawConnection(int socket, SSL* tls) : socket_(socket), tls_(tls) {}
    ~RawConnection() { finish(); }
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;

    std::optional<RawRequest> read();  // nullopt: the peer closed
    bool write(const std::string& bytes);
    void finish();             // FIN
    void reset();              // RST
    void wait_until_closed();  // keeps the connection open without a word

private:
    long receive(char* buffer, std::size_t size);
    int socket_;
    SSL* tls_;
    std::string buffered_;
    int requests_ = 0;
};

// PEM files.
struct TlsIdentity {
    std::string cert_file;
    std::string key_file;
    int newest_version = TLS1_3_VERSION;
};

class RawServer {
public:
    using Handler = std::function<void(RawConnection&)>;

    explicit RawServer(Handler handler, std::optional<TlsIdentity> tls = std::nullopt);
    ~RawServer();
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string origin() const;
    // How often a request with this line ("POST /x") was read to its end.
    [[nodiscard]] int count(const std::string& method_and_target) const;
    [[nodiscard]] int connections() const { return connections_; }
    [[nodiscard]] std::vector<RawRequest> requests() const;
    void note(const RawRequest& request);

private:
    void accept_all();
    void serve(int socket);

    Handler handler_;
    std::shared_ptr<SSL_CTX> tls_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> is_stopping_{false};
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::vector<RawRequest> requests_;
    std::vector<int> sockets_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

// "HTTP/1.1 200 OK" with a JSON body and its length; `headers` are whole lines with CRLF.
std::string answer(const std::string& status, const std::string& body, const std::string& headers = "");

// Reads requests for ever, notes each at the server, and lets `respond` write to the connection; false ends it.
RawServer::Handler http_handler(std::function<bool(RawConnection&, const RawRequest&)> respond);

// A certificate authority made for this process, and server certificates of it, in a folder of its own.
class TestCertificates {
public:
    TestCertificates();
    ~TestCertificates();
    TestCertificates(const TestCertificates&) = delete;
    TestCertificates& operator=(const TestCertificates&) = delete;

    [[nodiscard]] std::string ca_file() const { return folder_ + "/ca.pem"; }
    [[nodiscard]] std::string other_ca_file() const { return folder_ + "/other.pem"; }
    // `name`: "IP:127.0.0.1" or "DNS:example.net".
    TlsIdentity identity(const std::string& name);

private:
    std::string folder_;
    int count_ = 0;
    struct Authority;
    std::unique_ptr<Authority> authority_;
};

}  // namespace bwsync::test
