#include "daemon/ctl/client/api_client.hpp"

namespace bwsync::ctl {
namespace {

std::string path_segment(const std::string& text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const bool is_word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (is_word || std::string_view("-._~").find(c) != std::string_view::npos) {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += kHex[byte >> 4U];
        result += kHex[byte & 0x0fU];
    }
    return result;
}

std::string target_of(const ApiClient::Path& path, const ApiClient::Query& query)
{
    std::string target = "/api/v1";
    for (const std::string& segment : path) target += '/' + path_segment(segment);
    char separator = '?';
    for (const auto& [name, value] : query) {
        if (value.empty()) continue;
        target += separator + path_segment(name) + '=' + path_segment(value);
        separator = '&';
    }
    return target;
}

Failure refusal(const ClientResponse& response, const Json& body)
{
    if (response.status == 401) return {"the daemon refuses the token (401); is it the token of this daemon?", kFailed};
    const bool has_detail = body.is_object() && body.contains("detail") && body["detail"].is_string();
    if (has_detail) return {body["detail"].get<std::string>(), kFailed};
    return {"the answer is HTTP " + std::to_string(response.status) + " without a reason", kFailed};
}

}  // namespace

Outcome<Json> ApiClient::get(const Path& path, const Query& query) const
{
    ClientRequest request;
    request.target = target_of(path, query);
    return call(std::move(request));
}

Outcome<Json> ApiClient::post(const Path& path, const Json& body) const
{
    ClientRequest request;
    request.method = "POST";
    request.target = target_of(path, {});
    if (!body.empty()) request.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return call(std::move(request));
}

Outcome<Json> ApiClient::remove(const Path& path, const Query& query) const
{
    ClientRequest request;
    request.method = "DELETE";
    request.target = target_of(path, query);
    return call(std::move(request));
}

Outcome<std::string> ApiClient::get_bytes(const Path& path, const Query& query) const
{
    ClientRequest request;
    request.target = target_of(path, query);
    return exchange(std::move(request));
}

Outcome<std::string> ApiClient::exchange(ClientRequest request) const
{
    request.token = target_.token;
    request.limit = limit_;
    Result<ClientResponse> response = send(target_.endpoint, request);
    if (!response) {
        const bool is_unreachable = response.error().kind == ErrorKind::kRetry;
        return Failure{(is_unreachable ? "the daemon does not answer: " : "") + response.error().what,
                       is_unreachable ? kUnreachable : kWrongUse};
    }
    if (response->status < 200 || response->status >= 300)
        return refusal(*response, Json::parse(response->body, nullptr, false));
    return std::move(response->body);
}

Outcome<Json> ApiClient::call(ClientRequest request) const
{
    const Outcome<std::string> text = exchange(std::move(request));
    if (!text) return text.error();
    Json body = Json::parse(*text, nullptr, false);
    if (body.is_discarded())
        return Failure{"the answer is not JSON; is this address a bwsync daemon's admin API?", kFailed};
    return body;
}

}  // namespace bwsync::ctl
