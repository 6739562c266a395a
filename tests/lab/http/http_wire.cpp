#include "tests/lab/http/http_wire.hpp"

#include <boost/beast/http/status.hpp>
#include <charconv>
#include <ctime>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "tests/lab/http/http_url.hpp"

namespace bwsync::lab {
namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

// IMF-fixdate of RFC 7231 section 7.1.1.1.
std::string http_date()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[40];
    const auto size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return std::string(text, size);
}

}  // namespace

asio::ip::tcp::endpoint parse_http_listen(const std::string& listen)
{
    const auto colon = listen.rfind(':');
    if (colon == std::string::npos) throw std::runtime_error("listen '" + listen + "': expected address:port");
    std::string host = listen.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    const std::string port_text = listen.substr(colon + 1);
    unsigned short port = 0;
    const char* last = port_text.data() + port_text.size();
    const auto [end, bad] = std::from_chars(port_text.data(), last, port);
    if (bad != std::errc() || end != last) throw std::runtime_error("listen '" + listen + "': bad port");
    error_code error;
    const auto address = asio::ip::make_address(host, error);
    if (error) throw std::runtime_error("listen '" + listen + "': bad address");
    return asio::ip::tcp::endpoint(address, port);
}

std::string endpoint_text(const asio::ip::tcp::endpoint& endpoint)
{
    const std::string host = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(endpoint.port());
}

std::string response_head(const HttpResponse& response, bool keep_alive)
{
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
    const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
    head.append(reason.data(), reason.size());
    head += "\r\nDate: " + http_date() + "\r\n";
    for (const auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
    // RFC 7230 section 3.3.2: no Content-Length in 1xx and 204.
    if (response.status >= 200 && response.status != 204) {
        head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    }
    head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head;
}

bool fill_target(HttpRequest& request)
{
    const auto question = request.target.find('?');
    auto path = percent_decode(std::string_view(request.target).substr(0, question), false);
    if (!path || path->empty() || path->front() != '/') return false;
    request.path = std::move(*path);
    if (question == std::string::npos) return true;
    auto query = parse_query(std::string_view(request.target).substr(question + 1));
    if (query) request.query = std::move(*query);
    return query.has_value();
}

HttpResponse plain_answer(int status, std::string text)
{
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "text/plain");
    response.body = std::move(text) + "\n";
    return response;
}

}  // namespace bwsync::lab
