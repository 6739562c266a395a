#include "tests/lab/webex/api/routes.hpp"

#include <iterator>
#include <string_view>
#include <vector>

namespace bwsync::lab::webex {
namespace {

constexpr const char* kSubscribersRead = "spark-admin:broadworks_subscribers_read";
constexpr const char* kSubscribersWrite = "spark-admin:broadworks_subscribers_write";
constexpr const char* kEnterprisesRead = "spark-admin:broadworks_enterprises_read";
constexpr const char* kEnterprisesWrite = "spark-admin:broadworks_enterprises_write";
constexpr const char* kPeopleRead = "spark-admin:people_read";
constexpr const char* kOrganizationsRead = "spark-admin:organizations_read";
constexpr const char* kBillingRead = "spark-admin:broadworks_billing_reports_read";
constexpr const char* kBillingWrite = "spark-admin:broadworks_billing_reports_write";
constexpr const char* kPlacesWrite = "spark-admin:places_write";
constexpr const char* kReports = "/broadworks/billing/reports";
constexpr const char* kReport = "/broadworks/billing/reports/{id}";
constexpr const char* kSync = "/broadworks/enterprises/{id}/broadworksDirectorySync";

const Route kRoutes[] = {
    {"POST", "/access_token", "token", "", false, true},
    {"GET", "/authorize", "authorize", "", false, true},
    {"GET", "/authorizations/tokenExpiry", "tokenExpiry", "", false, false},
    {"POST", "/broadworks/subscribers/validate", "precheck", kSubscribersWrite, true, false},
    {"GET", "/broadworks/subscribers", "list", kSubscribersRead, false, false,
     "userId personId email provisioningId spEnterpriseId lastStatusChange status after selfActivated max offset"},
    {"POST", "/broadworks/subscribers", "provision", kSubscribersWrite, true, false},
    {"GET", "/broadworks/subscribers/{id}", "get", kSubscribersRead, false, false},
    {"PUT", "/broadworks/subscribers/{id}", "update", kSubscribersWrite, true, false},
    {"DELETE", "/broadworks/subscribers/{id}", "remove", kSubscribersWrite, false, false},
    {"POST", "/subscribers/{id}/emails/consentMove", "consentMove", kSubscribersWrite, false, false},
    {"GET", "/broadworks/enterprises", "enterprises", kEnterprisesRead, false, false,
     "spEnterpriseId startsWith max offset"},
    {"GET", kSync, "directorySync", kEnterprisesRead, false, false},
    {"PUT", kSync, "directorySyncWrite", kEnterprisesWrite, true, false},
    {"POST", kSync, "directorySyncRun", kEnterprisesWrite, true, false},
    {"POST", "/broadworks/enterprises/{id}/broadworksDirectorySync/externalUser", "directorySyncUser",
     kEnterprisesWrite, true, false},
    {"GET", kReports, "billingReports", kBillingRead, false, false, "before after sortBy"},
    {"POST", kReports, "billingReportCreate", kBillingWrite, true, false},
    {"GET", kReport, "billingReport", kBillingRead, false, false},
    {"DELETE", kReport, "billingReportDelete", kBillingWrite, false, false},
    {"POST", "/broadworks/workspaces", "workspaceProvision", kPlacesWrite, true, false},
    {"PUT", "/broadworks/workspaces/{id}", "workspaceUpdate", kPlacesWrite, true, false},
    {"DELETE", "/broadworks/workspaces/{id}", "workspaceRemove", kPlacesWrite, false, false},
    {"GET", "/organizations", "organizations", kOrganizationsRead, false, false},
    {"GET", "/organizations/{id}", "organization", kOrganizationsRead, false, false},
    {"DELETE", "/organizations/{id}", "organizationDelete",
     "spark-admin:organizations-write|spark-admin:organizations_write", false, false},
    {"GET", "/people", "people", kPeopleRead, false, false,
     "email displayName id orgId roles callingData locationId max excludeStatus offset"},
    {"GET", "/people/{id}", "person", kPeopleRead, false, false, "callingData"},
    {"PUT", "/people/{id}", "personUpdate", "spark-admin:people_write", true, false,
     "callingData showAllTypes minResponse"},
    {"DELETE", "/people/{id}", "personDelete", "spark-admin:people_read spark-admin:people_write", false, false},
};

std::vector<std::string_view> segments(std::string_view path)
{
    std::vector<std::string_view> out;
    while (true) {
        const auto slash = path.find('/');
        out.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return out;
        path.remove_prefix(slash + 1);
    }
}

// Split once: this is asked for every request.
const std::vector<std::vector<std::string_view>>& patterns()
{
    static const std::vector<std::vector<std::string_view>> split = [] {
        std::vector<std::vector<std::string_view>> made;
        for (const Route& route : kRoutes) made.push_back(segments(route.pattern));
        return made;
    }();
    return split;
}

bool matches(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& path, std::string& id)
{
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
    Routed routed;
    constexpr std::string_view kBase = "/v1";
    if (path.compare(0, kBase.size(), kBase) != 0) return routed;
    const std::vector<std::string_view> parts = segments(std::string_view(path).substr(kBase.size()));
    for (std::size_t i = 0; i < std::size(kRoutes); ++i) {
        const Route& route = kRoutes[i];
        std::string id;
        if (!matches(patterns()[i], parts, id)) continue;
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
