// Hosts, addresses to listen at, and the base URL.
#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <string_view>

#include "daemon/config/schema/kinds.hpp"
#include "daemon/config/schema/loopback.hpp"

namespace bwsync::config {

namespace {

bool is_address(int family, const std::string& text)
{
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return ::inet_pton(family, text.c_str(), bytes.data()) == 1;
}

// RFC 1123 names, and underscores, which some internal DNS has.
bool is_host_name(const std::string& text)
{
    if (text.empty() || text.size() > 253 || text.front() == '.' || text.front() == '-') return false;
    if (text.find("..") != std::string::npos) return false;
    constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
    return text.find_first_not_of(kAllowed) == std::string::npos;
}

std::optional<std::uint16_t> port_number(std::string_view text)
{
    std::uint16_t value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || rest != text.data() + text.size()) return std::nullopt;
    return value;
}

struct HostAndPort {
    std::string host;  // without brackets
    std::string_view port;
    bool has_port = false;
    bool had_brackets = false;
};

// "host", "host:port", "[::1]" or "[::1]:port"; nothing when brackets or colons do not add up.
std::optional<HostAndPort> split(std::string_view text)
{
    HostAndPort out;
    std::string_view rest;
    if (!text.empty() && text.front() == '[') {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        out.host = text.substr(1, close - 1);
        out.had_brackets = true;
        rest = text.substr(close + 1);
        if (!is_address(AF_INET6, out.host)) return std::nullopt;
    } else {
        const std::size_t colon = text.find(':');
        out.host = text.substr(0, colon);
        rest = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
    }
    if (rest.empty()) return out;
    if (rest.front() != ':') return std::nullopt;
    out.has_port = true;
    out.port = rest.substr(1);
    return out;
}

std::optional<Problem> base_url_problem(const std::string& url)
{
    if (url.find('@') != std::string::npos)  // not shown: it may hold a password
        return Problem{"a URL with a user or password", "a URL without", "remove what stands before the @"};
    const bool https = url.rfind("https://", 0) == 0;
    if (!https && url.rfind("http://", 0) != 0) return Problem{"", "", "begin it with https://"};
    const std::string_view after = std::string_view(url).substr(https ? 8 : 7);
    if (after.find_first_of("?# \t\\") != std::string_view::npos)
        return Problem{"", "a URL without query, fragment and blanks", ""};
    const auto authority = split(after.substr(0, after.find('/')));
    const bool good = authority && (authority->had_brackets || is_host_name(authority->host)) &&
                      (!authority->has_port || port_number(authority->port).value_or(0) != 0);
    if (!good) return Problem{"", "a URL with a host", ""};
    if (!https && !is_loopback(authority->host))
        return Problem{"", "https, for the host is not this machine", "plain http is for a loopback host only"};
    return std::nullopt;
}

}  // namespace

bool is_loopback(const std::string& host)
{
    return host == "localhost" || host == "::1" || (host.rfind("127.", 0) == 0 && is_address(AF_INET, host));
}

Kind<std::string> host()
{
    Kind<std::string> kind;
    kind.type = "host name or address";
    kind.take = [](const Text& text, std::string& out) -> std::optional<Problem> {
        const bool plain_v6 = is_address(AF_INET6, text.value);
        const auto parts = plain_v6 ? HostAndPort{text.value, {}, false, true} : split(text.value);
        if (!parts || (!parts->had_brackets && !is_host_name(parts->host))) return Problem{};
        if (parts->has_port) return Problem{"", "a host without a port", "move the port to the key port"};
        out = parts->host;
        return std::nullopt;
    };
    kind.show = [](const std::string& value) { return value; };
    return kind;
}

Kind<Listen> listen()
{
    Kind<Listen> kind;
    kind.type = "ADDRESS:PORT";
    kind.take = [](const Text& text, Listen& out) -> std::optional<Problem> {
        const Problem problem{"", "", "for example 127.0.0.1:9480, 0.0.0.0:9480 or [::1]:9480"};
        const auto parts = split(text.value);
        if (!parts || !parts->has_port) return problem;
        const std::string address = parts->host == "localhost" ? "127.0.0.1" : parts->host;
        const auto number = port_number(parts->port);
        if (!number || !(parts->had_brackets || is_address(AF_INET, address))) return problem;
        out = Listen{address, *number};
        return std::nullopt;
    };
    kind.show = [](const Listen& value) {
        const bool is_v6 = value.address.find(':') != std::string::npos;
        return (is_v6 ? "[" + value.address + "]" : value.address) + ":" + std::to_string(value.port);
    };
    return kind;
}

Kind<std::string> base_url()
{
    Kind<std::string> kind;
    kind.type = "URL that begins with https://";
    kind.take = [](const Text& text, std::string& out) -> std::optional<Problem> {
        if (auto problem = base_url_problem(text.value)) return problem;
        out = text.value;
        while (out.back() == '/') out.pop_back();
        return std::nullopt;
    };
    kind.show = [](const std::string& value) { return value; };
    return kind;
}

Kind<std::string> redirect_uri()
{
    Kind<std::string> kind;
    kind.type = "URL that begins with https://, or http://127.0.0.1:PORT";
    kind.take = [](const Text& text, std::string& out) -> std::optional<Problem> {
        if (auto problem = base_url_problem(text.value)) return problem;
        const bool is_plain = text.value.rfind("http://", 0) == 0;
        const std::string_view after = std::string_view(text.value).substr(is_plain ? 7 : 8);
        if (is_plain && !split(after.substr(0, after.find('/')))->has_port)
            return Problem{"", "a loopback URL with a port", "bwsyncctl listens there: choose a free port"};
        out = text.value;
        return std::nullopt;
    };
    kind.show = [](const std::string& value) { return value; };
    return kind;
}

}  // namespace bwsync::config
