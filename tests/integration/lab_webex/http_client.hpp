// A blocking HTTP client for the tests of the lab: it shows what really came over the wire, also when
// that is nothing, half an answer or a reset. Every read ends after ten seconds.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bwsync::lab::test {

struct Reply {
    int status = 0;                              // 0: the connection ended, or stayed silent, before a status line
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
    bool complete = false;  // the whole body came
    bool timed_out = false;
    bool reset = false;
};

class HttpClient final {
public:
    // url: "http://address:port/base"; the base is put before every path.
    explicit HttpClient(const std::string& url, int read_timeout_ms = 10'000);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    using Headers = std::vector<std::pair<std::string, std::string>>;

    // Uses the open connection when there is one, else connects. A target that is a whole URL loses its host.
    Reply request(const std::string& method, const std::string& target, const std::string& body = "",
                  Headers headers = {});
    // Exactly these bytes, then one answer is read.
    Reply raw(const std::string& bytes);
    int connects() const { return connects_; }
    void close();

private:
    void connect();
    Reply read_reply();
    bool fill(Reply& reply);  // reads more into pending_; false at the end

    std::string host_;
    int port_ = 0;
    std::string base_;
    int read_timeout_ms_;
    int socket_ = -1;
    int connects_ = 0;
    std::string pending_;
};

}  // namespace bwsync::lab::test
