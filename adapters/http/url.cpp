#include "adapters/http/url.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace bwsync {

namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
}

// 0: no port written; -1: a bad one.
int port_of(std::string_view text)
{
    if (text.empty()) return 0;
    int port = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), port);
    const bool good = bad == std::errc() && end == text.data() + text.size() && port > 0 && port < 65536;
    return good ? port : -1;
}

std::string host_of(const std::string& authority)
{
    if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
    return authority.substr(0, authority.find(':'));
}

}  // namespace

bool Url::is_loopback() const
{
    const std::string host = host_of(authority);
    if (host == "localhost" || host == "[::1]") return true;
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
}

std::optional<Url> parse_url(std::string_view text)
{
    const auto is_bad = [](unsigned char c) { return c <= ' ' || c == 0x7f; };
    if (std::any_of(text.begin(), text.end(), is_bad)) return std::nullopt;
    const auto colon = text.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    Url url;
    url.scheme = lower(text.substr(0, colon));
    if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
    std::string_view rest = text.substr(colon + 3);
    rest = rest.substr(0, rest.find('#'));
    const auto path = std::min(rest.find_first_of("/?"), rest.size());
    const std::string_view authority = rest.substr(0, path);
    if (authority.find('@') != std::string_view::npos) return std::nullopt;
    const auto bracket = authority.rfind(']');
    const auto port_at = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    const std::string_view host = authority.substr(0, port_at);
    const int port = port_at == std::string_view::npos ? 0 : port_of(authority.substr(port_at + 1));
    if (host.empty() || port < 0) return std::nullopt;
    url.authority = lower(host);
    const int usual = url.scheme == "https" ? 443 : 80;
    if (port != 0 && port != usual) url.authority += ":" + std::to_string(port);
    url.target = rest.substr(path);
    if (!url.target.starts_with('/')) url.target.insert(0, "/");
    return url;
}

bool is_of_webex(std::string_view url)
{
    const std::optional<Url> parsed = parse_url(url);
    if (!parsed) return false;
    const std::string host = "." + parsed->authority.substr(0, parsed->authority.find(':'));
    return host.ends_with(".webexapis.com") || host.ends_with(".webex.com") || host.ends_with(".ciscospark.com");
}

}  // namespace bwsync
