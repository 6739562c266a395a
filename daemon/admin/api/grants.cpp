// Handlers of grants. A token goes in and never comes out.
#include <algorithm>

#include "daemon/admin/api/api.hpp"
#include "daemon/admin/http/http_problem.hpp"
#include "daemon/admin/http/json_text.hpp"

namespace bwsync {

namespace {

constexpr std::size_t kCodeMax = 4096;

// RFC 3986 section 2.3: what a code verifier, an S256 challenge and our states consist of.
bool is_unreserved(const std::string& text, std::size_t least, std::size_t most)
{
    constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    return text.size() >= least && text.size() <= most && text.find_first_not_of(kAllowed) == std::string::npos;
}

bool is_printable(const std::string& text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

Task<ServerResponse> AdminApi::list_grants(Call call)
{
    const Result<Arguments> arguments = query_arguments(call.request, {"partner"});
    if (!arguments) co_return problem(arguments.error());
    const Result<std::vector<GrantStatus>> grants = co_await service_.grants();
    if (!grants) co_return problem(grants.error());
    const std::string partner = argument(*arguments, "partner");
    Json items = Json::array();
    for (const GrantStatus& grant : *grants) {
        if (partner.empty() || grant.partner == partner) items.push_back(to_json(grant, service_.now()));
    }
    co_return json_response(list_text(std::move(items)));
}

Task<ServerResponse> AdminApi::import_grant(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"partner", "name", "refreshToken"});
    if (!arguments) co_return problem(arguments.error());
    std::string partner = argument(*arguments, "partner");
    std::string name = argument(*arguments, "name");
    std::string token = argument(*arguments, "refreshToken");
    if (partner.empty() || name.empty() || token.empty()) {
        co_return problem(400, "partner, name and refreshToken must not be empty");
    }
    const Result<GrantStatus> grant =
        co_await service_.import_grant(std::move(partner), std::move(name), std::move(token));
    if (!grant) co_return problem(grant.error());
    co_return json_response(text_of(to_json(*grant, service_.now())));
}

Task<ServerResponse> AdminApi::refresh_grant(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {});
    if (!arguments) co_return problem(arguments.error());
    const Result<GrantStatus> grant = co_await service_.refresh_grant(call.parameters[0], call.parameters[1]);
    if (!grant) co_return problem(grant.error());
    co_return json_response(text_of(to_json(*grant, service_.now())));
}

Task<ServerResponse> AdminApi::begin_sign_in(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"state", "codeChallenge"});
    if (!arguments) co_return problem(arguments.error());
    SignInRequest request;
    request.state = argument(*arguments, "state");
    request.code_challenge = argument(*arguments, "codeChallenge");
    constexpr std::size_t kDigest = 43;  // 32 bytes in base64url
    if (!is_unreserved(request.state, 16, 128))
        co_return problem(400, "state must be 16 to 128 of A-Z a-z 0-9 - . _ ~");
    if (!is_unreserved(request.code_challenge, kDigest, kDigest))
        co_return problem(400, "codeChallenge must be the SHA-256 of the code verifier in base64url, 43 characters");
    const Result<SignInStart> start =
        service_.begin_sign_in(call.parameters[0], call.parameters[1], std::move(request));
    if (!start) co_return problem(start.error());
    Json json;
    json["partner"] = call.parameters[0];
    json["name"] = call.parameters[1];
    json["authorizationUrl"] = start->url;
    json["redirectUri"] = start->redirect_uri;
    co_return json_response(text_of(json));
}

Task<ServerResponse> AdminApi::complete_sign_in(Call call)
{
    const Result<Arguments> arguments = body_arguments(call.request, {"code", "codeVerifier", "redirectUri"});
    if (!arguments) co_return problem(arguments.error());
    SignInCode code;
    code.code = argument(*arguments, "code");
    code.code_verifier = argument(*arguments, "codeVerifier");
    code.redirect_uri = argument(*arguments, "redirectUri");
    if (code.code.empty() || code.code.size() > kCodeMax || !is_printable(code.code))
        co_return problem(400, "code must be 1 to 4096 printable characters");
    if (!is_unreserved(code.code_verifier, 43, 128))
        co_return problem(400, "codeVerifier must be 43 to 128 of A-Z a-z 0-9 - . _ ~");
    const Result<GrantStatus> grant =
        co_await service_.complete_sign_in(call.parameters[0], call.parameters[1], std::move(code));
    if (!grant) co_return problem(grant.error());
    co_return json_response(text_of(to_json(*grant, service_.now())));
}

}  // namespace bwsync
