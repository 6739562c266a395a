#include "tests/lab/webex/routes.hpp"

#include <sstream>
#include <vector>

namespace bwsync::lab::webex {
namespace {

constexpr const char* kSubscribersRead = "spark-admin:broadworks_subscribers_read";
constexpr const char* kSubscribersWrite = "spark-admin:broadworks_subscribers_write";
constexpr const char* kEnterprisesRead = "spark-admin:broadworks_enterprises_read";
constexpr const char* kEnterprisesWrite = "spark-admin:broadworks_enterprises_write";
constexpr const char* kPeopleRead = "spark-admin:people_read";
constexpr const char* kOrganizationsRead = "spark-admin:organizations_read";
constexpr const char* kSync = "/broadworks/enterprises/{id}/broadworksDirectorySync";

const Route kRoutes[] = {
    {"POST", "/access_token", "token", "", false, true},
    {"GET", "/authorize", "authorize", "", false, true},
    {"GET", "/authorizations/tokenExpiry", "tokenExpiry", "", false, false},
    {"POST", "/broadworks/subscribers/validate", "precheck", kSubscribersWrite, true, false},
    {"GET", "/broadworks/subscribers", "list", kSubscribersRead, false, false},
    {"POST", "/broadworks/subscribers", "provision", kSubscribersWrite, true, false},
    {"GET", "/broadworks/subscribers/{id}", "get", kSubscribersRead, false, false},
    {"PUT", "/broadworks/subscribers/{id}", "update", kSubscribersWrite, true, false},
    {"DELETE", "/broadworks/subscribers/{id}", "remove", kSubscribersWrite, false, false},
    {"POST", "/subscribers/{id}/emails/consentMove", "consentMove", kSubscribersWrite, false, false},
    {"GET", "/broadworks/enterprises", "enterprises", kEnterprisesRead, false, false},
    {"GET", kSync, "directorySync", kEnterprisesRead, false, false},
    {"PUT", kSync, "directorySyncWrite", kEnterprisesWrite, true, false},
    {"POST", kSync, "directorySyncRun", kEnterprisesWrite, true, false},
    {"POST", "/broadworks/enterprises/{id}/broadworksDirectorySync/externalUser", "directorySyncUser",
     kEnterprisesWrite, true, false},
    {"GET", "/organizations", "organizations", kOrganizationsRead, false, false},
    {"GET", "/organizations/{id}", "organization", kOrganizationsRead, false, false},
    {"DELETE", "/organizations/{id}", "organizationDelete",
     "spark-admin:organizations-write|spark-admin:organizations_write", false, false},
    {"GET", "/people", "people", kPeopleRead, false, false},
    {"GET", "/people/{id}", "person", kPeopleRead, false, false},
    {"DELETE", "/people/{id}", "personDelete", "spark-admin:people_read spark-admin:people_write", false, false},
};

std::vector<std::string> segments(const std::string& path)
{
    std::istringstream in(path);
    std::vector<std::string> out;
    for (std::string part; std::getline(in, part, '/');) out.push_back(part);
    return out;
}

bool matches(const Route& route, const std::vector<std::string>& path, std::string& id)
{
    const std::vector<std::string> pattern = segments(std::string("/v1") + route.pattern);
    if (pattern.size() != path.size()) return false;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (pattern[i] == "{id}" && !path[i].empty()) {
            id = path[i];
        } else if (pattern[i] != path[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace

// Routes without an id come first where both could match: "validate" is no subscriber.
Routed find_route(const std::string& method, const std::string& path)
{
    const std::vector<std::string> parts = segments(path);
    Routed routed;
    for (const Route& route : kRoutes) {
        std::string id;
        if (!matches(route, parts, id)) continue;
        if (method == route.method) {
            routed.route = &route;
            routed.id = id;
            return routed;
        }
        routed.allowed += (routed.allowed.empty() ? "" : ", ") + std::string(route.method);
    }
    return routed;
}

}  // namespace bwsync::lab::webex
