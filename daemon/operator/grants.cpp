// What the admin API asks about grants, and what it orders.
#include <algorithm>

#include "daemon/operator/service.hpp"

namespace bwsync {

namespace {

std::string state_word(const GrantHealth& health, Instant now)
{
    if (!health.is_known) return "missing";
    if (health.is_dead) return "dead";
    if (health.refresh_expires_at && *health.refresh_expires_at <= now) return "expired";
    return health.problem.empty() ? "good" : "failing";
}

GrantStatus to_status(const PartnerPart& partner, const GrantHealth& health, Instant now)
{
    GrantStatus status;
    status.partner = partner.name;
    status.name = health.name;
    status.state = state_word(health, now);
    status.problem = health.problem;
    status.is_in_use = health.is_in_use;
    status.scopes = health.scopes;
    status.missing_scopes = missing_scopes(health.scopes, partner.scopes);
    status.access_expires_at = health.access_expires_at;
    status.refresh_expires_at = health.refresh_expires_at;
    status.refreshed_at = health.refreshed_at;
    return status;
}

}  // namespace

Task<Result<std::vector<GrantStatus>>> OperatorService::grants()
{
    std::vector<GrantStatus> result;
    for (const PartnerPart& part : parts_.partners()) {
        for (const GrantHealth& health : part.access->tokens.statuses())
            result.push_back(to_status(part, health, now()));
    }
    co_return result;
}

Result<PartnerPart*> OperatorService::partner_of(const std::string& partner, const std::string& grant)
{
    for (PartnerPart& part : parts_.partners()) {
        if (part.name != partner) continue;
        if (std::find(part.grants.begin(), part.grants.end(), grant) != part.grants.end()) return &part;
        return Error(ErrorKind::kNotFound,
                     "partner " + partner + " has no grant named " + grant + " in the configuration");
    }
    return Error(ErrorKind::kNotFound, "no partner named " + partner);
}

Result<GrantStatus> OperatorService::grant_status(const PartnerPart& partner, const std::string& name) const
{
    for (const GrantHealth& health : partner.access->tokens.statuses()) {
        if (health.name == name) return to_status(partner, health, process_.clock.now());
    }
    return Error(ErrorKind::kNotFound, "partner " + partner.name + " has no grant named " + name);
}

Task<Result<GrantStatus>> OperatorService::import_grant(std::string partner, std::string name,
                                                        std::string refresh_token)
{
    const Result<PartnerPart*> part = partner_of(partner, name);
    if (!part) co_return part.error();
    Result<Grant> imported = co_await store_.grants().import_grant(partner, name, std::move(refresh_token));
    if (!imported) co_return imported.error();
    (*part)->access->tokens.changed();
    co_return co_await refresh_grant(partner, name);
}

Task<Result<GrantStatus>> OperatorService::refresh_grant(std::string partner, std::string name)
{
    const Result<PartnerPart*> part = partner_of(partner, name);
    if (!part) co_return part.error();
    Result<> refreshed = co_await (*part)->access->tokens.refresh_now(name);
    if (!refreshed) co_return refreshed.error();
    Result<> tried = co_await (*part)->access->tokens.try_now(name);
    if (!tried) co_return tried.error();
    co_return grant_status(**part, name);
}

Result<SignInStart> OperatorService::begin_sign_in(std::string partner, std::string name, SignInRequest request)
{
    const Result<PartnerPart*> part = partner_of(partner, name);
    if (!part) return part.error();
    SignInStart start;
    start.url = (*part)->access->oauth.sign_in_url(std::move(request.state), std::move(request.code_challenge));
    start.redirect_uri = (*part)->redirect_uri;
    return start;
}

Task<Result<GrantStatus>> OperatorService::complete_sign_in(std::string partner, std::string name, SignInCode code)
{
    const Result<PartnerPart*> part = partner_of(partner, name);
    if (!part) co_return part.error();
    if (code.redirect_uri != (*part)->redirect_uri)
        co_return Error(ErrorKind::kConflict, "redirect_uri of the partner has changed since: sign in again");
    AuthorizationCode traded;
    traded.code = std::move(code.code);
    traded.code_verifier = std::move(code.code_verifier);
    traded.redirect_uri = std::move(code.redirect_uri);
    const std::stop_token never;
    Result<RefreshedTokens> tokens = co_await (*part)->access->oauth.redeem(std::move(traded), never);
    if (!tokens) co_return tokens.error();
    Result<Grant> stored = co_await store_.grants().store_sign_in(partner, name, std::move(*tokens));
    if (!stored) co_return stored.error();
    Result<> tried = co_await (*part)->access->tokens.try_now(name);
    (*part)->access->tokens.changed();
    if (!tried) co_return tried.error();
    co_return grant_status(**part, name);
}

}  // namespace bwsync
