#include "daemon/domain/grant/grant_rules.hpp"

#include <algorithm>
#include <set>
#include <sstream>

namespace bwsync {

namespace {

std::string one_spelling(std::string scope)
{
    std::replace(scope.begin(), scope.end(), '-', '_');
    return scope;
}

std::set<std::string> words_of(const std::string& text)
{
    std::istringstream words(text);
    std::set<std::string> out;
    for (std::string word; words >> word;) out.insert(one_spelling(word));
    return out;
}

}  // namespace

const std::vector<ScopeNeed>& known_scopes()
{
    static const std::vector<ScopeNeed> table = {
        {"spark-admin:broadworks_subscribers_read", "reading subscribers", true},
        {"spark-admin:broadworks_subscribers_write", "provisioning, updating and removing subscribers", true},
        {"spark-admin:broadworks_enterprises_read", "listing enterprises and the state of directory sync"},
        {"spark-admin:broadworks_enterprises_write", "steering directory sync"},
        {"spark-admin:broadworks_billing_reports_read", "reading billing reports"},
        {"spark-admin:broadworks_billing_reports_write", "creating and deleting billing reports"},
        {"spark-admin:places_write", "workspaces"},
        {"spark-admin:people_read", "reading people"},
        {"spark-admin:people_write", "hard deletion and changes of e-mail addresses"},
        {"spark-admin:organizations_read", "reading organizations, which renews the access to a customer"},
        {"spark-admin:organizations-write", "deleting organizations"},
    };
    return table;
}

std::vector<std::string> wanted_scopes(const std::vector<std::string>& configured)
{
    if (!configured.empty()) return configured;
    std::vector<std::string> names;
    for (const ScopeNeed& need : known_scopes()) names.push_back(need.scope);
    return names;
}

std::vector<ScopeNeed> missing_scopes(const std::string& granted, const std::vector<std::string>& configured)
{
    const std::set<std::string> have = words_of(granted);
    std::vector<ScopeNeed> missing;
    if (have.empty()) return missing;
    std::set<std::string> wanted;
    for (const std::string& scope : wanted_scopes(configured)) wanted.insert(one_spelling(scope));
    for (const ScopeNeed& need : known_scopes()) {
        const std::string name = one_spelling(need.scope);
        const bool is_wanted = wanted.erase(name) > 0 || need.is_required;
        if (is_wanted && !have.contains(name)) missing.push_back(need);
    }
    for (const std::string& scope : configured) {
        const std::string name = one_spelling(scope);
        if (wanted.contains(name) && !have.contains(name))
            missing.push_back({scope, "what webex.partners names it for"});
    }
    return missing;
}

std::string grant_remedy(const std::string& partner, const std::string& grant)
{
    return "bwsyncctl grant sign-in --partner " + partner + " --name " + grant;
}

}  // namespace bwsync
