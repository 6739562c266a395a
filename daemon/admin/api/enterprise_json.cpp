#include "daemon/admin/api/enterprise_json.hpp"

#include "daemon/domain/webex_codes/webex_codes.hpp"

namespace bwsync {
namespace {

Json moment(Instant at)
{
    const std::optional<Instant> told = at == Instant{} ? std::nullopt : std::optional<Instant>(at);
    return to_json(told);
}

Json error_json(const WebexError& error)
{
    const WebexCode& known = webex_code(error.code);
    Json json;
    json["code"] = error.code;
    json["description"] = error.description;
    json["meaning"] = known.code == 0 ? Json() : Json(std::string(known.title));
    json["remedy"] = known.code == 0 ? Json() : Json(std::string(known.remedy));
    return json;
}

}  // namespace

Json to_json(const DirectorySync& sync)
{
    Json json;
    json["enabled"] = sync.is_enabled ? Json(*sync.is_enabled) : Json();
    json["status"] = sync.status_text.empty() ? Json() : Json(sync.status_text);
    json["lastStart"] = moment(sync.last_start);
    json["lastEnd"] = moment(sync.last_end);
    json["lastSuccess"] = moment(sync.last_success);
    json["trackingId"] = sync.last_tracking_id.empty() ? Json() : Json(sync.last_tracking_id);
    json["errors"] = Json::array();
    for (const WebexError& error : sync.errors) json["errors"].push_back(error_json(error));
    json["counts"] = Json::object();
    for (const auto& [name, count] : named_counts(sync.counts))
        json["counts"][std::string(name)] = count ? Json(*count) : Json();
    return json;
}

Json to_json(const EnterpriseItem& item)
{
    Json json;
    json["spEnterpriseId"] = item.enterprise.sp_enterprise_id;
    json["bridge"] = item.bridge.empty() ? Json() : Json(item.bridge);
    json["partner"] = item.partner;
    json["enterpriseId"] = item.enterprise.id;
    json["organizationId"] = item.enterprise.organization_id;
    json["directorySync"] = to_json(item.enterprise.sync);
    return json;
}

Json to_json(const OrganizationView& view)
{
    Json json = to_json(view.item);
    json["name"] = view.organization.display_name;
    json["created"] = moment(view.organization.created);
    json["people"] = view.people;
    return json;
}

Json to_json(const OrderedProcedure& ordered)
{
    Json json;
    json["procedure"] = ordered.id;
    json["kind"] = ordered.kind;
    json["spEnterpriseId"] = ordered.subject;
    json["new"] = ordered.is_new;
    return json;
}

Json to_json(const SyncOrders& orders)
{
    Json json;
    json["procedures"] = Json::array();
    for (const OrderedProcedure& ordered : orders.procedures) json["procedures"].push_back(to_json(ordered));
    json["skipped"] = Json::array();
    for (const SyncOrders::Skipped& skipped : orders.skipped) {
        Json one;
        one["bridge"] = skipped.bridge;
        one["spEnterpriseId"] = skipped.enterprise.empty() ? Json() : Json(skipped.enterprise);
        one["why"] = skipped.why;
        json["skipped"].push_back(std::move(one));
    }
    return json;
}

}  // namespace bwsync
