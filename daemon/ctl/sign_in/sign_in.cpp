// grant sign-in: the authorisation code flow. State and code verifier are made here, where the answer comes back to;
// the code is traded by the daemon, which alone has the client's secret.
#include <unistd.h>

#include <chrono>
#include <iostream>

#include "daemon/ctl/commands/commands.hpp"
#include "daemon/ctl/sign_in/authorization_answer.hpp"
#include "daemon/ctl/sign_in/pkce.hpp"
#include "daemon/ctl/sign_in/redirect_listener.hpp"

namespace bwsync::ctl {
namespace {

struct SignIn {
    std::string partner;
    std::string grant;
    std::string state;
    std::string verifier;
    std::string url;
    std::string redirect_uri;
};

// The grant meant: named, or the first one of the partner, which is the one that calls leave with when it is good.
Outcome<std::pair<std::string, std::string>> grant_meant(const Context& context)
{
    const Invocation& invocation = context.invocation;
    if (!invocation.grant.empty()) return std::pair(invocation.partner, invocation.grant);
    Outcome<Json> list = context.api.get({"grants"}, {{"partner", invocation.partner}});
    if (!list) return list.error();
    const Json items = list->value("items", Json::array());
    if (items.empty()) return Failure{"there is no partner named " + invocation.partner, kFailed};
    return std::pair(invocation.partner, items.front().value("name", std::string()));
}

Outcome<SignIn> begin(const Context& context)
{
    const auto meant = grant_meant(context);
    if (!meant) return meant.error();
    SignIn sign_in;
    sign_in.partner = meant->first;
    sign_in.grant = meant->second;
    sign_in.state = random_word();
    sign_in.verifier = random_word();
    Json body;
    body["state"] = sign_in.state;
    body["codeChallenge"] = code_challenge(sign_in.verifier);
    Outcome<Json> begun = context.api.post({"grants", sign_in.partner, sign_in.grant, "sign-in"}, body);
    if (!begun) return begun.error();
    sign_in.url = begun->value("authorizationUrl", std::string());
    sign_in.redirect_uri = begun->value("redirectUri", std::string());
    return sign_in;
}

Outcome<Json> complete(const Context& context, const SignIn& sign_in, const std::string& code)
{
    Json body;
    body["code"] = code;
    body["codeVerifier"] = sign_in.verifier;
    body["redirectUri"] = sign_in.redirect_uri;
    return context.api.post({"grants", sign_in.partner, sign_in.grant, "sign-in", "complete"}, body);
}

void tell_where(const Context& context, const SignIn& sign_in)
{
    context.output.message("open this address in a browser and sign in as a full administrator of the partner " +
                           sign_in.partner + ":\n" + sign_in.url);
}

Outcome<Json> by_paste(const Context& context, const SignIn& sign_in)
{
    tell_where(context, sign_in);
    context.output.message("the browser ends at an address that it may not be able to show; paste that address here:");
    std::string line;
    if (!std::getline(std::cin, line)) return Failure{"nothing was pasted; nothing was changed", kFailed};
    const Result<std::string> code = code_of_pasted(line, sign_in.state);
    if (!code) return Failure{code.error().what + "; nothing was changed", kFailed};
    return complete(context, sign_in, *code);
}

Outcome<Json> by_listener(const Context& context, const SignIn& sign_in, const RedirectUri& uri)
{
    const auto listener = RedirectListener::listen(uri);
    if (!listener) {
        return Failure{listener.error().what +
                           "; free it, give webex.partners[].redirect_uri another one (and register "
                           "it with the integration), or use --paste",
                       kFailed};
    }
    tell_where(context, sign_in);
    RedirectListener::Wait wait;
    wait.state = sign_in.state;
    wait.limit = std::chrono::seconds(context.invocation.wait_limit_seconds);
    wait.has_terminal = ::isatty(STDIN_FILENO) == 1;
    wait.tell = [&context](const std::string& text) { context.output.message(text); };
    context.output.message(std::string("waiting for the browser at ") + sign_in.redirect_uri +
                           (wait.has_terminal ? "; or paste here the address that it ends at" : ""));
    const Result<std::string> code = (*listener)->wait(wait);
    if (!code) {
        (*listener)->finish(false);
        return Failure{code.error().what, kFailed};
    }
    Outcome<Json> grant = complete(context, sign_in, *code);
    (*listener)->finish(static_cast<bool>(grant));
    return grant;
}

void tell_missing(const Context& context, const Json& grant)
{
    for (const Json& missing : grant.value("missingScopes", Json::array())) {
        context.output.message("not granted: " + missing.value("scope", std::string()) + ", needed for " +
                               missing.value("neededFor", std::string()));
    }
}

}  // namespace

Outcome<int> sign_in_grant(Context context)
{
    const Outcome<SignIn> sign_in = begin(context);
    if (!sign_in) return sign_in.error();
    const Result<RedirectUri> uri = parse_redirect_uri(sign_in->redirect_uri);
    if (!uri) return Failure{uri.error().what, kFailed};
    const bool is_pasted = context.invocation.paste || !uri->is_loopback;
    Outcome<Json> grant = is_pasted ? by_paste(context, *sign_in) : by_listener(context, *sign_in, *uri);
    if (!grant) return grant.error();
    show_grant(context, *grant);
    tell_missing(context, *grant);
    return int(kDone);
}

}  // namespace bwsync::ctl
