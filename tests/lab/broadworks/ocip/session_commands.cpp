// Login, logout and what tells whether a session lives. OCI-P schema: OCISchemaLogin.
#include <algorithm>
#include <utility>

#include "tests/lab/broadworks/ocip/commands.hpp"
#include "tests/lab/broadworks/ocip/digest.hpp"
#include "tests/lab/broadworks/text.hpp"

namespace bwsync::lab {
namespace {

const BroadworksAdmin* find_admin(const CommandContext& context, const std::string& user)
{
    for (const BroadworksAdmin& admin : context.cluster.config.users) {
        if (lower(admin.user) == lower(user)) return &admin;
    }
    return nullptr;
}

// Also for an unknown user: the nonce must not tell who exists.
Answer authentication(CommandContext& context)
{
    // A live nonce is the time in milliseconds; the random part keeps two of one moment apart.
    const auto time = context.cluster.clock.now_ms();
    context.session.nonce = std::to_string(time + static_cast<std::int64_t>(context.cluster.random() % 1000));
    context.session.nonce_user = lower(context.text("userId"));
    XmlWriter out = context.writer();
    out.element("userId", context.text("userId"));
    out.element("nonce", context.session.nonce);
    out.element("passwordAlgorithm", "MD5");
    return context.answer(out);
}

Answer login_refused(CommandContext& context, const std::string& user)
{
    ++context.cluster.received.logins_refused;
    ++context.cluster.failed_logins[lower(user)];
    return context.fail({4962, "Invalid password", "", false});
}

bool is_locked(const CommandContext& context, const std::string& user)
{
    const int limit = context.switches().lock_after;
    const auto found = context.cluster.failed_logins.find(lower(user));
    return limit > 0 && found != context.cluster.failed_logins.end() && found->second >= limit;
}

bool has_suffix(const CommandContext& context, std::initializer_list<const char*> suffixes)
{
    const std::string suffix = context.command.type.substr(std::string("LoginRequest").size());
    return std::any_of(suffixes.begin(), suffixes.end(), [&](const char* one) { return suffix == one; });
}

Answer login_granted(CommandContext& context, const BroadworksAdmin& admin)
{
    context.cluster.failed_logins.erase(lower(admin.user));
    ++context.cluster.received.logins;
    context.session.logged_in = true;
    context.session.user = admin.user;
    context.session.login_type = admin.type;
    context.session.service_provider = admin.service_provider;
    const ServiceProvider* const own = context.cluster.model.find_provider(admin.service_provider);
    XmlWriter out = context.writer();
    out.element("loginType", admin.type);
    out.element("locale", "en_US");
    out.element("encoding", encoding_name(context.switches().encoding));
    out.optional("serviceProviderId", admin.service_provider);
    out.element("isEnterprise", own && own->is_enterprise);
    out.number("passwordExpiresDays", context.switches().password_expires_days);
    out.element("userDomain", context.cluster.config.default_domain);
    if (has_suffix(context, {"21sp1", "22V3", "22V4", "22V5"})) out.number("tokenRevocationTime", 0);
    Answer answer = context.answer(out);
    answer.logged_in = true;
    return answer;
}

Answer login_with_plain_password(CommandContext& context, const std::string& password)
{
    const std::string user = context.text("userId");
    if (!context.tls && !password.empty()) {
        ++context.cluster.received.plain_passwords_in_clear;
        if (context.switches().refuse_plain_text_login) return login_refused(context, user);
    }
    const BroadworksAdmin* const admin = find_admin(context, user);
    const bool good = admin && !password.empty() && admin->password == password && !is_locked(context, user);
    return good ? login_granted(context, *admin) : login_refused(context, user);
}

// LoginRequest14sp4 and 21sp1: digest, or a plain password in its own element.
Answer login_with_digest(CommandContext& context)
{
    const std::string plain = context.text("plainTextPassword");
    if (!plain.empty()) return login_with_plain_password(context, plain);
    const std::string user = context.text("userId");
    const std::string nonce = std::exchange(context.session.nonce, "");
    const BroadworksAdmin* const admin = find_admin(context, user);
    const bool good = admin && !nonce.empty() && context.session.nonce_user == lower(user) &&
                      context.switches().digest_login == DigestLogin::kAllow && !is_locked(context, user) &&
                      signed_password(nonce, admin->password) == context.text("signedPassword");
    return good ? login_granted(context, *admin) : login_refused(context, user);
}

// LoginRequest22 and later: on an application server signedPassword is not looked at.
Answer login_with_password(CommandContext& context)
{
    return login_with_plain_password(context, context.text("password"));
}

Answer logout(CommandContext& context)
{
    context.session = Session();
    Answer answer = success();
    answer.close = true;
    answer.silent = !context.switches().logout_answered;
    return answer;
}

Answer verify_session(CommandContext& context)
{
    return context.session.logged_in ? success() : context.fail({0, "The session is not valid", "", false});
}

Answer available(CommandContext&)
{
    return success();
}

}  // namespace

void add_session_commands(CommandTable& table)
{
    table.add("AuthenticationRequest", Release::kR21, Access::kAnybody, "userId:T161", authentication);
    const char* const digest = "userId:T161 signedPassword:T32? plainTextPassword:T60?";
    table.add("LoginRequest14sp4", Release::kR21, Access::kAnybody, digest, login_with_digest);
    table.add("LoginRequest21sp1", Release::kR22, Access::kAnybody, digest, login_with_digest);
    const char* const plain = "userId:T161 password:T60?";
    for (const char* const name : {"LoginRequest22", "LoginRequest22V2", "LoginRequest22V3"}) {
        table.add(name, Release::kR22, Access::kAnybody, plain, login_with_password);
    }
    const char* const both = "userId:T161 password:T60? signedPassword:T1000?";
    table.add("LoginRequest22V4", Release::kR22, Access::kAnybody, both, login_with_password);
    table.add("LoginRequest22V5", Release::kR24, Access::kAnybody, both, login_with_password);
    table.add("LogoutRequest", Release::kR21, Access::kAnybody, "userId:T161 reason:T60?", logout);
    table.add("VerifySessionIsValidRequest", Release::kR21, Access::kAnybody, "", verify_session);
    table.add("AvailabilityTestRequest", Release::kR21, Access::kAnybody, "", available);
}

}  // namespace bwsync::lab
