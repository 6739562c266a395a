#include "daemon/operator/enterprises.hpp"

#include <algorithm>
#include <set>

#include "daemon/admin/api/enterprise_pages.hpp"
#include "daemon/parts/policy_from_config.hpp"

namespace bwsync {

namespace {

constexpr int kNotFound = 404;

Error error_of(const WebexFailure& failure, const std::string& what)
{
    const std::string text = what + ": " + explained(failure);
    if (failure.kind != WebexFailure::Kind::kAnswered) return Error(ErrorKind::kRetry, text);
    if (failure.http_status == kNotFound) return Error(ErrorKind::kNotFound, text);
    return Error(ErrorKind::kUnauthorized, text);
}

}  // namespace

Result<BridgePart*> OperatorEnterprises::bridge_named(const std::string& name)
{
    std::string known;
    for (BridgePart& part : parts_.bridges()) {
        if (part.config.name == name) return &part;
        known += (known.empty() ? "" : ", ") + part.config.name;
    }
    return Error(ErrorKind::kNotFound, "there is no bridge '" + name + "'; the bridges are: " + known);
}

std::string OperatorEnterprises::bridge_of(const std::string& partner, const WebexEnterprise& enterprise,
                                           const std::string& preferred) const
{
    std::string found;
    for (const BridgePart& part : parts_.bridges()) {
        if (part.config.partner != partner) continue;
        const std::vector<std::string> ids = provisioning_ids(policy_of(part.config));
        if (std::find(ids.begin(), ids.end(), enterprise.provisioning_id) == ids.end()) continue;
        if (part.config.name == preferred) return preferred;
        if (found.empty()) found = part.config.name;
    }
    return found;
}

Task<Result<std::vector<EnterpriseItem>>> OperatorEnterprises::all_of(std::string partner, EnterpriseFilter filter,
                                                                      std::string bridge)
{
    WebexEnterprises& webex = parts_.partner(partner)->enterprises();
    const std::stop_token never;
    std::vector<EnterpriseItem> items;
    std::string next;
    do {
        WebexResult<EnterprisePage> page = co_await webex.list(filter, next, never);
        if (!page) co_return error_of(page.error(), "the list of enterprises of partner " + partner);
        for (WebexEnterprise& each : page->items) {
            EnterpriseItem item;
            item.partner = partner;
            item.bridge = bridge_of(partner, each, bridge);
            item.enterprise = std::move(each);
            if (bridge.empty() || item.bridge == bridge) items.push_back(std::move(item));
        }
        next = page->next;
    } while (!next.empty());
    co_return items;
}

Task<Result<EnterpriseList>> OperatorEnterprises::list_enterprises(EnterpriseQuery query)
{
    std::set<std::string> partners;
    for (const BridgePart& part : parts_.bridges()) {
        if (query.bridge.empty() || part.config.name == query.bridge) partners.insert(part.config.partner);
    }
    if (partners.empty()) {
        Result<BridgePart*> unknown = bridge_named(query.bridge);
        if (!unknown) co_return unknown.error();
    }
    EnterpriseFilter filter;
    filter.sp_enterprise_id = query.enterprise;
    if (query.enterprise.empty()) filter.starts_with = query.starts_with;
    std::vector<EnterpriseItem> all;
    for (const std::string& partner : partners) {
        Result<std::vector<EnterpriseItem>> items = co_await all_of(partner, filter, query.bridge);
        if (!items) co_return items.error();
        for (EnterpriseItem& item : *items) all.push_back(std::move(item));
    }
    co_return page_of(std::move(all), query.cursor, query.limit);
}

Task<Result<EnterpriseItem>> OperatorEnterprises::find(std::string bridge, std::string enterprise)
{
    Result<BridgePart*> part = bridge_named(bridge);
    if (!part) co_return part.error();
    EnterpriseFilter filter;
    filter.sp_enterprise_id = enterprise;
    Result<std::vector<EnterpriseItem>> items = co_await all_of((*part)->config.partner, filter, bridge);
    if (!items) co_return items.error();
    // A filter that Webex did not heed must not lead to another enterprise.
    std::erase_if(*items, [&](const EnterpriseItem& item) { return item.enterprise.sp_enterprise_id != enterprise; });
    if (items->empty())
        co_return Error(ErrorKind::kNotFound, "Webex has no enterprise " + enterprise + " under a template of bridge " +
                                                  bridge + "; it has one from its first subscriber on");
    if (items->size() > 1)
        co_return Error(ErrorKind::kConflict, "Webex has more than one enterprise " + enterprise +
                                                  " under the templates of bridge " + bridge);
    co_return std::move(items->front());
}

Task<Result<EnterpriseItem>> OperatorEnterprises::show_enterprise(std::string bridge, std::string enterprise)
{
    Result<EnterpriseItem> item = co_await find(std::move(bridge), std::move(enterprise));
    if (!item) co_return item;
    const std::stop_token never;
    WebexResult<Answered<DirectorySync>> sync =
        co_await parts_.partner(item->partner)
            ->enterprises()
            .sync_status(item->enterprise.id, item->enterprise.organization_id, never);
    if (!sync)
        co_return error_of(sync.error(), "the directory synchronisation of " + item->enterprise.sp_enterprise_id);
    item->enterprise.sync = std::move(sync->value);
    co_return item;
}

Task<Result<std::int64_t>> OperatorEnterprises::count_people(WebexPartner* webex, std::string organization_id)
{
    PersonFilter filter;
    filter.organization_id = std::move(organization_id);
    const std::stop_token never;
    std::int64_t count = 0;
    std::string next;
    do {
        WebexResult<PersonPage> page = co_await webex->people().list(filter, next, never);
        if (!page) co_return error_of(page.error(), "the list of people");
        count += static_cast<std::int64_t>(page->items.size());
        next = page->next;
    } while (!next.empty());
    co_return count;
}

Task<Result<OrganizationView>> OperatorEnterprises::show_organization(std::string bridge, std::string enterprise)
{
    Result<EnterpriseItem> item = co_await show_enterprise(std::move(bridge), std::move(enterprise));
    if (!item) co_return item.error();
    OrganizationView view;
    view.item = std::move(*item);
    WebexPartner* webex = parts_.partner(view.item.partner);
    const std::string id = view.item.enterprise.organization_id;
    const std::stop_token never;
    WebexResult<Answered<WebexOrganization>> shown = co_await webex->organizations().get(id, never);
    if (!shown) co_return error_of(shown.error(), "the organisation");
    view.organization = std::move(shown->value);
    Result<std::int64_t> people = co_await count_people(webex, id);
    if (!people) co_return people.error();
    view.people = *people;
    co_return view;
}

}  // namespace bwsync
