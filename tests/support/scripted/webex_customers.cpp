// Enterprises, organizations and billing reports.
#include "tests/support/scripted/webex.hpp"

namespace bwsync::test {

namespace {

template <class T>
Answered<T> answered(T value)
{
    return Answered<T>(std::move(value), CallTrace{"track", 200});
}

constexpr int kNoSuchEnterprise = 6006;
constexpr int kNoSuchReport = 2024;

WebexFailure no_such(int code)
{
    return WebexWorld::refusal(404, code, "there is none");
}

}  // namespace

Task<WebexResult<EnterprisePage>> ScriptedEnterprises::list(EnterpriseFilter filter, std::string, std::stop_token)
{
    return line_.call<EnterprisePage>("list_enterprises", [=, world = &line_.world()]() -> WebexResult<EnterprisePage> {
        EnterprisePage page;
        for (const auto& [id, enterprise] : world->enterprises) {
            const std::string& name = enterprise.sp_enterprise_id;
            const bool is_meant = (filter.sp_enterprise_id.empty() || name == filter.sp_enterprise_id) &&
                                  name.starts_with(filter.starts_with);
            if (is_meant) page.items.push_back(enterprise);
        }
        return page;
    });
}

Task<WebexResult<Answered<DirectorySync>>> ScriptedEnterprises::sync_status(std::string id, std::string,
                                                                            std::stop_token)
{
    using Got = Answered<DirectorySync>;
    return line_.call<Got>("sync_status", [=, world = &line_.world()]() -> WebexResult<Got> {
        const auto found = world->enterprises.find(id);
        if (found == world->enterprises.end()) return no_such(kNoSuchEnterprise);
        return answered(found->second.sync);
    });
}

Task<WebexResult<Answered<DirectorySync>>> ScriptedEnterprises::enable_sync(std::string id, std::string,
                                                                            bool is_enabled, std::stop_token)
{
    using Got = Answered<DirectorySync>;
    return line_.call<Got>("enable_sync", [=, world = &line_.world()]() -> WebexResult<Got> {
        const auto found = world->enterprises.find(id);
        if (found == world->enterprises.end()) return no_such(kNoSuchEnterprise);
        found->second.sync.is_enabled = is_enabled;
        found->second.sync.status = DirectorySyncStatus::kNotSynced;
        return answered(found->second.sync);
    });
}

Task<WebexResult<Answered<DirectorySync>>> ScriptedEnterprises::trigger_sync(std::string id, std::string,
                                                                             std::stop_token)
{
    using Got = Answered<DirectorySync>;
    return line_.call<Got>("trigger_sync", [=, world = &line_.world()]() -> WebexResult<Got> {
        const auto found = world->enterprises.find(id);
        if (found == world->enterprises.end()) return no_such(kNoSuchEnterprise);
        found->second.sync.status = DirectorySyncStatus::kInProgress;
        return answered(found->second.sync);
    });
}

Task<WebexResult<Answered<ExternalUser>>> ScriptedEnterprises::sync_user(std::string id, std::string,
                                                                         std::string user_id, std::stop_token)
{
    using Got = Answered<ExternalUser>;
    return line_.call<Got>("sync_user", [=, world = &line_.world()]() -> WebexResult<Got> {
        if (!world->enterprises.contains(id)) return no_such(kNoSuchEnterprise);
        ExternalUser user;
        user.action = ExternalUserAction::kAdded;
        user.user_id = user_id;
        return answered(user);
    });
}

Task<WebexResult<std::vector<WebexOrganization>>> ScriptedOrganizations::list(std::stop_token)
{
    using Got = std::vector<WebexOrganization>;
    return line_.call<Got>("list_organizations", [world = &line_.world()]() -> WebexResult<Got> {
        Got all;
        for (const auto& [id, enterprise] : world->enterprises)
            all.push_back(WebexOrganization{enterprise.organization_id, enterprise.sp_enterprise_id, Instant()});
        return all;
    });
}

Task<WebexResult<Answered<WebexOrganization>>> ScriptedOrganizations::get(std::string id, std::stop_token)
{
    using Got = Answered<WebexOrganization>;
    return line_.call<Got>("get_organization", [=, world = &line_.world()]() -> WebexResult<Got> {
        for (const auto& [key, enterprise] : world->enterprises) {
            if (enterprise.organization_id == id)
                return answered(WebexOrganization{id, enterprise.sp_enterprise_id, Instant()});
        }
        return no_such(0);
    });
}

Task<WebexResult<Answered<std::monostate>>> ScriptedOrganizations::remove(std::string id, std::stop_token)
{
    using Got = Answered<std::monostate>;
    return line_.call<Got>("remove_organization", [=, world = &line_.world()]() -> WebexResult<Got> {
        const auto is_meant = [&id](const auto& each) { return each.second.organization_id == id; };
        if (std::erase_if(world->enterprises, is_meant) == 0) return no_such(0);
        return answered(std::monostate());
    });
}

Task<WebexResult<std::vector<BillingReport>>> ScriptedBilling::list(BillingFilter, std::stop_token)
{
    using Got = std::vector<BillingReport>;
    return line_.call<Got>("list_reports", [world = &line_.world()]() -> WebexResult<Got> {
        Got all;
        for (const auto& [id, report] : world->reports) all.push_back(report);
        return all;
    });
}

Task<WebexResult<Answered<std::string>>> ScriptedBilling::create(std::string period, std::stop_token)
{
    using Got = Answered<std::string>;
    return line_.call<Got>("create_report", [=, world = &line_.world()]() -> WebexResult<Got> {
        for (const auto& [id, report] : world->reports) {
            if (report.period == period) return WebexWorld::refusal(409, 2026, "it exists");
        }
        BillingReport made;
        made.id = world->next_id("report");
        made.period = period;
        made.status = BillingStatus::kInProgress;
        world->reports[made.id] = made;
        return answered(made.id);
    });
}

Task<WebexResult<Answered<BillingReport>>> ScriptedBilling::get(std::string id, std::stop_token)
{
    using Got = Answered<BillingReport>;
    return line_.call<Got>("get_report", [=, world = &line_.world()]() -> WebexResult<Got> {
        const auto found = world->reports.find(id);
        if (found == world->reports.end()) return no_such(kNoSuchReport);
        return answered(found->second);
    });
}

Task<WebexResult<Answered<std::monostate>>> ScriptedBilling::remove(std::string id, std::stop_token)
{
    using Got = Answered<std::monostate>;
    return line_.call<Got>("remove_report", [=, world = &line_.world()]() -> WebexResult<Got> {
        if (world->reports.erase(id) == 0) return no_such(kNoSuchReport);
        return answered(std::monostate());
    });
}

}  // namespace bwsync::test
