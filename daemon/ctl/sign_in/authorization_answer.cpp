#include "daemon/ctl/sign_in/authorization_answer.hpp"

#include <algorithm>

#include "daemon/ctl/client/http_client.hpp"

namespace bwsync::ctl {

namespace {

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decoded(const std::string& text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

std::string value(const std::map<std::string, std::string>& parameters, const std::string& name)
{
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string() : found->second;
}

Error refusal(const std::string& word, const std::string& description)
{
    const std::string said = word + (description.empty() ? "" : ": " + description.substr(0, 300));
    if (word == "access_denied") return Error(ErrorKind::kUnauthorized, "consent was refused in Webex (" + said + ")");
    if (word == "invalid_scope") {
        return Error(ErrorKind::kUnauthorized,
                     "Webex does not offer the integration every scope that was asked for (" + said +
                         "): give them to the integration, or name those it has in webex.partners[].scopes");
    }
    return Error(ErrorKind::kUnauthorized, "Webex did not sign in (" + said + ")");
}

std::string trimmed(const std::string& text)
{
    constexpr const char* kSpace = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(kSpace);
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

}  // namespace

Result<RedirectUri> parse_redirect_uri(const std::string& uri)
{
    const Result<Endpoint> endpoint = parse_url(uri);
    if (!endpoint) return endpoint.error();
    RedirectUri out;
    out.host = endpoint->host;
    out.port = endpoint->port;
    const std::size_t slash = uri.find('/', uri.find("://") + 3);
    out.path = slash == std::string::npos ? "/" : uri.substr(slash);
    const bool is_here = out.host == "localhost" || out.host == "::1" || out.host.rfind("127.", 0) == 0;
    out.is_loopback = is_here && !endpoint->is_tls;
    return out;
}

Result<std::map<std::string, std::string>> query_parameters(const std::string& query)
{
    std::map<std::string, std::string> out;
    std::size_t begin = 0;
    while (begin < query.size()) {
        const std::size_t end = std::min(query.find('&', begin), query.size());
        const std::string pair = query.substr(begin, end - begin);
        begin = end + 1;
        if (pair.empty()) continue;
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const auto name = decoded(pair.substr(0, equals));
        const auto text = decoded(equals < pair.size() ? pair.substr(equals + 1) : "");
        if (!name || !text) return Error(ErrorKind::kRejected, "the query is damaged");
        if (!out.emplace(*name, *text).second) return Error(ErrorKind::kRejected, "the query has " + *name + " twice");
    }
    return out;
}

Result<std::string> code_of(const std::map<std::string, std::string>& parameters, const std::string& state)
{
    const std::string code = value(parameters, "code");
    const std::string error = value(parameters, "error");
    if (code.empty() && error.empty()) return Error(ErrorKind::kRejected, "there is neither a code nor an error in it");
    if (value(parameters, "state") != state) {
        return Error(
            ErrorKind::kConflict,
            "this answer does not belong to this sign-in (its state is another); open the address shown above");
    }
    if (!error.empty()) return refusal(error, value(parameters, "error_description"));
    return code;
}

Result<std::string> code_of_pasted(const std::string& text, const std::string& state)
{
    const std::string pasted = trimmed(text);
    if (pasted.empty()) return Error(ErrorKind::kRejected, "nothing was pasted");
    if (pasted.find_first_of(" \t\r\n") != std::string::npos)
        return Error(ErrorKind::kRejected, "that is more than an address or a code");
    const bool is_address = pasted.find("://") != std::string::npos;
    const bool is_query = pasted.find('=') != std::string::npos && pasted.find("code=") != std::string::npos;
    const bool is_error = pasted.find("error=") != std::string::npos;
    if (!is_address && !is_query && !is_error) return pasted;
    const std::size_t mark = pasted.find('?');
    std::string query = mark == std::string::npos ? (is_address ? std::string() : pasted) : pasted.substr(mark + 1);
    query = query.substr(0, query.find('#'));
    const auto parameters = query_parameters(query);
    if (!parameters) return parameters.error();
    return code_of(*parameters, state);
}

}  // namespace bwsync::ctl
