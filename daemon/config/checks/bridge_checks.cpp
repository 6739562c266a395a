#include "daemon/config/checks/bridge_checks.hpp"

#include <algorithm>
#include <string>

#include "daemon/config/schema/globs.hpp"

namespace bwsync::config {

std::string entry(const std::string& list, std::size_t index)
{
    return list + "[" + std::to_string(index) + "]";
}

namespace {

bool covers(const OrganizationMatch& general, const OrganizationMatch& special)
{
    return glob_covers(general.service_provider, special.service_provider) && glob_covers(general.group, special.group);
}

// A service or pack asked for again, with the same or a narrower condition.
bool covers(const PackageRule& general, const PackageRule& special)
{
    const bool same_pack = !general.service_pack.empty() && same_text(general.service_pack, special.service_pack);
    const bool same_service = !general.service.empty() && same_text(general.service, special.service);
    return same_pack || (same_service && (!general.active || special.active));
}

bool in_scope(const Scope& scope, const OrganizationMatch& match)
{
    const bool included = std::any_of(scope.include.begin(), scope.include.end(), [&](const ScopeRule& rule) {
        return globs_meet(rule.service_provider, match.service_provider) && globs_meet(rule.group, match.group);
    });
    const bool excluded = std::any_of(scope.exclude.begin(), scope.exclude.end(), [&](const ScopeRule& rule) {
        return covers(OrganizationMatch{rule.service_provider, rule.group}, match) && glob_covers(rule.user, "*");
    });
    return included && !excluded;
}

// The first earlier entry that leaves nothing to entry `index`; `index` itself when there is none.
template <class Rule, class Match>
std::size_t covered_by(const std::vector<Rule>& rules, std::size_t index, Match match)
{
    for (std::size_t i = 0; i < index; ++i)
        if (covers(match(rules[i]), match(rules[index]))) return i;
    return index;
}

void check_organizations(const BridgeConfig& bridge, const std::string& path, const Places& places, Report& report)
{
    if (bridge.scope.include.empty()) return;  // reported already, and nothing could be reached
    const auto match = [](const Organization& o) { return o.match; };
    const std::string list = path + ".organizations";
    bool anybody = false;
    for (std::size_t i = 0; i < bridge.organizations.size(); ++i) {
        const std::string here = entry(list, i);
        const std::size_t earlier = covered_by(bridge.organizations, i, match);
        const bool reachable = in_scope(bridge.scope, bridge.organizations[i].match);
        anybody = anybody || reachable;
        if (earlier != i)
            report.warn(places.value(here), here,
                        {"an entry that is never reached", "entries that leave something to later ones",
                         "entry " + std::to_string(earlier) + " matches all of it: move this one before it"});
        else if (!reachable)
            report.warn(places.value(here), here,
                        {"an entry that matches nobody in scope", "a match within scope.include",
                         "compare it with scope.include and scope.exclude"});
    }
    if (!anybody && !bridge.organizations.empty())
        report.fault(places.value(list), list,
                     {"no entry that matches anybody in scope", "at least one that does",
                      "compare them with scope.include and scope.exclude"});
}

void check_packages(const BridgeConfig& bridge, const std::string& path, const Places& places, Report& report)
{
    const auto match = [](const PackageRule& rule) { return rule; };
    for (std::size_t i = 0; i < bridge.packages.size(); ++i) {
        const PackageRule& rule = bridge.packages[i];
        const std::string here = entry(path + ".packages", i);
        const Place place = places.value(here);
        if (rule.service_pack.empty() == rule.service.empty()) {
            const std::string found =
                rule.service.empty() ? "neither service_pack nor service" : "service_pack and service";
            report.fault(place, here, {found, "exactly one of the two", "write two entries to ask for either"});
            continue;
        }
        if (rule.active && rule.service.empty())
            report.fault(places.value(here + ".active"), here + ".active",
                         {"active without service", "service beside it", "a service pack is held, not activated"});
        const std::size_t earlier = covered_by(bridge.packages, i, match);
        if (earlier != i)
            report.warn(place, here,
                        {"an entry that is never reached", "entries that leave something to later ones",
                         "entry " + std::to_string(earlier) + " matches all of it: remove one"});
    }
}

void check_workspaces(const BridgeConfig& bridge, const std::string& path, const Places& places, Report& report)
{
    for (std::size_t i = 0; i < bridge.workspaces.size(); ++i) {
        const WorkspaceRule& rule = bridge.workspaces[i];
        const std::string here = entry(path + ".workspaces", i);
        const int named = int(!rule.service_pack.empty()) + int(!rule.service.empty()) + int(!rule.user_id.empty());
        if (named != 1) {
            report.fault(places.value(here), here,
                         {std::to_string(named) + " of service_pack, service and user_id", "exactly one of the three",
                          "write an entry for each"});
        } else if (!rule.user_id.empty() && glob_covers(rule.user_id, "*")) {
            report.fault(places.value(here + ".user_id"), here + ".user_id",
                         {"every user", "a pattern that leaves somebody a subscriber",
                          "name the user ids of the rooms, for example room-*"});
        }
    }
}

}  // namespace

void check_reach(const BridgeConfig& bridge, const std::string& path, const Places& places, Report& report)
{
    check_organizations(bridge, path, places, report);
    check_packages(bridge, path, places, report);
    check_workspaces(bridge, path, places, report);
}

}  // namespace bwsync::config
