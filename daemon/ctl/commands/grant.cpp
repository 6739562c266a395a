#include "daemon/ctl/commands/commands.hpp"

namespace bwsync::ctl {
namespace {

std::string missing_scopes_of(const Json& grant)
{
    std::string text;
    for (const Json& missing : grant.value("missingScopes", Json::array())) {
        std::string scope = missing.value("scope", std::string());
        scope.erase(0, scope.rfind(':') + 1);
        text += (text.empty() ? "" : ", ") + scope;
    }
    return text.empty() ? "-" : text;
}

std::vector<Column> grant_columns()
{
    return {column("PARTNER", "partner"),
            column("GRANT", "name"),
            column("STATE", "state"),
            column("IN USE", "inUse"),
            column("REFRESHED", "refreshedAt"),
            column("ACCESS ENDS", "accessExpiresAt"),
            column("REFRESH ENDS", "refreshExpiresAt"),
            column("DAYS LEFT", "refreshDaysLeft"),
            {"MISSING SCOPES", missing_scopes_of},
            column("PROBLEM", "problem")};
}

// The grant meant: named, or the only one.
Outcome<std::pair<std::string, std::string>> find_grant(const Context& context)
{
    const Invocation& invocation = context.invocation;
    if (!invocation.partner.empty() && !invocation.grant.empty())
        return std::pair(invocation.partner, invocation.grant);
    Outcome<Json> list = context.api.get({"grants"}, {{"partner", invocation.partner}});
    if (!list) return list.error();
    std::vector<std::pair<std::string, std::string>> found;
    for (const Json& grant : list->value("items", Json::array())) {
        const std::string name = grant.value("name", std::string());
        if (invocation.grant.empty() || name == invocation.grant)
            found.emplace_back(grant.value("partner", std::string()), name);
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) return Failure{"there is no such grant", kFailed};
    std::string message = "there is more than one grant; name --partner and --name:";
    for (const auto& [partner, name] : found) message += "\n  --partner " + partner + " --name " + name;
    return Failure{message, kFailed};
}

}  // namespace

void show_grant(const Context& context, const Json& grant)
{
    context.output.value(grant);
    context.output.table(Json::array({grant}), grant_columns(), "");
}

Outcome<int> list_grants(Context context)
{
    Outcome<Json> list = context.api.get({"grants"}, {{"partner", context.invocation.partner}});
    if (!list) return list.error();
    context.output.value(*list);
    context.output.table(list->value("items", Json::array()), grant_columns(), "there is no grant");
    return int(kDone);
}

Outcome<int> import_grant(Context context)
{
    const Invocation& invocation = context.invocation;
    const Result<std::string> token = read_secret_file(invocation.refresh_token_file);
    if (!token) return Failure{token.error().what, kWrongUse};
    Json body;
    body["partner"] = invocation.partner;
    body["name"] = invocation.grant;
    body["refreshToken"] = *token;
    Outcome<Json> grant = context.api.post({"grants"}, body);
    if (!grant) return grant.error();
    show_grant(context, *grant);
    return int(kDone);
}

Outcome<int> refresh_grant(Context context)
{
    const auto named = find_grant(context);
    if (!named) return named.error();
    Outcome<Json> grant = context.api.post({"grants", named->first, named->second, "refresh"});
    if (!grant) return grant.error();
    show_grant(context, *grant);
    return int(kDone);
}

}  // namespace bwsync::ctl
